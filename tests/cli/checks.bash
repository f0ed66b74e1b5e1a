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
accepts "a day before" check --today 2026-03-30
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
has 'notice: the model of workload "w" changed since the baseline: hidden was 128, is 129'
for format in json markdown sarif junit github; do
  violates "the change as $format" check --format $format --format text=.text
  has 'hidden was 128, is 129'
  cp .out "change.$format"
done
expect "JUnit" well_formed change.junit
expect "SARIF" valid "$schemas/sarif.json" change.sarif
expect "JSON" valid "$published/check.schema.json" change.json
accepts "update of one workload" baseline update --only w --reason "wider on purpose"
expect "the other stays" test "$(grep -c '"workload": "v".*"the first figures"' conform.baseline.json)" == "$(grep -c '"workload": "v"' conform.baseline.json)"
expect "what moved says why" grep -q '"workload": "w", "metric": "parameters".*"wider on purpose"' conform.baseline.json
expect "what did not move keeps its reason" grep -q '"workload": "w", "metric": "kv_bytes_per_token".*"the first figures"' conform.baseline.json
accepts "and passes" check
sed -i 's/^seq = 64/seq = 65/' conform.toml
refuses "another workload of the same name" NOT-COMPARABLE 'workload "w" is of another pass: seq was 64, is 65; run conform baseline update --reason TEXT if that is meant' check
printf 'baseline = "elsewhere.json"\n' | cat - conform.toml >moved.toml
accepts "a baseline elsewhere" baseline update moved.toml --reason x
expect "there" test -s elsewhere.json
accepts "checks against it" check moved.toml

limits() { printf '[[model]]\nname = "m"\n%s\n[[workload]]\nname = "w"\nseq = 64\n%b[[rule]]\nname = "r"\nmetric = "unit_total"\nincrease = 0\n' "$1" "${2-}" >conform.toml; rm -f moved.json; }
rm conform.baseline.json; limits 'spec = "gpt2"'; run baseline update --reason "of gpt2"
limits 'spec = "gpt2-medium"'
refuses "a larger spec" NOT-COMPARABLE 'workload "w" is of another model: spec was gpt2, is gpt2-medium; run conform baseline update' check
rm conform.baseline.json; run baseline update --reason "of gpt2-medium"; limits 'spec = "gpt2"'
refuses "a smaller spec does not pass" NOT-COMPARABLE 'workload "w" is of another model: spec was gpt2-medium, is gpt2' check
rm conform.baseline.json; config config.json num_hidden_layers=3; limits 'config = "config.json"'; run baseline update --reason "of three layers"
config config.json; accepts "a smaller config under the same name" check
has 'notice: the model of workload "w" changed since the baseline: layers was 3, is 2'
config config.json type=qwen3 num_hidden_layers=3 head_dim=16
refuses "a config of another type" NOT-COMPARABLE 'workload "w" is of another model: type was llama, is qwen3' check
config config.json num_hidden_layers=3; mkdir -p sub; cp config.json sub/moved.json; limits 'config = "sub/moved.json"'
accepts "the same model at another place" check
expect "nothing changed" test "$(grep -c notice .out)" == 0
limits 'config = "config.json"' 'attention = "flash2,B_r=16,B_c=16"\n'
violates "dense to flash2" check
has 'notice: the model of workload "w" changed since the baseline: attention was dense, is flash2_causal,B_r=16,B_c=16'
has "unit_total at w"
limits 'config = "config.json"' 'attention = "sliding_window,w=16"\n'
accepts "dense to a window" check
has 'attention was dense, is sliding_window,w=16'
limits 'config = "config.json"' 'mask = "full"\n'
refuses "another mask" NOT-COMPARABLE 'workload "w" is of another pass: mask was model, is full' check
limits 'config = "config.json"' 'dtype = "f32"\n'; accepts "another dtype" check
has 'dtype was bf16, is f32'

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
  has "checkpoint of model.layers.0..4.mlp.gate_proj.weight at w: F32 [172, 64] in"
  has "limit F32 [64, 173] of the config, wrong shape"
  expect "three shapes and a sum" test "$(grep -c '^error' .out)" == 4
  sed 's/"float32"/"bfloat16"/' "$weights/config.json" >other.json
  violates "a checkpoint of another dtype" check
  has "checkpoint of model.embed_tokens.weight at w: F32 [512, 64] in"
  has "limit BF16 [512, 64] of the config, wrong dtype"
  expect "one for each kind of tensor" test "$(grep -c '^error' .out)" == 11
  sed 's/"num_hidden_layers": 5/"num_hidden_layers": 6/; s/"num_key_value_heads": 4/"num_key_value_heads": 8/' "$weights/config.json" >other.json
  violates "a checkpoint of less layers" check
  has "checkpoint of model.layers.5.input_layernorm.weight at w: no such tensor in"
  has "checkpoint of model.layers.0..4.self_attn.k_proj.weight at w: F32 [32, 64] in"
  index=$CONFORM_DATA/models/safetensors_index
  while read -r spec file; do
    printf '[[model]]\nname = "m"\nspec = "%s"\n[[workload]]\nname = "w"\nseq = 1\ndtype = "f16"\n[[rule]]\nname = "r"\ncheckpoint = "%s"\n' "$spec" "$index/$file" >conform.toml
    accepts "index of $spec" check
  done <<'END'
