# harness: sourced by every group. Usage of a group: bash GROUP.bash PATH/TO/conform PATH/TO/sight_report
# Each case runs the program in an empty folder of its own group and checks exit code, stdout, stderr and files.
set -u
conform=$(realpath "$1")
sight_report=$(realpath "${2-.}")
golden=$(cd "$(dirname "$0")" && pwd)/golden
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 1
cases=0
failures=0
longest=1000  # milliseconds a refusal may take

fail() {  # what went wrong
  failures=$((failures + 1))
  printf 'FAILED %s: %s\n' "$case_name" "$*"
  printf '  stdout: %s\n  stderr: %s\n' "$(head -c 300 "$work/.out")" "$(head -c 600 "$work/.err")"
}

run() {  # arguments: leaves .out, .err, $code, $took (ms)
  local begin=${EPOCHREALTIME/./}
  timeout 120 "$conform" "$@" >"$work/.out" 2>"$work/.err" </dev/null
  code=$?
  took=$(((${EPOCHREALTIME/./} - begin) / 1000))
}

# refuses NAME CODE NEEDLE ARGUMENTS...: exit 2, stdout empty, one line error[CODE] that has the needle, quickly
refuses() {
  case_name=$1
  local code_name=$2 needle=$3
  shift 3
  cases=$((cases + 1))
  run "$@"
  if ((took > longest)); then run "$@"; fi  # once more: the machine may have been busy
  [[ $code == 2 ]] || fail "exit code $code, expected 2"
  [[ ! -s $work/.out ]] || fail "stdout is not empty"
  local -a lines
  mapfile -t lines <"$work/.err"
  local line=${lines[0]-} LC_ALL=C
  ((${#lines[@]} == 1)) || fail "stderr is not one line"
  [[ $line == "error[$code_name] "* ]] || fail "stderr does not begin with error[$code_name]"
  [[ $line == *"$needle"* ]] || fail "stderr lacks: $needle"
  [[ $line != *[$'\x01'-$'\x1f\x7f']* ]] || fail "control bytes on stderr"
  if [[ $line == *[$'\x80'-$'\xff']* ]]; then
    iconv -f UTF-8 -t UTF-8 "$work/.err" >/dev/null 2>&1 || fail "stderr is not UTF-8"
  fi
  ((took <= longest)) || fail "took $took ms"
}

# accepts NAME ARGUMENTS...: exit 0, something on stdout, nothing on stderr
accepts() {
  case_name=$1
  shift
  cases=$((cases + 1))
  run "$@"
  [[ $code == 0 ]] || fail "exit code $code, expected 0"
  [[ -s $work/.out ]] || fail "stdout is empty"
  [[ ! -s $work/.err ]] || fail "stderr is not empty"
}

# warns NAME LINES CODE NEEDLE ARGUMENTS...: exit 0, a report, so many lines on stderr, one of them warning[CODE] with
# the needle; the same with --strict is refused under the code in capitals
warns() {
  case_name=$1
  local lines=$2 code_name=$3 needle=$4
  shift 4
  cases=$((cases + 1))
  run "$@"
  [[ $code == 0 ]] || fail "exit code $code, expected 0"
  [[ -s $work/.out ]] || fail "stdout is empty"
  [[ $(wc -l <"$work/.err") == "$lines" ]] || fail "stderr is not $lines lines"
  grep -F "warning[$code_name] " "$work/.err" | grep -qF -- "$needle" || fail "no warning[$code_name] with: $needle"
  refuses "$case_name, strict" "${code_name^^}" "" "$@" --strict
}

expect() {  # DESCRIPTION COMMAND...: a further check of the last case
  local description=$1
  shift
  "$@" || fail "$description"
}

# has TEXT: stdout of the last case holds it
has() { expect "stdout has: $1" grep -qF -- "$1" .out; }

# golden NAME COMMAND...: the output is that file; with CONFORM_UPDATE_GOLDEN it is written: look before keeping it
golden() {
  local file=$golden/$1
  shift
  accepts "golden ${file##*/}" "$@"
  [[ -z ${CONFORM_UPDATE_GOLDEN-} ]] || cp .out "$file"
  expect "as the golden file" cmp -s .out "$file"
}

# golden_from NAME PATTERN COMMAND...: the same of the output from the first line with the pattern on
golden_from() {
  local file=$golden/$1 pattern=$2
  shift 2
  accepts "golden ${file##*/}" "$@"
  sed -n "/$pattern/,\$p" .out >.section
  [[ -z ${CONFORM_UPDATE_GOLDEN-} ]] || cp .section "$file"
  expect "as the golden file" cmp -s .section "$file"
}

# well_formed FILE: XML; by Python where there is one, else every tag is closed
well_formed() {
  if command -v python3 >/dev/null; then
    python3 -c 'import sys, xml.etree.ElementTree as e; e.parse(sys.argv[1])' "$1"
  else
    awk '{ while (match($0, /<[^>]*>/)) { t = substr($0, RSTART, RLENGTH); $0 = substr($0, RSTART + RLENGTH)
             if (t ~ /\/>$/) continue
             name = t; sub(/^<\/?/, "", name); sub(/[ >].*/, "", name)
             if (t ~ /^<\//) { if (open[depth--] != name) exit bad = 1 } else open[++depth] = name } }
         END { exit bad || depth }' "$1"
  fi
}

# valid SCHEMA FILE: JSON or TOML, against a JSON Schema, where there is a Python that has what it takes
schemas=$(dirname "$golden")/schema
published=$(cd "$(dirname "$golden")/../../docs/schema" && pwd)
find_validator() {
  local candidate
  for candidate in /usr/bin/python3 python3; do
    "$candidate" -c 'import jsonschema, tomllib' 2>/dev/null && validator=$candidate && return
  done
  validator=none
  echo "skipped: no python3 with jsonschema and tomllib, so nothing is validated against a schema"
}
valid() {
  [[ -n ${validator-} ]] || find_validator
  [[ $validator == none ]] || "$validator" "$schemas/validate.py" "$@" >.problems || { cat .problems; return 1; }
}

finish() {
  printf '%d cases, %d failures\n' "$cases" "$failures"
  ((failures == 0)) || exit 1
  exit 0
}

# config FILE KEY=JSON...: a small config of llama with these keys set; KEY= leaves the key out.
# The first key may be type=NAME for another model type.
config() {
  local file=$1 key pair
  shift
  local -A member=([model_type]='"llama"' [vocab_size]=100 [hidden_size]=64 [intermediate_size]=128
    [num_hidden_layers]=2 [num_attention_heads]=4 [num_key_value_heads]=2 [max_position_embeddings]=512)
  local -a order=(model_type vocab_size hidden_size intermediate_size num_hidden_layers num_attention_heads
    num_key_value_heads max_position_embeddings)
  if [[ ${1-} == type=gpt2 ]]; then
    member=([model_type]='"gpt2"' [vocab_size]=100 [n_embd]=64 [n_layer]=2 [n_head]=4 [n_positions]=512)
    order=(model_type vocab_size n_embd n_layer n_head n_positions)
    shift
  elif [[ ${1-} == type=* ]]; then
    member[model_type]="\"${1#type=}\""
    shift
  fi
  for pair in "$@"; do
    key=${pair%%=*}
    [[ -v member[$key] ]] || order+=("$key")
    member[$key]=${pair#*=}
  done
  local separator='{'
  for key in "${order[@]}"; do
    [[ -n ${member[$key]} ]] || continue
    printf '%s\n  "%s": %s' "$separator" "$key" "${member[$key]}"
    separator=,
  done >"$file"
  printf '\n}\n' >>"$file"
}

# value NAME CODE NEEDLE KEY=JSON...: a config with these keys is refused
value() {
  local name=$1 code_name=$2 needle=$3
  shift 3
  config bad.json "$@"
  refuses "$name" "$code_name" "$needle" report bad.json
}

# text NAME CODE NEEDLE BYTES: a file of these bytes (printf escapes) is refused
text() {
  printf '%b' "$4" >bad.json
  refuses "$1" "$2" "$3" report bad.json
}

# json_is PATH.TO.KEY VALUE: of the report in .out
json_is() {
  cat >.read.cmake <<'EOF'
file(READ .out report)
string(REPLACE "." ";" path "${key}")
string(JSON found GET "${report}" ${path})
if(NOT found STREQUAL "${value}")
  message(FATAL_ERROR "${key} is ${found}, expected ${value}")
endif()
EOF
  cmake -Dkey="$1" -Dvalue="$2" -P .read.cmake 2>.err
}
