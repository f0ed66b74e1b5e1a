# Limits that are kept or not, and what each output says of them.
source "$(dirname "$0")/harness.bash"
root=$(cd "$(dirname "$golden")/../.." && pwd)

# violates NAME ARGUMENTS...: exit 1, something on stdout, nothing on stderr
violates() {
  case_name=$1
  shift
  cases=$((cases + 1))
  run "$@"
  [[ $code == 1 ]] || fail "exit code $code, expected 1"
  [[ -s .out ]] || fail "stdout is empty"
  [[ ! -s .err ]] || fail "stderr is not empty"
}
# golden_file NAME FILE: the file is the golden one
golden_file() {
  [[ -z ${CONFORM_UPDATE_GOLDEN-} ]] || cp "$2" "$golden/$1"
  expect "as the golden $1" cmp -s "$2" "$golden/$1"
}
# ---- the newcomer's path
config config.json
case_name="init"; cases=$((cases + 1)); run init config.json
expect "exit 0" test $code == 0
expect "said" grep -qx "conform.toml: written; conform check passes on it as it is" .out
golden_file init.toml conform.toml
accepts "check passes" check
has "1 model, 1 workload, 7 limits examined: 0 errors, 0 warnings, 0 waived"
sed -i 's/^seq = 512$/seq = 480/' conform.toml
accepts "less costs less" check
sed -i 's/^seq = 480$/seq = 511/; s/^max = .*ops.*$/&/' conform.toml
accepts "one token less" check
config config.json max_position_embeddings=1024
sed -i 's/^seq = 511$/seq = 513/' conform.toml
violates "a longer sequence" check
line=$(grep -n '^layer = "layers' conform.toml | head -1 | cut -d: -f1)
has "error \"attention-core\" at conform.toml:$((line + 1)):1"
has "matmul_flops of layers.0..1.attention.core at prefill: 33,751,296 FLOP (33.75 MFLOP), limit 33,619,968 FLOP (33.62 MFLOP), 131,328 FLOP (0.39 %) too many"
has "ways out: lower the cost; raise max at conform.toml:$((line + 1)); or waive rule \"attention-core\" with a date and a reason"
sed -i 's/^seq/sqe/' conform.toml
refuses "a typo" UNKNOWN-KEY "workload.sqe: unknown key; expected name, model, seq, batch, context, phase, mask, attention, logits, dtype, hardware; did you mean seq?" check
mkdir -p deep/er
case_name="init elsewhere"; cases=$((cases + 1)); run init config.json -o deep/er/limits.toml
expect "exit 0" test $code == 0
expect "the path from there" grep -qF 'config = "../../config.json"' deep/er/limits.toml
accepts "check elsewhere" check deep/er/limits.toml
for spec in gpt2 llama-3-8b mistral-7b-v0.1 qwen3-8b; do
  rm -f "$spec.toml"; run init $spec -o $spec.toml
  accepts "init of $spec" check $spec.toml
  expect "valid $spec" valid "$published/conform.schema.json" $spec.toml
done
config odd.json '_name_or_path="a\"b\\\\c\u001b[2J\n[[rule]]"' torch_dtype='"float16"'
run init odd.json -o odd.toml
accepts "init of a hostile name" check odd.toml
expect "no escape byte" test "$(tr -cd '\033' <odd.toml | wc -c)" == 0

# ---- every output
cat >conform.toml <<'END'
schema = 1
[[model]]
name = "small"
spec = "gpt2"
[[model]]
name = "large"
spec = "gpt2-medium"
[[workload]]
name = "prompt"
model = "small"
seq = 128
[[workload]]
name = "step, of 100%: large"
model = "large"
phase = "decode"
context = 511
[[rule]]
name = "budget"
metric = "matmul_flops"
max = "20 GFLOP"
[[rule]]
name = "layers"
metric = "unit_total"
workload = "prompt"
layer = "layers.*.feed_forward*"
max = "600 M"
severity = "warning"
[[rule]]
name = "size"
metric = "parameters"
equals = 124439808
[[rule]]
name = "growth"
workload = "prompt"
complexity = "O(n^2 d)"
[[rule]]
name = "memory"
metric = "peak_bytes"
max = "1 GiB"
[[waiver]]
rule = "growth"
until = 2026-06-30
reason = "projections | are counted, too"
END
violates "text" check --today 2026-01-01
golden_file check.txt .out
for format in json:json markdown:md sarif:sarif junit:xml github:github gitlab:gitlab; do
  violates "${format%:*}" check --today 2026-01-01 --format "${format%:*}"
  golden_file "check.${format#*:}" .out
  cp .out "out.${format#*:}"