mixtral-8x22b mixtral-8x22b-wizardlm2.index.json
llama-2-7b llama-2-7b.index.json
END
  has "notice: $index/llama-2-7b.index.json: none of its shards is beside it: shapes and dtypes are not compared"
  sed -i 's/llama-2-7b"/llama-2-70b"/' conform.toml
  violates "index of another model" check
  has "checkpoint of model.layers.32..79.mlp.up_proj.weight at w: no such tensor"
  sed -i 's/llama-2-7b.index/falcon-180b-chat.index/' conform.toml
  violates "index of another family" check
  has "checkpoint of model.norm.weight at w: no such tensor"
  has "checkpoint of transformer.h.0..79.ln_mlp.bias at w: listed in"
  expect "bounded" test "$(grep -c '^error' .out)" == 22
  has "more tensors at w: other ones in"
  sed -i 's/falcon-180b-chat.index/llama-2-7b.index/' conform.toml
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
has "checkpoint of s at w: F32 [] in"
has "checkpoint of z at w: I32 [2, 0] in"
has "none of this name in the config, unexpected"
has "1 parameters in \"m.safetensors\""
printf '\x06\0\0\0\0\0\0\0\t\n{}\r ' >m.safetensors; accepts "white space around a header" check

# tensors of small models, as transformers stores them: name:dtype:sizes, the sizes with commas
little() {  # NUMBER: its 8 bytes
  local hex out=""
  hex=$(printf '%016x' "$1")
  for i in 14 12 10 8 6 4 2 0; do out+="\\x${hex:i:2}"; done
  printf '%b' "$out"
}
store() {  # FILE TENSOR...: a .safetensors file of zeros
  local file=$1 tensor name type sizes bytes at=0 header=""
  shift
  for tensor in "$@"; do
    sizes=${tensor##*:} name=${tensor%:*}
    type=${name##*:} name=${name%:*}
    bytes=$((${type//[!0-9]/} / 8)); for size in ${sizes//,/ }; do bytes=$((bytes * size)); done
    header+=",\"$name\":{\"dtype\":\"$type\",\"shape\":[$sizes],\"data_offsets\":[$at,$((at + bytes))]}"
    at=$((at + bytes))
  done
  header="{${header#,}}"
  { little ${#header}; printf '%s' "$header"; head -c $at /dev/zero; } >"$file"
}
holds() { printf '[[model]]\nname = "m"\nconfig = "%s"\n[[workload]]\nname = "w"\n[[rule]]\nname = "r"\ncheckpoint = "%s"\n' "$1" "$2" >conform.toml; }
config gpt2.json type=gpt2 vocab_size=7 n_embd=8 n_layer=2 n_head=2 n_positions=5
gpt2=(wte.weight:BF16:7,8 wpe.weight:BF16:5,8 ln_f.weight:BF16:8 ln_f.bias:BF16:8)
for i in 0 1; do gpt2+=(h.$i.ln_{1,2}.{weight,bias}:BF16:8 h.$i.attn.c_attn.weight:BF16:8,24 h.$i.attn.c_attn.bias:BF16:24 h.$i.attn.c_proj.weight:BF16:8,8 h.$i.attn.c_proj.bias:BF16:8 h.$i.mlp.c_fc.weight:BF16:8,32 h.$i.mlp.c_fc.bias:BF16:32 h.$i.mlp.c_proj.weight:BF16:32,8 h.$i.mlp.c_proj.bias:BF16:8); done
holds gpt2.json m.safetensors
store m.safetensors "${gpt2[@]}"; accepts "gpt2, as on the hub" check
store m.safetensors "${gpt2[@]//BF16/F32}"; accepts "a dtype that nobody states" check
store m.safetensors "${gpt2[@]//BF16/F32}"; sed -i 's/^name = "w"$/&\ndtype = "f8"/' conform.toml; violates "a dtype that the workload states" check
has "checkpoint of wte.weight at w: F32 [7, 8] in \"m.safetensors\", limit F8_E4M3 [7, 8] of the config, wrong dtype"
holds gpt2.json m.safetensors
store m.safetensors "${gpt2[@]/wpe.weight:BF16/wpe.weight:F32}"; violates "two dtypes" check
has "checkpoint of wpe.weight at w: F32 [5, 8] in \"m.safetensors\", limit BF16 [5, 8] of the config, wrong dtype"
store m.safetensors "${gpt2[@]/#/transformer.}"; accepts "gpt2 with the prefix of its class" check
store m.safetensors "${gpt2[@]/#/transformer.}" lm_head.weight:BF16:7,8; accepts "a stored copy of the tied head" check
store m.safetensors "${gpt2[@]/#/transformer.}" lm_head.weight:BF16:8,7; violates "a head that is no copy" check
has "checkpoint of lm_head.weight at w: BF16 [8, 7] in"
expect "nothing else" test "$(grep -c '^error' .out)" == 1
store m.safetensors "${gpt2[@]}" h.0.attn.bias:U8:1,1,5,5 h.1.attn.masked_bias:F32:; accepts "masks that older versions keep" check
store m.safetensors "${gpt2[@]/8,24/24,8}"; violates "linear layers in place of Conv1D" check
has "checkpoint of h.0..1.attn.c_attn.weight at w: BF16 [24, 8] in \"m.safetensors\", limit BF16 [8, 24] of the config, wrong shape"
expect "nothing else" test "$(grep -c '^error' .out)" == 1
sed -i 's/}/,"tie_word_embeddings": false}/' gpt2.json; store m.safetensors "${gpt2[@]}"; violates "a head that is missing" check
has "checkpoint of lm_head.weight at w: no such tensor in \"m.safetensors\", limit BF16 [7, 8] of the config, missing"
rotary() {  # PREFIX: heads of 4, two of them with queries alone, and another width inside
  tensors=("$1"embed_tokens.weight:F16:7,12 "$1"norm.weight:F16:12 lm_head.weight:F16:7,12)
  for i in 0 1 2; do tensors+=("$1"layers.$i.{input,post_attention}_layernorm.weight:F16:12 "$1"layers.$i.self_attn.q_proj.weight:F16:16,12 "$1"layers.$i.self_attn.{k,v}_proj.weight:F16:8,12 "$1"layers.$i.self_attn.o_proj.weight:F16:12,16 "$1"layers.$i.mlp.{gate,up}_proj.weight:F16:20,12 "$1"layers.$i.mlp.down_proj.weight:F16:12,20); done
}
sizes=(vocab_size=7 hidden_size=12 intermediate_size=20 num_hidden_layers=3 num_attention_heads=4 num_key_value_heads=2 head_dim=4 'torch_dtype="float16"')
rotary model.; plain=("${tensors[@]}")
for i in 0 1 2; do biases+=(model.layers.$i.self_attn.q_proj.bias:F16:16 model.layers.$i.self_attn.{k,v}_proj.bias:F16:8); norms+=(model.layers.$i.self_attn.{q,k}_norm.weight:F16:4); done
config llama.json "${sizes[@]}"; config mistral.json type=mistral "${sizes[@]}" sliding_window=null; config qwen2.json type=qwen2 "${sizes[@]}"; config qwen3.json type=qwen3 "${sizes[@]}"
config biased.json "${sizes[@]}" attention_bias=true mlp_bias=true
store plain.safetensors "${plain[@]}"; store biased.safetensors "${plain[@]}" "${biases[@]}"; store normed.safetensors "${plain[@]}" "${norms[@]}"
holds llama.json plain.safetensors; accepts "llama" check
holds mistral.json plain.safetensors; accepts "mistral" check
holds qwen2.json biased.safetensors; accepts "qwen2" check
holds qwen3.json normed.safetensors; accepts "qwen3" check
holds qwen3.json plain.safetensors; violates "qwen3 without its norms of heads" check
has "checkpoint of model.layers.0..2.self_attn.q_norm.weight at w: no such tensor"
# experts: four in each layer; in qwen3_moe not in the second, and 6 wide
experts() {  # LAYER ROUTER EXPERTS WIDTH GATE UP DOWN
  tensors+=("model.layers.$1.$2.weight:F16:4,12")
  for e in 0 1 2 3; do tensors+=("model.layers.$1.$3.$e."{"$5","$6"}".weight:F16:$4,12" "model.layers.$1.$3.$e.$7.weight:F16:12,$4"); done
}
attention=(); for one in "${plain[@]}"; do [[ $one == *mlp* ]] || attention+=("$one"); done
tensors=("${attention[@]}"); for i in 0 1 2; do experts $i block_sparse_moe.gate block_sparse_moe.experts 20 w1 w3 w2; done
config mixtral.json type=mixtral "${sizes[@]}" num_local_experts=4 num_experts_per_tok=2; store mixtral.safetensors "${tensors[@]}"
tensors=("${attention[@]}" "${norms[@]}" model.layers.1.mlp.{gate,up}_proj.weight:F16:20,12 model.layers.1.mlp.down_proj.weight:F16:12,20)
for i in 0 2; do experts $i mlp.gate mlp.experts 6 gate_proj up_proj down_proj; done
config moe.json type=qwen3_moe "${sizes[@]}" num_experts=4 num_experts_per_tok=2 moe_intermediate_size=6 norm_topk_prob=true 'mlp_only_layers=[1]'
store moe.safetensors "${tensors[@]}"
holds mixtral.json mixtral.safetensors; accepts "mixtral" check
holds moe.json moe.safetensors; accepts "qwen3_moe" check
holds mixtral.json plain.safetensors; violates "mixtral without experts" check
has "checkpoint of model.layers.0..2.block_sparse_moe.experts.3.w2.weight at w: no such tensor"
holds llama.json normed.safetensors; violates "llama with norms of heads" check
has "checkpoint of model.layers.0..2.self_attn.q_norm.weight at w: F16 [4] in \"normed.safetensors\", limit none of this name in the config, unexpected"
holds biased.json biased.safetensors; violates "biases of the other projections" check
has "model.layers.0..2.self_attn.o_proj.bias at w: no such tensor in \"biased.safetensors\", limit F16 [12] of the config, missing"
has "model.layers.0..2.mlp.gate_proj.bias"
rotary ""; store base.safetensors "${tensors[@]}"; holds llama.json base.safetensors; accepts "the base model's names" check
store old.safetensors "${plain[@]}" model.layers.{0,1,2}.self_attn.rotary_emb.inv_freq:F32:2; holds llama.json old.safetensors; accepts "frequencies that older versions keep" check
store some.safetensors "${plain[@]:1}" model.norm.weights:F16:12; holds llama.json some.safetensors; violates "one missing, one too many" check
expect "a sum, and one each" test "$(grep -c '^error' .out)" == 3
has "model.embed_tokens.weight at w: no such tensor"
has "model.norm.weights at w: F16 [12] in"
violates "as JSON" check --format json; expect "valid" valid "$published/check.schema.json" .out
# an index and its shards
index() { printf '{"metadata": {"total_size": %s}, "weight_map": {' "$1"; shift; local separator=""; for pair in "$@"; do printf '%s"%s": "%s"' "$separator" "${pair%%=*}" "${pair#*=}"; separator=", "; done; printf '}}'; }
names() { for tensor in "${@:2}"; do printf '%s=%s\n' "${tensor%%:*}" "$1"; done; }
mkdir -p shards; store shards/a.safetensors "${plain[@]:0:9}"; store shards/b.safetensors "${plain[@]:9}"
mapfile -t map < <(names a.safetensors "${plain[@]:0:9}"; names b.safetensors "${plain[@]:9}")
total=$(($(stat -c %s plain.safetensors) - 8 - $(od -An -tu8 -N8 plain.safetensors)))
index $total "${map[@]}" >shards/model.safetensors.index.json
holds llama.json shards/model.safetensors.index.json; accepts "an index with its shards" check
expect "nothing to tell" test "$(grep -c notice .out)" == 0
index 5 "${map[@]}" >shards/model.safetensors.index.json; accepts "a total that no loader reads" check
has "notice: shards/model.safetensors.index.json: metadata.total_size is 5; its shards hold"
store shards/b.safetensors "${plain[@]:9:15}" "${plain[24]/F16/F32}" "${plain[@]:25}"
violates "a dtype in a shard" check
has "F32 ["; has "wrong dtype"
mv shards/b.safetensors shards/c.safetensors; refuses "a shard that is not there" FILE "shards/b.safetensors: cannot be read: No such file" check
store shards/b.safetensors "${plain[@]:10}"; refuses "a shard without its tensor" CHECKPOINT "shards/model.safetensors.index.json: weight_map.${plain[9]%%:*}: \"b.safetensors\" does not hold it" check
store shards/b.safetensors "${plain[@]:9}" more:F16:1; refuses "a shard with another tensor" CHECKPOINT 'weight_map.more: missing, or of another shard; "b.safetensors" holds it' check
store shards/b.safetensors "${plain[@]:8}"; refuses "a tensor in two shards" CHECKPOINT "weight_map.${plain[8]%%:*}: missing, or of another shard" check
printf 'x' >shards/b.safetensors; refuses "a shard that is cut off" SAFETENSORS "shards/b.safetensors: byte 0: 1 bytes; expected 8" check
for shard in ../plain.safetensors /etc/passwd ""; do index 5 "x=$shard" >shards/model.safetensors.index.json; refuses "shard $shard" CHECKPOINT 'weight_map.x: the string' check; done

sed -i 's/,"tie_word_embeddings": false//' gpt2.json
mapfile -t map < <(names x.safetensors "${gpt2[@]/#/transformer.}")
index 5 "${map[@]}" >gpt2.index.json; holds gpt2.json gpt2.index.json; accepts "names alone, of a dtype that nobody states" check
has "shapes and dtypes are not compared"
index 5 "${map[@]:1}" >gpt2.index.json; violates "names alone, one missing" check
has "checkpoint of transformer.wte.weight at w: no such tensor in \"gpt2.index.json\", limit any dtype [7, 8] of the config, missing"
sed -i 's/^name = "w"$/&\ndtype = "f16"/' conform.toml; index 5 "${map[@]}" >gpt2.index.json; violates "and of other bytes" check
has "checkpoint bytes at w: 5 bytes in"
index 5 "${map[@]}" transformer.h.0.attn.bias=x.safetensors >gpt2.index.json; accepts "bytes of more than weights are not compared" check

# ---- how pipelines name the file
mkdir -p 'repo/.git' 'repo/a/sub dir é' && one 'metric = "unit_total"\nmax = 1'
cp conform.toml 'repo/a/sub dir é/100%.toml'
where() {  # NAME FOLDER ARGUMENT URI PATH
  case_name=$1; cases=$((cases + 1))
  (cd "$2" && "$conform" check "$3" --format sarif="$work/p.sarif" --format gitlab="$work/p.gitlab" --format github) >.out 2>.err
  code=$?
  expect "exit 1" test $code == 1
  expect "SARIF" grep -qF "\"uri\": \"$4\"" p.sarif
  expect "Code Quality" grep -qF "\"path\": \"$5\"" p.gitlab
  expect "valid" valid "$schemas/sarif.json" p.sarif
}
encoded='a/sub%20dir%20%C3%A9/100%25.toml' plain_path='a/sub dir é/100%.toml'
where "from the repository" repo './a/../a/./sub dir é/100%.toml' "$encoded" "$plain_path"
has '::error file=a/sub dir é/100%25.toml,line=10'
where "from a folder of the repository" 'repo/a/sub dir é' 100%.toml "$encoded" "$plain_path"
where "by an absolute path" / "$work/repo/a/sub dir é/100%.toml" "$encoded" "$plain_path"
where "from outside, above it" . './repo/a/sub dir é//100%.toml' "$encoded" "$plain_path"
cp conform.toml plain.toml; mkdir -p elsewhere
where "in no repository" . ./elsewhere/../plain.toml plain.toml plain.toml
where "in no repository, not below" elsewhere ../plain.toml "file://$work/plain.toml" "$work/plain.toml"
ln -s ../plain.toml repo/link.toml; where "a link keeps its name" elsewhere ../repo/link.toml link.toml link.toml

# ---- limits far away
one 'metric = "unit_total"\nmax = 1'; violates "a limit of 1" check
has "limit 1 operations, 15,926,955,103 operations too many"; has "too many, about 1.6·10^10 times the limit"
one 'metric = "unit_total"\nmax = 0'; violates "a limit of 0" check
has "limit 0 operations, "; has "operations too many"; expect "no share of nothing" test "$(grep -c ' times\|%\|(-)' .out)" == 0
one 'metric = "matmul_flops"\nmax = "100 MFLOP"'; violates "a hundredfold" check
has "FLOP too many, 158.9 times the limit"
one 'metric = "matmul_flops"\nmax = "2 GFLOP"'; violates "eightfold" check
has "(694.44 %) too many"

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
  for i in {1..250}; do printf '[[rule]]\nname = "%s-%0120d"\nmetric = "unit_total"\nmax = %s\n' r $i $i; done
} >many.toml
violates "10,000 findings" check many.toml --format markdown
expect "below 1 MiB" test "$(wc -c <.out)" -lt 1048576 -a "$(wc -c <.out)" -gt 900000
expect "says so" grep -q '^[0-9]* of 10000 findings are shown, to stay below 1 MiB; all of them are in the artifacts that `--format json=FILE`' .out
violates "10,000 findings as workflow commands" check many.toml --format github
expect "9 and a summary" test "$(wc -l <.out)" == 10
has "::notice title=conform check::1 model, 40 workloads, 10000 limits examined: 10000 errors, 0 warnings, 0 waived; 9 of 10000 findings are shown here"
for format in json sarif junit gitlab text; do violates "10,000 findings as $format" check many.toml --format $format; done
# tensors of a stored file forge nothing either
hostile='\\n::error::pwn\\u001B[2J]]>|`<b>&@x%0A'
store hostile.safetensors "$hostile.weight:F32:2" "=cmd|x:F32:1"
holds llama.json hostile.safetensors
for format in text json markdown sarif junit github gitlab; do
  violates "hostile tensors as $format" check --format $format
  expect "no control byte" test "$(tr -cd '\000-\011\013-\037\177' <.out | wc -c)" == 0
  expect "no forged line" test "$(grep -c '^::' .out)" == "$([[ $format == github ]] && echo 10 || echo 0)"
  expect "no tag" test "$(grep -c '<b>' .out)" == 0 -o $format == text -o $format == github
  [[ $format != junit ]] || expect "XML" well_formed .out
  [[ $format != markdown ]] || expect "no cell more" test -z "$(grep '^|' .out | sed 's/\\|//g' | tr -dc '|\n' | grep -v '^|||||||||$')"
done
case_name="ended while it writes"; cases=$((cases + 1))
for signal in INT TERM HUP; do
  for delay in 0.01 0.03 0.06 0.1 0.2 0.4; do
    printf 'old content' >kept.json; printf 'old content' >kept.xml
    timeout -s $signal $delay "$conform" check many.toml --format json=kept.json --format junit=kept.xml >.out 2>.err
    expect "old content or whole JSON" test "$(<kept.json)" == "old content" -o "$(tail -c 2 kept.json)" == "}"
    expect "old content or whole XML" test "$(<kept.xml)" == "old content" -o "$(tail -1 kept.xml)" == "</testsuites>"
    expect "no leftovers" test -z "$(find . -name '.conform-*')"
  done
done
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
expect "valid" valid "$published/check.schema.json" .out
mkdir -p below && sed 's/"card.toml"/"..\/card.toml"/' conform.toml >below/conform.toml
violates "a device beside the file" check below/conform.toml

# ---- each command has a help of its own, with all of its options
helps() {  # COMMAND OPTION...
  accepts "$1 --help" "$1" --help
  expect "its own" test "$(head -1 .out | grep -c "^conform $1")" == 1
  for option in "${@:2}"; do has "  $option"; done
  expect "no other command's" test "$(grep -c '^conform [a-z]* ' .out)" == 1
}
helps check --format --today --allow-missing-baseline "-h, --help"
helps baseline --reason --only "-h, --help"
helps diff --seq "-o, --output" --format "-h, --help"
helps init "-o, --output" "-h, --help"
helps schema "-h, --help"

# ---- hints prefer what a word begins
one 'metric = "matmul"\nmax = 1'; mv conform.toml matmul.toml
refuses "llama-3" UNKNOWN-SPEC "did you mean llama-3-8b?" report llama-3
refuses "matmul" OUT-OF-RANGE "did you mean matmul_flops?" check matmul.toml
refuses "h100" UNKNOWN-HARDWARE "expected a preset, as h100-sxm, h100-pcie" report gpt2 --hardware h100

finish
