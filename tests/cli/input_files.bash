# What a path may name, and how it may be spelled.
source "$(dirname "$0")/harness.bash"

refuses "missing" FILE "nope.json: cannot be read: No such file" report nope.json
refuses "missing, without extension" FILE "./nope: cannot be read" report ./nope
refuses "a spec's name with a slash is a file" FILE "./gpt2: cannot be read" report ./gpt2
mkdir folder.json
refuses "directory" FILE "folder.json: is a directory; a regular file was expected" report folder.json
refuses "root" FILE "/: is a directory" report /
config good.json
refuses "file as a folder" FILE "good.json/x.json: cannot be read: Not a directory" report good.json/x.json
mkfifo fifo.json
refuses "FIFO" FILE "fifo.json: is a FIFO" report fifo.json
refuses "device" FILE "/dev/zero: is a device" report /dev/zero
refuses "terminal" FILE "/dev/tty: " report /dev/tty
ln -s loop.json loop.json
refuses "link to itself" FILE "loop.json: cannot be read" report loop.json
ln -s nowhere dangling.json
refuses "dangling link" FILE "dangling.json: cannot be read" report dangling.json
refuses "name too long" FILE "cannot be read: File name too long" report "./$(printf 'x%.0s' {1..300})"
truncate -s 200000000 large.json
refuses "200 MB" FILE "large.json: 200,000,000 bytes; at most 8,388,608 were expected" report large.json
if [[ $(id -u) != 0 ]]; then
  config secret.json && chmod 000 secret.json
  refuses "no permission" FILE "secret.json: cannot be read: Permission denied" report secret.json
else
  echo "skipped, as root: files that may not be read"
fi
refuses "name with a newline" FILE 'a\nb.json: cannot be read' report $'a\nb.json'
refuses "name that is not UTF-8, missing" FILE 'caf\xE9.json: cannot be read' report $'caf\xe9.json'

accepts "good" report good.json
cp good.json $'caf\xe9.json'
accepts "name that is not UTF-8" report $'caf\xe9.json' --format json
expect "output is UTF-8" iconv -f UTF-8 -t UTF-8 .out -o /dev/null
expect "the name is escaped" grep -qF '"name": "caf\\xE9"' .out
cp -- good.json -x.json
refuses "path that begins with a dash" USAGE "" report -x.json
accepts "path after --" report -- -x.json
accepts "options before --" report --seq 8 -- -x.json
refuses "an option after --" USAGE "" report -- -x.json --seq
cp good.json 'a b;$(touch pwned)`.json'
accepts "path with blanks and quotes" report 'a b;$(touch pwned)`.json'
printf '\xef\xbb\xbf' | cat - good.json | sed 's/$/\r/' >bom.json
accepts "byte order mark and CRLF" report bom.json --format json
cp .out .bom
run report good.json --format json
sed 's/good/bom/' .out >.renamed
case_name="byte order mark and CRLF count the same"; cases=$((cases + 1))
expect "equal but for the name" cmp .bom .renamed
mkdir -p some/model && cp good.json some/model/config.json
accepts "config.json is titled by its folder" report some/model/config.json --format json
expect "the folder's name" grep -qF '"name": "model"' .out

finish