done
expect "SARIF of the standard" valid "$schemas/sarif.json" out.sarif
[[ -z ${CONFORM_SARIF_SCHEMA-} ]] || expect "SARIF by its schema" valid "$CONFORM_SARIF_SCHEMA" out.sarif
expect "Code Quality" valid "$schemas/gitlab.json" out.gitlab
expect "JSON by its schema" valid "$published/check.schema.json" out.json
expect "JUnit is XML" well_formed out.xml
! command -v xmllint >/dev/null || expect "JUnit by xmllint" xmllint --noout out.xml
expect "JUnit counts" test "$(grep -c '<testcase' out.xml)" == "$(sed -n 's/.*<testsuites.* tests="\([0-9]*\)".*/\1/p' out.xml)"
accepts "the schema of conform.toml" schema config
expect "as published" cmp -s .out "$published/conform.schema.json"
expect "valid" valid "$published/conform.schema.json" conform.toml
expect "the example is valid" valid "$published/conform.schema.json" "$root/examples/checks/conform.toml"
[[ -n ${validator-} ]] || find_validator
if [[ $validator != none ]]; then
  for bad in 'seq = "128k9"' 'sqe = 1' 'severity = "warn"' 'max = true' 'increase = "-1%"' 'metric = "flopz"'; do
    case_name="the schema refuses $bad"; cases=$((cases + 1))
    key=${bad%% =*}
    case $key in
      seq) sed "s/^seq = .*/$bad/" conform.toml ;;
      sqe) sed "s/^seq = .*/$bad/" conform.toml ;;
      metric | severity) sed "s/^$key = .*/$bad/" conform.toml ;;
      *) sed "s/^max = .*/$bad/" conform.toml ;;
    esac >bad.toml
    expect "refused" test "$(valid "$published/conform.schema.json" bad.toml >/dev/null; echo $?)" == 1
    refuses "and so does conform: $bad" "$(case $key in seq) echo USAGE ;; sqe) echo UNKNOWN-KEY ;; max) echo WRONG-TYPE ;; *) echo OUT-OF-RANGE ;; esac)" "$key" check bad.toml
  done
fi
case_name="several outputs"; cases=$((cases + 1))
run check --today 2026-01-01 --format text --format sarif=a.sarif --format=junit=a.xml --format json=a.json --format markdown=a.md --format gitlab=a.gitlab
expect "exit 1" test $code == 1
expect "text" cmp -s .out "$golden/check.txt"
for extension in sarif xml json md gitlab; do expect "$extension" cmp -s a.$extension out.$extension; done
run check --today 2026-01-01 --format gitlab
sed 's/20 GFLOP/19 GFLOP/; s/600 M/590 M/' conform.toml >other.toml
cp .out first; run check other.toml --today 2026-01-01 --format gitlab
case_name="fingerprints do not depend on figures"; cases=$((cases + 1))
expect "the same" cmp -s <(grep fingerprint first) <(grep fingerprint .out)
expect "each once" test -z "$(grep fingerprint first | sort | uniq -d)"
case_name="another locale"; cases=$((cases + 1))
LC_ALL=C.UTF-8 "$conform" check --today 2026-01-01 >.out 2>.err
expect "the same bytes" cmp -s .out "$golden/check.txt"
case_name="interrupted"; cases=$((cases + 1))
for delay in 0.002 0.004 0.006 0.01 0.02; do
  timeout -s INT $delay "$conform" check --format json=i.json --format sarif=i.sarif --format junit=i.xml >.out 2>.err
  expect "no leftovers after $delay s" test -z "$(find . -name '.conform-*')"
