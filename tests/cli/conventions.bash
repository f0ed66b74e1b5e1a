# Conventions by name: the list, a report under one, and bridges between two, in every format; what has no meaning.
source "$(dirname "$0")/harness.bash"

config small.json
names() { "$conform" list conventions --format json | sed -n 's/^ *"name": "\(.*\)",$/\1/p'; }

golden conventions.txt list conventions
golden conventions.json list conventions --format json
for format in text:txt json:json csv:csv markdown:md; do
  golden "convention.${format#*:}" report small.json --seq 16 --convention palm --format "${format%:*}"
  golden "bridge.${format#*:}" reconcile small.json --seq 16 --to verl --format "${format%:*}"
done
golden bridge_window.txt reconcile mistral-7b-v0.1 --seq 8k --from fvcore --to vllm

# ---- beside the exact figures, which stay as they are
accepts "no convention" report llama-3-8b --seq 8k --format json
cp .out .plain
expect "no other figure" test "$(grep -c under_convention .out)" = 0
for name in exact torch megatron; do
  accepts "$name" report llama-3-8b --seq 8k --format json --convention $name
  expect "under its name" json_is under_convention.name $name
  sed '/^  "under_convention": {/,/^  }/d' .out >.rest
  expect "the rest is the report without it" cmp -s .plain .rest
done
accepts "exact" report llama-3-8b --seq 8k --format json --convention exact
expect "exact is what is metered" json_is under_convention.value 140550657277952
expect "metered" json_is operations.matmul_flops 140550657277952

# ---- to a file, whole or not at all
accepts "nothing else" list conventions
case_name="to a file"; cases=$((cases + 1)); run reconcile gpt2 --to palm --output bridge.md
expect "exit 0" test $code == 0
expect "Markdown by its name" grep -q '^# conform reconcile: gpt2' bridge.md
refuses "output over the input" OUTPUT "" reconcile small.json --to palm --output small.json
warns "beyond the stated maximum" 1 too-long "" reconcile llama-3-8b --seq 9000 --to palm

# ---- every two, by the program's own numbers: csv names, stages and values
for arguments in "--seq 100" "--seq 100 --mask full --batch 3" "--phase decode --context 77"; do
  while read -r from; do
    # shellcheck disable=SC2086
    run reconcile gpt2 --from "$from" --to exact $arguments --format csv
    [[ $code == 2 ]] && continue
    case_name="$from to exact, $arguments"; cases=$((cases + 1))
    expect "exit 0" test $code == 0
    expect "sums" awk -F, 'NR == 2 {sum = $3; next} NR > 2 && last != "" {sum += last} NR > 2 {last = $3}
      END {exit sum != last}' .out
  done < <(names)
done

# ---- what is not known, or has no meaning
refuses "unknown" UNKNOWN-CONVENTION '--convention: no convention "pam"; see conform list conventions; did you mean palm?' \
  report gpt2 --convention pam
refuses "unknown from" UNKNOWN-CONVENTION '--from: no convention "megatorn"' reconcile gpt2 --from megatorn --to exact
refuses "unknown to" UNKNOWN-CONVENTION 'did you mean vllm?' reconcile gpt2 --to vlm
refuses "empty name" UNKNOWN-CONVENTION '--convention: no convention ""' report gpt2 --convention ""
refuses "name with a newline" UNKNOWN-CONVENTION '\n' report gpt2 --convention $'palm\nerror[X]'
refuses "training, decode" NO-MEANING "--convention: palm counts whole sequences; --phase decode has no meaning" \
  report gpt2 --phase decode --context 8 --convention palm
refuses "training, behind a cache" NO-MEANING "--context has no meaning" report gpt2 --seq 8 --context 8 --convention 6nd
refuses "experts" NO-MEANING "--convention: palm has no rule here for mixtures of experts" report mixtral-8x7b --convention palm
refuses "experts, to a bridge" NO-MEANING "--from: 6nd has no rule here for mixtures of experts" reconcile qwen3-30b-a3b --from 6nd --to exact
for pair in torch:megatron megatron:maxtext verl:torchtitan exact:fa-bench xformers:torch-train; do
  accepts "$pair of experts" reconcile mixtral-8x7b --from "${pair%:*}" --to "${pair#*:}"
done
accepts "the router" reconcile mixtral-8x7b --seq 1k --from megatron --to maxtext --format csv
expect "is all that they differ by" grep -q "router,forward,$((2 * 1024 * 32 * 4096 * 8))" .out
refuses "other layers" NO-MEANING "narayanan counts layers of 12 width² weights" report llama-3-8b --convention narayanan
refuses "other matrices" NO-MEANING "chinchilla counts two matrices" report llama-2-7b --convention chinchilla
refuses "other family" NO-MEANING "verl has rules for Llama and its like; this model is of family gpt2" \
  reconcile gpt2 --to verl
refuses "other attention" NO-MEANING "--attention has no meaning" \
  report gpt2 --seq 64 --attention sliding_window,w=4 --convention torch
refuses "exact of other attention" NO-MEANING "exact counts dense attention" \
  report gpt2 --attention flash2,B_r=64,B_c=64 --convention exact
config odd.json hidden_size=66 head_dim=16
refuses "heads of no width" NO-MEANING "llm-viewer takes heads of width/heads, and 66 is no multiple of 4" \
  report odd.json --convention llm-viewer
accepts "decode" report llama-3-8b --phase decode --context 8 --convention llm-viewer
refuses "no --to" USAGE "reconcile: no --to" reconcile gpt2
refuses "no model" USAGE "reconcile: no model" reconcile --to palm
refuses "no value" USAGE "--to: no value" reconcile gpt2 --to
refuses "twice" USAGE "given more than once" reconcile gpt2 --to palm --to exact
refuses "two conventions" USAGE "given more than once" report gpt2 --convention palm --convention exact
refuses "two models" USAGE "a second model" reconcile gpt2 gpt2-xl --to palm
refuses "a convention to reconcile" USAGE "--convention: unknown option" reconcile gpt2 --to palm --convention exact
refuses "an option misspelled" USAGE "did you mean --from?" reconcile gpt2 --form exact --to palm
refuses "a command misspelled" USAGE "did you mean reconcile?" reconcil gpt2 --to palm
refuses "format" USAGE "expected one of text, json, markdown, csv" reconcile gpt2 --to palm --format yaml
refuses "format of the list" USAGE '--format: "csv"' list conventions --format csv
refuses "more than 128 bits" OVERFLOW "does not fit in 128 bits" \
  reconcile llama-3.1-405b --seq 1048576M --batch 1024M --to palm
accepts "help" reconcile --help
has "conform list conventions"

# ---- names that would do harm
config named.json '_name_or_path="</script>|=1\n::error::x\u001b[2J"'
for format in text json markdown csv; do
  accepts "hostile name as $format" reconcile named.json --to palm --format $format
  expect "no escape byte" test "$(tr -cd '\033' <.out | wc -c)" == 0
  expect "no forged line" test "$(grep -c '^::' .out)" == 0
done

finish
