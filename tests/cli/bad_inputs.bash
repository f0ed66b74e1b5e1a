# The bad inputs of the reference data that are files of checks, as they are: of conform.toml, baselines and checkpoints.
# Their layout is a placeholder, so what is tested is that each is refused in one line, quickly, in little memory. The same
# mistakes in this program's own layout: bad_checks.bash; of configs, command lines and outputs: bad_config.bash,
# bad_command.bash, output_files.bash, checks.bash.
source "$(dirname "$0")/harness.bash"
inputs=${CONFORM_DATA-}/bad_inputs.json
if [[ ! -f $inputs ]] || ! command -v python3 >/dev/null; then
  echo "skipped: CONFORM_DATA names no folder with bad_inputs.json, or there is no python3"
  finish
fi
python3 - "$inputs" <<'END' >list
import json, struct, sys
for case in json.load(open(sys.argv[1])):
    kind, _, text = case["literal_or_generator"].partition(":")
    surface = {"config.toml": "toml", "budget rule": "toml", "baseline.json": "baseline", "safetensors": "weights"}
    if case["surface"] not in surface or kind == "sh":
        continue
    made = text.encode() if kind == "lit" else eval(text, {"struct": struct})
    open(case["id"], "wb").write(made if isinstance(made, bytes) else made.encode())
    legal = case["expected"].startswith("exit 0") and surface[case["surface"]] == "weights"
    print(surface[case["surface"]], case["id"], "legal" if legal else "bad")
END
# refused NAME NEEDLE ARGUMENTS...: as refuses, whatever the code
refused() {
  run "${@:3}"
  local code_of
  code_of=$(sed -n '1s/^error\[\([A-Z-]*\)\] .*/\1/p' .err)
  refuses "$1" "${code_of:-none}" "$2" "${@:3}"
}
expect_some=$(wc -l <list)
case_name="there are such inputs"; cases=$((cases + 1)); expect "many" test "$expect_some" -ge 30
# A refusal needs far less than this (KiB); the address sanitizer reserves far more, and runs without.
if (ulimit -v 1000000; "$conform" --version) >/dev/null 2>&1; then ulimit -v 1000000; fi
rules='[[model]]\nname = "m"\nspec = "gpt2"\n[[workload]]\nname = "w"\nseq = 4\n[[rule]]\nname = "r"\n'
while read -r surface id verdict; do
  case $surface in
    toml) refused "$id" "$id" check "$id" ;;
    baseline)
      printf 'baseline = "%s"\n%bmetric = "unit_total"\nincrease = 0\n' "$id" "$rules" >conform.toml
      refused "$id" "$id" check
      cp "$id" before
      refused "$id, updated" "$id" baseline update --reason x
      expect "as it was" cmp -s "$id" before ;;
    weights)
      printf '%bcheckpoint = "%s"\nseverity = "warning"\n' "$rules" "$id" >conform.toml
      if [[ $verdict == legal ]]; then accepts "$id" check; else refused "$id" "$id" check; fi ;;
  esac
done <list
finish
