# Published figures, each under its own convention, from the program's own numbers: the arithmetic of a convention stands
# beside its figure. docs/conventions.md tells which of them are wrong, and by what. Names are those of the reference
# data; where that is at hand, no entry of it may be left out, and what is called printed here is what it says.
source "$(dirname "$0")/harness.bash"
parts=${golden%/golden}/papers page=${golden%/tests/cli/golden}/docs/conventions.md

# ---- figures
declare -A told=()  # name: the printed figure, empty where that is a formula, or outside
declare -i explained=0 outsiders=0

# figure NAME PRINTED WHAT: begins a case; PRINTED is a number, several, counts as mul=1 add=2, or empty where it is a formula
figure() {
  [[ ! -v told[$1] ]] || fail "told twice: $1"
  case_name="$1: $3" printed=$2 told[$1]=$2
  cases=$((cases + 1)) explained=$((explained + 1))
  [[ -f .out ]] || touch .out .err
}
# outside REASON NAME...: figures that nothing the program prints can bear out
outside() {
  local name
  for name in "${@:2}"; do told[$name]=outside outsiders=$((outsiders + 1)); done
}
# close FOUND PRINTED TOLERANCE: |found / printed - 1| <= tolerance
close() { awk "BEGIN {ratio = ($1) / ($2); exit !(ratio >= 1 - $3 && ratio <= 1 + $3)}"; }
# exactly EXPRESSION [PRINTED], about EXPRESSION TOLERANCE [PRINTED]: is the printed figure
exactly() {
  local found wanted
  found=$(echo $(($1))) wanted=$(echo $((${2-$printed})))  # what cannot be evaluated is empty
  expect "$1 = $found, printed ${2-$printed}" test "${found:-none}" = "$wanted"
}
about() { expect "$1 = $(awk "BEGIN {printf \"%.9g\", $1}"), printed ${3-$printed}" close "$1" "${3-$printed}" "$2"; }
# differs EXPRESSION: by more than a tenth
differs() { expect "$1 is not $printed" awk "BEGIN {ratio = ($1) / ($printed); exit ratio > 0.9 && ratio < 1.1}"; }

# ---- the program's numbers. Of one head, VARIANT N D OPTIONS...; words need a fast memory, in words
first_value() { sed -n 's/^ *"values": \["\([0-9]*\)".*/\1/p' | head -1; }
flops() { "$conform" compare "$1" --metric matmul_flops --n "$2" --d "$3" "${@:4}" --format json | first_value; }
words() { "$conform" compare "$1" --metric io --n "$2" --d "$3" ${4:+--fast-memory "$4"} --format json | first_value; }
elements() { "$conform" compare "$1" --metric memory --n "$2" --d "$3" "${@:4}" --format json | first_value; }
scratch() {
  "$conform" explain "$1" --n "$2" --d "$3" "${@:4}" --format json | sed -n 's/^ *"scratch": "\([0-9]*\)".*/\1/p'
}
# constant VARIANT N D MEMORY NAME: words before a lower bound; step VARIANT N D STEP: matmul FLOPs of one step
constant() {
  "$conform" compare "$1" --metric io --n "$2" --d "$3" --fast-memory "$4" --format json | sed -n 's/.*"'"$5"'": \([0-9.]*\).*/\1/p'
}
step() {
  "$conform" explain "$1" --n "$2" --d "$3" "${@:5}" --format json |
    sed -n '/"name": "'"$4"'"/,/}/s/.*"matmul_flops": "\([0-9]*\)".*/\1/p' | head -1
}
listed() { "$conform" list variants --format json | sed -n '/"name": "'"$1"'"/,/}/s/^ *"'"$2"'": "\(.*\)",*$/\1/p'; }
proves() {
  run prove "$@"
  expect "proved: $*" test "$code" = 0
}
at_point() { run verify "$1" --sizes "$2" --format json; }
claimed() { sed -n 's/.*"claimed": {[^}]*"'"$1"'": "\([0-9]*\)".*/\1/p' .out | head -1; }

# Of a model: model FILE OPTIONS... reports; number KEY is of the whole, part KEY PATTERN the sum over the places that match
model() {
  run report "$@" --format json
  expect "a report" test "$code" = 0
}
number() { sed -n 's/^ *"'"$1"'": "\([0-9]*\)".*/\1/p' .out | head -1; }
part() {
  local terms
  terms=$(sed -nE '/^ *\{"path": "'"($2)"'",/s/.*"'"$1"'": "([0-9]*)".*/\1/p' .out | paste -sd+)
  echo $((terms))
}
# under CONVENTION FILE OPTIONS... reports under a convention and sets `counted`; term NAMES [STAGES] the sum of its terms
under() {
  model "${@:2}" --convention "$1"
  counted=$(number value)
}
term() {
  local terms
  terms=$(sed -nE 's/^ *\{"name": "('"$1"')", "stage": "('"${2-[a-z]*}"')", "value": "([0-9]*)".*/\3/p' .out | paste -sd+)
  echo $((terms))
}
core_pairs='[a-z]*_keys?'  # terms of the attention cores
# gpt LAYERS WIDTH HEADS VOCABULARY POSITIONS KEY=JSON...; llama LAYERS WIDTH HEADS KV-HEADS HIDDEN VOCABULARY KEY=JSON...
gpt() { config gpt.json type=gpt2 n_layer="$1" n_embd="$2" n_head="$3" vocab_size="$4" n_positions="$5" "${@:6}"; }
llama() {
  config llama.json "${@:7}" num_hidden_layers="$1" hidden_size="$2" num_attention_heads="$3" num_key_value_heads="$4" \
    intermediate_size="$5" vocab_size="$6" max_position_embeddings=1048576
}

# Whatever bash or awk say against an expression is a failure, too: a number that is missing must not pass as no test
exec 2>.messages
trap 'cat "$work/.messages" >&2; rm -rf "$work"' EXIT
source "$parts/flash.bash"
source "$parts/cores.bash"
source "$parts/growth.bash"
source "$parts/training.bash"
source "$parts/inference.bash"

case_name="every number is there" cases=$((cases + 1))
expect "no message: $(head -3 .messages)" test ! -s .messages

# ---- the page names them all, and no others
case_name="docs/conventions.md" cases=$((cases + 1))
expect "its names are those that are told" diff <(printf '%s\n' "${!told[@]}" | sort) \
  <(sed -n '/^## Published figures/,$s/^| \(`[^|]*\) |.*/\1/p' "$page" | grep -o '`[^`]*`' | tr -d '`' | sort)

# ---- every entry of the reference data
normal() { tr -d '{}[]"\n ' <<<"$1" | tr ',' '\n' | tr ':' '=' | grep -v '=0$' | sort | paste -sd' '; }
tells() {  # NAME VALUE: the entry is told, and as it says
  case_name="entry $1"
  [[ -v told[$1] ]] || { fail "in the reference data, and not told of in tests/cli/papers"; return; }
  local ours=${told[$1]}
  [[ $ours != outside ]] || return
  case $2 in
    [{[]*) expect "printed $2" test "$(normal "$2")" = "$(tr ' ' '\n' <<<"$ours" | sort | paste -sd' ')" ;;
    *[!0-9.e+-]*) expect "a formula: $2" test -z "$ours" ;;
    *) expect "printed $2" close "${ours:-none}" "$2" 1e-9 ;;
  esac
}
if [[ -f ${CONFORM_DATA-}/paper_cases.json && -f $CONFORM_DATA/published_cost_cases.json ]]; then
  cat >.entries.cmake <<'CMAKE'
foreach(pair paper_cases:value_or_formula published_cost_cases:value)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 name)
  list(GET pair 1 key)
  file(READ "${data}/${name}.json" text)
  string(JSON count LENGTH "${text}")
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON id GET "${text}" ${i} id)
    string(JSON value GET "${text}" ${i} ${key})
    string(REGEX REPLACE "[\n\t ]+" "" value "${value}")
    file(APPEND .entries "${id} ${value}\n")
  endforeach()
endforeach()
CMAKE
  case_name="the entries of the reference data" cases=$((cases + 1))
  rm -f .entries
  expect "are read" cmake -Ddata="$CONFORM_DATA" -P .entries.cmake
  while read -r name value; do
    tells "$name" "$value"
    unset "told[$name]"
  done <.entries
  case_name="a name of tests/cli/papers"
  for name in "${!told[@]}"; do fail "no such entry in the reference data: $name"; done
else
  echo "skipped: CONFORM_DATA names no folder of reference data"
fi
printf '%d figures reproduced or explained, %d out of scope\n' "$explained" "$outsiders"
finish
