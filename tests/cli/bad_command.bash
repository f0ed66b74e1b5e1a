# Command lines that mean nothing, or two things at once.
source "$(dirname "$0")/harness.bash"

case_name="no arguments"; cases=$((cases + 1)); run
expect "exit 2" test $code == 2
expect "stdout empty" test ! -s .out
expect "one line" test "$(<.err)" == "error[USAGE] no command; expected report, list, verify, prove, compare, explain, reconcile, check, baseline, diff, init, schema, sweep or merge; see conform --help"

refuses "unknown command" USAGE "reprot" reprot gpt2
refuses "unknown option" USAGE "--frobnicate" report gpt2 --frobnicate
refuses "unknown short option" USAGE "-x" report gpt2 -x
refuses "unknown option before the command" USAGE "--frobnicate" --frobnicate report gpt2
refuses "abbreviated option" USAGE "--form" report gpt2 --form json
refuses "no model" USAGE "report: no model" report
refuses "empty model" USAGE "the model is empty" report ""
refuses "two models" USAGE "" report gpt2 gpt2
refuses "list nothing" USAGE "list: nothing named; expected models" list
refuses "list something else" USAGE "list: \"spec\"; expected models" list spec
refuses "list too much" USAGE "" list models models
refuses "a word of another verb" USAGE "--hardware: unknown option; an option of report; see conform reconcile --help" reconcile gpt2 --to palm --hardware l4
refuses "devices between conventions" USAGE "--tp: unknown option; an option of report" reconcile gpt2 --to palm --tp 2
refuses "help with a word too many" USAGE "--frobnicate: unknown option; see conform init --help" init --help --frobnicate
refuses "an option of no verb" USAGE "--hardwear: unknown option; did you mean --hardware?" report gpt2 --hardwear l4
refuses "a verb behind two dashes" USAGE "report: unknown command" -- report gpt2
refuses "a verb behind a word" USAGE "x: unknown command; expected report, list" x report gpt2
refuses "a model that is named as a verb" UNKNOWN-SPEC "list: no built-in spec" report list
refuses "a number behind a flag" USAGE "-5: unknown option" report gpt2 --strict -5
refuses "an option before its verb" USAGE "--seq: unknown option; an option of report, reconcile, diff, sweep" --seq 5 report gpt2
refuses "a short option of others" USAGE "-o: unknown option; an option of report, compare" schema config -o x
refuses "help with a value" USAGE "--help: takes no value" report gpt2 --help=yes
refuses "version with a value" USAGE "--version: takes no value" --version=yes

for option in --seq --batch --context --phase --mask --logits --dtype --format -o --output; do
  refuses "$option without a value" USAGE "" report gpt2 $option
done
for twice in --seq=1 --batch=1 --context=1 --phase=prefill --mask=full --logits=all --dtype=bf16 --format=json --output=x; do
  refuses "$twice twice" USAGE "given more than once" report gpt2 $twice $twice
done
refuses "output that is an option" USAGE '--output: "-x"; expected the path of a file' report gpt2 -o -x
refuses "output to a dash" USAGE '--output: "-"; expected the path of a file' report gpt2 -o -
refuses "short option with an equals sign" USAGE "expected -o FILE" report gpt2 -o=x
refuses "two plus signs" USAGE "++: unknown word" report gpt2 ++
for option in --seq --batch --context; do
  for word in 128k9 9k9 k 8kk 8kb 8G 8m 1.5 1e3 0x10 "" " 5" "5 " +5 - -5 5- 1,024 ٣ nan inf '${HOME}' '[1,2]' $'5\n6' $'\xff'; do
    refuses "$option $word" USAGE "$option" report gpt2 "$option=$word"
  done
  refuses "$option -5, apart" USAGE "$option: \"-5\"" report gpt2 $option -5
  refuses "$option beyond" USAGE "$option: 1099511627777 is out of range" report llama-3-8b $option 1099511627777
  refuses "$option beyond 64 bits" USAGE "$option: 99999999999999999999 is out of range" report llama-3-8b $option 99999999999999999999
  refuses "$option beyond 64 bits by suffix" USAGE "$option: 9223372036854775807M is out of range" report llama-3-8b $option 9223372036854775807M
