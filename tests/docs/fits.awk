# fits.awk: awk -f fits.awk WANT HAVE says yes where the lines of HAVE are those of WANT; else it says what is amiss.
# In WANT `...` stands for any text, and on a line of its own for any lines.

# Is the text `line` what `shown` shows?
function same(shown, line,    parts, count, i, at) {
  count = split(shown, parts, /\.\.\./)
  if (count < 2) return line == shown
  if (substr(line, 1, length(parts[1])) != parts[1]) return 0
  line = substr(line, length(parts[1]) + 1)
  for (i = 2; i < count; i++) {
    if (!(at = index(line, parts[i]))) return 0
    line = substr(line, at + length(parts[i]))
  }
  return length(line) >= length(parts[count]) && substr(line, length(line) - length(parts[count]) + 1) == parts[count]
}
function fits(i, j,    k) {
  if (i > furthest) furthest = i
  if (i > wants) return j > haves
  if (want[i] != "...") return j <= haves && same(want[i], have[j]) && fits(i + 1, j + 1)
  for (k = j; k <= haves + 1; k++) if (fits(i + 1, k)) return 1
  return 0
}
FILENAME == ARGV[1] { want[++wants] = $0; next }
{ have[++haves] = $0 }
END {
  if (fits(1, 1)) print "yes"
  else print (furthest > wants ? "prints more than is shown" : "does not print, where shown: " want[furthest])
}
