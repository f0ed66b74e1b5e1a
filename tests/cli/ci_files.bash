# examples/ci: what a pipeline runs of Conform works, and leaves the files that later steps take.
pipelines=$(cd "$(dirname "$0")/../../examples/ci" && pwd)
source "$(dirname "$0")/harness.bash"

# follow FILE: its lines that run the program, where conform.toml has the present figures
follow() {
  local line words
  rm -f conform.toml summary.md costs.*
  "$conform" init gpt2 >/dev/null
  line=$(sed -n 's/^ *- \(run: \)\{0,1\}\$PROGRAM //p' "$pipelines/$1")
  case_name="$1: one line runs the program"; cases=$((cases + 1))
  expect "a line" test "$(wc -l <<<"$line")" == 1 -a -n "$line"
  read -r -a words <<<"$line"
  run "${words[@]}"
  expect "exit code" test "$code" == 0
}
follow github-actions.yml
expect "a summary" test -s summary.md
expect "SARIF" test -s costs.sarif
follow gitlab-ci.yml
expect "code quality" test -s costs.json
expect "JUnit" test -s costs.xml
for file in github-actions.yml gitlab-ci.yml; do
  case_name="$file: files that later steps take"; cases=$((cases + 1))
  for made in $(sed -n 's/^.*\$PROGRAM //p' "$pipelines/$file" | tr ' ' '\n' | sed -n 's/^[a-z]*=//p'); do
    expect "$made is used" test "$(grep -c "$made" "$pipelines/$file")" -ge 2
  done
done
finish