done
refuses "seq 0" USAGE "--seq: 0 is out of range; expected a whole number from 1 to" report gpt2 --seq 0
refuses "batch 0" USAGE "--batch: 0 is out of range" report gpt2 --batch 0
refuses "phase" USAGE "--phase: \"prefil\"; expected one of prefill, decode; did you mean prefill?" report gpt2 --phase prefil
refuses "mask" USAGE "--mask: \"none\"; expected one of model, full, causal" report gpt2 --mask none
refuses "logits" USAGE "--logits: \"1\"; expected one of all, last" report gpt2 --logits 1
refuses "dtype" USAGE "--dtype: \"fp16\"; expected one of bf16, f16, f32, f64, f8; did you mean" report gpt2 --dtype fp16
refuses "dtype int4" USAGE "--dtype: \"int4\"" report gpt2 --dtype int4
refuses "format" USAGE "--format: \"yaml\"; expected one of text, json, markdown, csv" report gpt2 --format yaml
refuses "format in capitals" USAGE "--format: \"JSON\"; expected one of text, json, markdown, csv" report gpt2 --format JSON
refuses "control characters in a word" USAGE '--format: "\x1B[31m"' report gpt2 --format $'\e[31m'
for value in maybe true false; do refuses "strict with a value" USAGE "--strict: takes no value" report gpt2 --strict=$value; done

refuses "decode of several tokens" USAGE "--seq: 7 with --phase decode" report gpt2 --phase decode --seq 7
accepts "decode of one token" report gpt2 --phase decode --seq 1 --context 8
refuses "beyond the learned positions" TOO-LONG "gpt2: n_positions: 1,025 tokens exceed the 1,024 learned positions" report gpt2 --seq 1025
refuses "decode beyond the learned positions" TOO-LONG "1,024 cached and 1 new tokens" report gpt2 --phase decode --context 1024
refuses "chunk beyond the learned positions" TOO-LONG "" report gpt2 --seq 25 --context 1000
refuses "no position left" TOO-LONG "" report gpt2 --context 1k
accepts "the last position" report gpt2 --phase decode --context 1023
accepts "default seq beside a context" report gpt2 --context 1023
refuses "more than 128 bits" OVERFLOW "llama-3.1-405b: a count does not fit in 128 bits" report llama-3.1-405b --seq 1048576M --batch 1024M

refuses "misspelled spec" UNKNOWN-SPEC "llama-3-8B: no built-in spec; did you mean llama-3-8b?" report llama-3-8B
refuses "unknown spec" UNKNOWN-SPEC "conform list models" report nothing-like-this
refuses "a file that is not named as one" UNKNOWN-SPEC "write ./config for a file" report config
refuses "spec with a newline" UNKNOWN-SPEC 'x\nerror[Y]' report $'x\nerror[Y]'
refuses "spec that is not UTF-8" UNKNOWN-SPEC 'caf\xE9' report $'caf\xe9'
refuses "dash" UNKNOWN-SPEC "-: no built-in spec" report -

for arguments in --help -h "report -h" --version "list models" "--help report" "--version list models"; do
  # shellcheck disable=SC2086
  accepts "$arguments" $arguments
done
for verb in report list verify prove compare explain reconcile check baseline diff init schema sweep merge; do
  accepts "$verb --help" $verb --help
  expect "a text of its own" grep -q "^conform $verb" <(head -1 .out)
done
run --version
expect "the version" grep -qxE 'conform [0-9]+\.[0-9]+\.[0-9]+' .out
for arguments in --help --version "list models" "report gpt2"; do
  case_name="$arguments to a full disk"; cases=$((cases + 1))
  # shellcheck disable=SC2086
  "$conform" $arguments >/dev/full 2>.err; code=$?
  expect "exit 2" test $code == 2
  expect "one error line" grep -qx 'error\[OUTPUT\] stdout: cannot be written: .*' .err
  case_name="$arguments to a closed stdout"; cases=$((cases + 1))
  # shellcheck disable=SC2086
  "$conform" $arguments >&- 2>.err; code=$?
  expect "exit 2" test $code == 2
  expect "one error line" grep -qx 'error\[OUTPUT\] stdout: cannot be written: .*' .err
done

finish