done

# ---- limits, exactly
one() { printf '[[model]]\nname = "m"\nspec = "gpt2"\n[[workload]]\nname = "w"\nseq = 64\n[[rule]]\nname = "r"\n%b\n' "$1" >conform.toml; }
flops=15888777216
for limit in $flops "\"$flops FLOP\"" '"15888.777216 MFLOP"' '"15.888777216GFLOP"' 15888777216.0 0x3B30BA800 '"0.015888777216 TFLOP"'; do
  one "metric = \"matmul_flops\"\nmax = $limit"; accepts "at most $limit" check
done
one "metric = \"matmul_flops\"\nmax = $((flops - 1))"; violates "one less" check
has "15,888,777,216 FLOP (15.89 GFLOP), limit 15,888,777,215 FLOP (15.89 GFLOP), 1 FLOP (0.00 %) too many"
one "metric = \"matmul_flops\"\nequals = $flops"; accepts "equal" check
one "metric = \"matmul_flops\"\nequals = $((flops + 1))"; violates "one more than there is" check
has "limit exactly 15,888,777,217 FLOP (15.89 GFLOP), 1 FLOP (0.00 %) too few"
has "change equals at conform.toml:10"
one 'metric = "kv_bytes_per_token"\nmax = "36 KiB"'; accepts "binary units" check
one 'metric = "kv_bytes_per_token"\nmax = "36 kB"'; violates "decimal units" check
has "864 bytes (2.40 %) too many"
one 'metric = "matmul_flops"\nmax = 1\nseverity = "warning"'; accepts "a warning" check
has 'warning "r" at conform.toml:10:1'
one "metric = \"parameters\"\nlayer = \"**\"\nmax = \"124439808\""; accepts "every place" check
one 'metric = "parameters"\nlayer = "layers.1?"\nmax = 7087871'; violates "a glob with one free character" check
has "parameters of layers.10..11 at w"
one 'metric = "unit_total"\nlayer = "layers.0.attention"\nequals = 308775192'; accepts "an inner place, the sum of what is in it" check
accepts_growth() { one "$1"; accepts "$1" check; }
violates_growth() { one "$1"; violates "$1" check; has "$2"; }
accepts_growth 'layer = "**.core"\ncomplexity = "O(n^2 d)"'
accepts_growth 'layer = "**.core"\ncomplexity = "O(n² d)"'
accepts_growth 'layer = "**.core"\ncomplexity = "O(n^2*head_dim)"'
accepts_growth 'layer = "**.core"\ncomplexity = "O(n^2.5 d)"'
accepts_growth 'complexity = "O(n^2 d + n d^2 + n d hidden + n d vocab)"'
accepts_growth 'layer = "layers.*"\ncomplexity = "O(n d (n + d + hidden))"'
accepts_growth 'layer = "layers.*.feed_forward.up"\ncomplexity = "O(batch seq model hidden)"'
violates_growth 'layer = "**.core"\ncomplexity = "O(n d)"' "complexity of layers.0..11.attention.core at w: not within, limit O(n d), along seq = t"
violates_growth 'layer = "**.core"\ncomplexity = "O(n^1.5 d)"' "it outgrows the bound"
violates_growth 'complexity = "O(n^2 d)"' "complexity at w: not within"
violates_growth 'layer = "layers.*.attention.q"\ncomplexity = "O(n d)"' "layers.0..11.attention.q"
printf '[[model]]\nname = "m"\nspec = "mistral-7b-v0.1"\n[[workload]]\nname = "w"\nseq = 8192\n[[workload]]\nname = "t"\nphase = "decode"\ncontext = 100\n[[workload]]\nname = "f"\nattention = "linear_elu_causal"\nmask = "causal"\n[[rule]]\nname = "r"\nlayer = "**.core"\ncomplexity = "O(n^2 d)"\nworkload = "[wt]"\n' >conform.toml
refuses "no classes of characters in globs" NO-MATCH 'workload "[wt]" matches none of w, t, f' check
sed -i 's/\[wt\]/?/; s/O(n^2 d)/O(n^2 d + n d^2)/' conform.toml
accepts "windows, a step, and another core" check
sed -i 's/O(n^2 d + n d^2)/O(n d^2)/' conform.toml
accepts "a window of a number, and linear attention, do not grow with the square" check
sed -i 's/^mask = "causal"$/&\n[[workload]]\nname = "c"\nmask = "causal"/' conform.toml
violates "without windows it does" check
has "complexity of layers.0..31.attention.core at c: not within, limit O(n d^2)"
expect "and nothing else" test "$(grep -c '^error' .out)" == 1

