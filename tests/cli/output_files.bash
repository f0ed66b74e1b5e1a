# A report goes out whole or not at all.
source "$(dirname "$0")/harness.bash"

no_leftovers() { [[ -z $(find "$work" -name '.conform-*') ]]; }
kept() { [[ $(<"$1") == "old content" ]]; }

config good.json
config bad.json hidden_size=0

case_name="to a new file"; cases=$((cases + 1)); run report good.json -o new.txt
expect "exit 0" test $code == 0
expect "stdout empty" test ! -s .out
expect "stderr empty" test ! -s .err
run report good.json
expect "the same bytes as on stdout" cmp -s new.txt .out
expect "no leftovers" no_leftovers
expect "permissions by umask" test "$(stat -c %a new.txt)" == "$(printf '%o' $((0666 & ~$(umask))))"

for pair in json:json md:markdown markdown:markdown csv:csv html:html htm:html txt:text; do
  case_name="extension ${pair%:*}"; cases=$((cases + 1))
  run report good.json -o "r.${pair%:*}"
  expect "exit 0" test $code == 0
  run report good.json --format "${pair#*:}"
  expect "the format" cmp -s "r.${pair%:*}" .out
done
refuses "extension of a format that is not written" USAGE "r.xml" report good.json -o r.xml
expect "no file" test ! -e r.xml
case_name="--format decides"; cases=$((cases + 1)); run report good.json --format csv -o r.json
expect "exit 0" test $code == 0
expect "a warning" grep -qF 'warning[format] --output: "r.json" is written as csv' .err

printf 'old content' >old.txt
chmod 640 old.txt
refuses "bad input leaves the file" OUT-OF-RANGE "" report bad.json -o old.txt
expect "old content" kept old.txt
refuses "bad option leaves the file" USAGE "" report good.json -o old.txt --mask no
expect "old content" kept old.txt
cp old.txt old.json
refuses "strict leaves the file" FORMAT "" report good.json -o old.json --format csv --strict
expect "old content" kept old.json
case_name="replace"; cases=$((cases + 1)); run report good.json -o old.txt
expect "exit 0" test $code == 0
expect "permissions kept" test "$(stat -c %a old.txt)" == 640

refuses "folder missing" OUTPUT "nope/r.txt: cannot be written: folder nope: No such file" report good.json -o nope/r.txt
refuses "folder is a file" OUTPUT "" report good.json -o good.json/r.txt
mkdir folder
refuses "a folder" OUTPUT "folder: is a directory; a regular file was expected" report good.json -o folder
refuses "a folder with a slash" OUTPUT "" report good.json -o folder/
refuses "a folder that is not there" OUTPUT "" report good.json -o nope/
refuses "empty" USAGE "--output" report good.json -o ""
mkfifo fifo
refuses "FIFO" OUTPUT "fifo: is a FIFO" report good.json -o fifo
refuses "device" OUTPUT "/dev/full: is a device" report good.json -o /dev/full
refuses "name too long" OUTPUT "File name too long" report good.json -o "$(printf 'x%.0s' {1..300})"
refuses "path too long" OUTPUT "File name too long" report good.json -o "$(printf './%.0s' {1..3000})x"
ln -s nowhere dangling
refuses "dangling link" OUTPUT "is a link that leads nowhere" report good.json -o dangling
cp good.json saved.json
refuses "over the input" OUTPUT "good.json: is the input file" report good.json -o good.json
refuses "over the input, otherwise spelled" OUTPUT "is the input file" report good.json -o ./folder/../good.json
ln good.json hard.json
ln -s good.json soft.json
refuses "over the input by a hard link" OUTPUT "is the input file" report good.json -o hard.json
refuses "over the input by a soft link" OUTPUT "is the input file" report good.json -o soft.json
case_name="the input is whole"; cases=$((cases + 1)); expect "bytes" cmp -s good.json saved.json
printf 'old content' >real.txt
ln -s real.txt link.txt
case_name="through a link"; cases=$((cases + 1)); run report good.json -o link.txt
expect "exit 0" test $code == 0
expect "still a link" test -L link.txt
expect "the file behind it" cmp -s real.txt new.txt
if [[ $(id -u) != 0 ]]; then
  mkdir locked && printf 'old content' >locked/r.txt && chmod 555 locked
  refuses "folder without permission" OUTPUT "Permission denied" report good.json -o locked/r.txt
  expect "old content" kept locked/r.txt
  printf 'old content' >frozen.txt && chmod 444 frozen.txt
  refuses "file without permission" OUTPUT "Permission denied" report good.json -o frozen.txt
else
  echo "skipped, as root: folders and files that may not be written"
fi
case_name="a file limit stops the write"; cases=$((cases + 1))
config deep.json num_hidden_layers=5000
printf 'old content' >limited.json
(ulimit -f 8; trap '' XFSZ; exec "$conform" report deep.json -o limited.json) >.out 2>.err; code=$?
expect "exit 2" test $code == 2
expect "one line" grep -qx 'error\[OUTPUT\] limited.json: cannot be written: .*' .err
expect "old content" kept limited.json
expect "no leftovers" no_leftovers

case_name="interrupted"
config long.json num_hidden_layers=10000
for delay in 0.005 0.01 0.02 0.03 0.05 0.08 0.12 0.2; do
  cases=$((cases + 1))
  printf 'old content' >slow.json
  timeout -s INT $delay "$conform" report long.json -o slow.json >.out 2>.err
  expect "old content or a whole report" test "$(<slow.json)" == "old content" -o "$(tail -c 2 slow.json)" == "}"
  expect "no leftovers after $delay s" no_leftovers
done

case_name="a reader that leaves"; cases=$((cases + 1))
"$conform" report long.json --format json 2>.err | head -1 >.out
code=${PIPESTATUS[0]}
expect "a quiet stop (exit $code)" test $code == 141
expect "nothing said" test ! -s .err
case_name="a reader that leaves, SIGPIPE ignored"; cases=$((cases + 1))
(trap '' PIPE; "$conform" report long.json --format json 2>.err; echo $? >.code) | head -1 >.out
expect "exit 2" test "$(<.code)" == 2
expect "one line" test "$(wc -l <.err)" == 1

finish