one "metric = \"matmul_flops\"\nequals = $flops"
sed -i 's/^seq = 64$/&\nattention = "sliding_window,w=4096"/' conform.toml
accepts "a window longer than the sequence counts what there is" check

# ---- waivers
one 'metric = "matmul_flops"\nmax = 1\n[[waiver]]\nrule = "r"\nuntil = "2026-03-31"\nreason = "until the kernel is in"'
accepts "waived" check --today 2026-03-31
has "waived until 2026-03-31: until the kernel is in"
violates "no more" check --today 2026-04-01
has "waiver: ended on 2026-03-31, limit today, 2026-04-01, given because: until the kernel is in"
expect "two findings" test "$(grep -c '^error' .out)" == 2
one 'metric = "matmul_flops"\nmax = "1 EFLOP"\n[[waiver]]\nrule = "r"\nuntil = "2026-03-31"\nreason = "x"'
violates "a waiver that ended and is not needed" check --today 2026-04-01
sed -i 's/reason = "x"/reason = "x"\nworkload = "w*"/' conform.toml; accepts "of these workloads" check --today 2026-01-01

# ---- baselines
config config.json
printf '[[model]]\nname = "m"\nconfig = "config.json"\n[[workload]]\nname = "w"\nseq = 64\n[[workload]]\nname = "v"\nseq = 32\n[[rule]]\nname = "r"\nmetric = "kv_bytes_per_token"\nincrease = "+28%%"\n[[rule]]\nname = "l"\nmetric = "matmul_flops"\nlayer = "layers.*.feed_forward"\nincrease = 0\nworkload = "w"\n' >conform.toml
accepts "no baseline, allowed" check --allow-missing-baseline
has "notice: no baseline conform.baseline.json: rules of increase are not examined (conform baseline update)"
accepts "update" baseline update --reason "the first figures"
golden_file baseline.json conform.baseline.json
accepts "check against it" check
cp conform.baseline.json first.json
accepts "update again" baseline update --reason "nothing moved"
expect "by its schema" valid "$published/baseline.schema.json" conform.baseline.json
expect "no byte changes" cmp -s conform.baseline.json first.json
sed 's/\("metric": "kv_bytes_per_token", "value": \)"256"/\1"200"/' first.json >conform.baseline.json
accepts "28 % of 200 is 56" check
sed 's/\("metric": "kv_bytes_per_token", "value": \)"256"/\1"199"/' first.json >conform.baseline.json
violates "of 199 it is 55" check
has "kv_bytes_per_token at w: 256 bytes, limit 254 bytes (baseline 199, increase +28%), 2 bytes (0.79 %) too many"
cp first.json conform.baseline.json
config config.json intermediate_size=129
violates "a wider layer" check
has "matmul_flops of layers.0..1.feed_forward at w"
accepts "update of one workload" baseline update --only w --reason "wider on purpose"
expect "the other stays" test "$(grep -c '"workload": "v".*"the first figures"' conform.baseline.json)" == "$(grep -c '"workload": "v"' conform.baseline.json)"
expect "what moved says why" grep -q '"workload": "w", "metric": "parameters".*"wider on purpose"' conform.baseline.json
expect "what did not move keeps its reason" grep -q '"workload": "w", "metric": "kv_bytes_per_token".*"the first figures"' conform.baseline.json
accepts "and passes" check
sed -i 's/^seq = 64/seq = 65/' conform.toml
refuses "another workload of the same name" NOT-COMPARABLE "seq 64, context 0, mask model, logits all], is [model m (llama), phase prefill, batch 1, seq 65" check
printf 'baseline = "elsewhere.json"\n' | cat - conform.toml >moved.toml
accepts "a baseline elsewhere" baseline update moved.toml --reason x
expect "there" test -s elsewhere.json
accepts "checks against it" check moved.toml

# ---- checkpoints
weights=${CONFORM_DATA-}/models/weights/stories260K
if [[ -d $weights ]]; then
  printf '[[model]]\nname = "m"\nconfig = "%s"\n[[workload]]\nname = "w"\n[[rule]]\nname = "r"\ncheckpoint = "%s"\n' "$weights/config.json" "$weights/model.safetensors" >conform.toml
  accepts "a checkpoint of its config" check
  sed "s/\"intermediate_size\": 172/\"intermediate_size\": 173/" "$weights/config.json" >other.json
  sed -i "s|^config.*|config = \"other.json\"|" conform.toml
  violates "a checkpoint of another config" check
  has "checkpoint parameters at w: 260,032 parameters (260.0 k) in"
  has "960 parameters fewer"
  index=$CONFORM_DATA/models/safetensors_index
  while read -r spec file; do
    printf '[[model]]\nname = "m"\nspec = "%s"\n[[workload]]\nname = "w"\nseq = 1\ndtype = "f16"\n[[rule]]\nname = "r"\ncheckpoint = "%s"\n' "$spec" "$index/$file" >conform.toml
    accepts "index of $spec" check
  done <<'END'
llama-2-7b llama-2-7b.index.json
END
  sed -i 's/llama-2-7b"/llama-2-70b"/' conform.toml
  violates "index of another model" check
  sed -i 's/llama-2-7b.index/bloom-176b-merge-conflict.index/' conform.toml
  refuses "index with a merge conflict" JSON "merge conflict" check
  sed -i 's/bloom-176b-merge-conflict/llama-2-70b-no-total_size/' conform.toml
  refuses "index without a total" CHECKPOINT "metadata.total_size: missing" check
else
  echo "skipped: CONFORM_DATA names no folder of reference data"
fi
one 'checkpoint = "m.safetensors"\nseverity = "warning"'
{ printf '\x8a\0\0\0\0\0\0\0'; printf '%-138s' '{"z":{"dtype":"I32","shape":[2,0],"data_offsets":[0,0]},"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}'; printf '\0\0\0\0'; } >m.safetensors
accepts "tensors of no element and of no axis" check
has "1 parameters in \"m.safetensors\""
printf '\x06\0\0\0\0\0\0\0\t\n{}\r ' >m.safetensors; accepts "white space around a header" check

# ---- hostile names and many findings
printf '[[model]]\nname = "</script>|=1]]>\\n::error::pwn\\u001B[2J\\u202E"\nspec = "gpt2"\n[[workload]]\nname = "=HYPERLINK(1)\\r\\n::error::pwn\\u001B[2J&<b>%%0A`@x"\nseq = 4\n[[rule]]\nname = "\\u2028r,:%%\\n::warning::x\\u0000]]><failure>"\nmetric = "unit_total"\nmax = 1\n' >conform.toml
refuses "NUL in a name" OUT-OF-RANGE "has a NUL character" check
sed -i 's/\\u0000//' conform.toml
for format in text json markdown sarif junit github gitlab; do
  violates "hostile names as $format" check --format $format
  expect "no control byte" test "$(tr -cd '\000-\011\013-\037\177' <.out | wc -c)" == 0
  expect "UTF-8" iconv -f UTF-8 -t UTF-8 .out -o /dev/null
  expect "no forged line" test "$(grep -c '^::' .out)" == "$([[ $format == github ]] && echo 2 || echo 0)"
  expect "no tag" test "$(grep -c '<b>\|</script>' .out)" == 0 -o $format == text -o $format == github
done
violates "hostile names as files" check --format json=h.json --format junit=h.xml --format sarif=h.sarif --format gitlab=h.gitlab --format text
expect "XML" well_formed h.xml
expect "SARIF" valid "$schemas/sarif.json" h.sarif
expect "JSON" valid "$published/check.schema.json" h.json
expect "Code Quality" valid "$schemas/gitlab.json" h.gitlab
config tiny.json
{
  printf '[[model]]\nname = "m"\nconfig = "tiny.json"\n'
  for i in {1..40}; do printf '[[workload]]\nname = "w%s"\nseq = %s\n' $i $i; done
  for i in {1..150}; do printf '[[rule]]\nname = "%s-%0120d"\nmetric = "unit_total"\nmax = %s\n' r $i $i; done
} >many.toml
violates "6,000 findings" check many.toml --format markdown
expect "below 1 MiB" test "$(wc -c <.out)" -lt 1048576 -a "$(wc -c <.out)" -gt 900000
expect "says so" grep -q '^[0-9]* of 6000 findings are shown, to stay below 1 MiB; all of them are in the artifacts that `--format json=FILE`' .out
violates "6,000 findings as workflow commands" check many.toml --format github
expect "9 and a summary" test "$(wc -l <.out)" == 10
has "::notice title=conform check::1 model, 40 workloads, 6000 limits examined: 6000 errors, 0 warnings, 0 waived; 9 of 6000 findings are shown here"
config long.json num_hidden_layers=10000
printf '[[model]]\nname = "m"\nconfig = "long.json"\n[[workload]]\nname = "w"\nseq = 8\n[[rule]]\nname = "r"\nmetric = "unit_total"\nlayer = "layers.*.attention.*"\nmax = 1\n[[rule]]\nname = "c"\nlayer = "**.core"\ncomplexity = "O(n d)"\n' >conform.toml
violates "10,000 layers" check
has "layers.0..9999.attention.core"
expect "quickly: $took ms" test "$took" -lt 5000

# ---- metrics of a device
decode='[[model]]\nname = "m"\nspec = "llama-3-8b"\n[[workload]]\nname = "step"\nphase = "decode"\ncontext = 8191\nhardware = "a100-80"\n'
accepts "the same pass, reported" report llama-3-8b --phase decode --context 8191 --hardware a100-80 --format json
moved=$(sed -n 's/^ *"bytes_moved": "\([0-9]*\)".*/\1/p' .out | head -1)
expect "bytes moved" test -n "$moved"
device() { printf '%b' "$decode[[rule]]\nname = \"r\"\n$1\n" >conform.toml; }
device 'metric = "io_words"\nequals = '$((moved / 2))
accepts "words of two bytes" check
device 'metric = "io_words"\nmax = '$((moved / 2 - 1))
violates "a word too many" check
nanoseconds=$(((moved + 2038) / 2039))  # at 2,039 GB/s, rounded up
device "metric = \"time_lower_bound\"\nmax = \"$nanoseconds ns\""
accepts "the time of the bytes" check
device "metric = \"time_lower_bound\"\nmax = \"$((nanoseconds - 1)) ns\""
violates "a nanosecond too long" check
device 'metric = "time_lower_bound"\nmax = "1 s"'
accepts "a second" check
device 'metric = "fits"\nequals = true'
accepts "it fits" check
printf 'name = "card"\nbandwidth = 1e12\nmemory = 16e9\n[peak]\nbf16 = 1e14\n' >card.toml
sed -i 's/"a100-80"/"card.toml"/' conform.toml
violates "it does not fit in 16 GB" check --format json
expect "false" grep -q 'false' .out
mkdir -p below && sed 's/"card.toml"/"..\/card.toml"/' conform.toml >below/conform.toml
violates "a device beside the file" check below/conform.toml

for command in check baseline diff init schema; do accepts "$command --help" $command --help; done

finish
