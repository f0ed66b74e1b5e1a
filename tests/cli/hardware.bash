# Reports on a device: figures worked out by hand, laws, what fits and what does not any more, files that name a device.
source "$(dirname "$0")/harness.bash"

# ran NAME ARGUMENTS...: it runs, whatever it warns of
ran() { case_name=$1 cases=$((cases + 1)); shift; run "$@"; expect "exit 0" test "$code" == 0; }

# roof KEY: of the roofline of the report in .out
roof() { sed -n '/"roofline": {/,$s/^ *"'"$1"'": "\{0,1\}\([^",]*\).*/\1/p' .out | head -1; }
roof_is() { expect "$1 is $(roof "$1"), expected $2" test "$(roof "$1")" == "$2"; }

golden hardware.txt list hardware
golden hardware.json list hardware --format json
config small.json vocab_size=100 tie_word_embeddings=true
cat >card.toml <<'EOF'
name = "card"
source = "a test"
bandwidth = 1e9       # bytes/s
memory = 2_000_000    # bytes
cache = 65536
link = 5e8           # bytes/s
[peak]
bf16 = 15e9
EOF
golden_from roofline.txt '^roofline' report small.json --seq 32 --dtype bf16 --hardware card.toml
golden_from roofline.json '"roofline"' report small.json --seq 32 --dtype bf16 --hardware card.toml --format json
golden_from roofline.csv '^roofline' report small.json --seq 32 --dtype bf16 --hardware card.toml --format csv
golden_from roofline.md '^## Roofline' report small.json --seq 32 --dtype bf16 --hardware card.toml --format markdown

# A decode step of Llama 3 8B at 8,192 keys, by hand: every weight once but the table (one row of it), the keys and values
# of all layers once, the scores of 32 heads 4 times, and what goes from operation to operation.
accepts "decode" report llama-3-8b --phase decode --context 8191 --hardware a100-80 --format json
d=4096 kv=1024 f=14336 keys=8192
weights=$((8030261248 - 128256 * d))
layer=$((2 * 2 * d + 2 * d + (2 * d + 2 * 64) + (d + kv) + (2 * kv + 2 * 64) + (d + kv) + 2 * 2 * kv +
  (2 * d + 2 * keys * kv + 4 * 32 * keys) + 2 * d + 3 * d + 2 * (d + f) + 2 * f + 3 * f + (f + d) + 3 * d))
bytes=$((2 * (weights + 32 * layer + 2 * d + 2 * d + (d + 128256))))
roof_is bytes_moved $bytes
roof_is bound memory
expect "at least weights and cache over bandwidth" \
  awk -v b=$bytes -v t="$(roof time_lower_bound)" 'BEGIN { split(t, q, "/"); exit !(q[1] / q[2] == b / 2039e9) }'
roof_is matmul_flops 19304284160
roof_is held $((16060522496 + 1073741824 + $(roof activation_peak)))

# the bytes of attention alone: compulsory Q, K, V and output (flash-attention, bench_utils), and the scores
expect "the core" grep -qF "attention.core\", \"times\": \"32\", \"matmul_flops\": \"134217728\", \"bytes\": \"$((33570816 + 8 * 32 * keys))\"" .out
accepts "a long prompt" report llama-3-8b --seq 8192 --hardware h100-sxm --format json
roof_is bound compute
expect "products at the peak" \
  awk -v t="$(roof time_lower_bound)" 'BEGIN { split(t, q, "/"); exit !(q[1] / q[2] == 140550657277952 / 989.4e12) }'

# FlashAttention-2 moves fewer bytes than standard attention, its stated words for each head; the products are the same.
accepts "dense, full" report gpt2 --seq 1024 --mask full --hardware a100-40 --format json
dense=$(roof bytes_moved)
expect "the core of standard attention" \
  grep -qF "\"bytes\": \"$((2 * 12 * (4 * 1024 * 1024 + 4 * 1024 * 64)))\"" .out
accepts "flash2" report gpt2 --seq 1024 --mask full --attention flash2,B_r=128,B_c=64 --hardware a100-40 --format json
expect "the core of FlashAttention-2" \
  grep -qF "\"bytes\": \"$((2 * 12 * (2 * 1024 * 64 + 8 * 1024 * 128)))\"" .out
expect "fewer bytes" test "$(roof bytes_moved)" -lt "$dense"
accepts "no words of its own" report gpt2 --seq 1024 --attention sliding_window,w=64 --hardware a100-40 --format json
has "states no words of its own"

# More sequences never take less time.
before=0
for batch in 1 2 3 8 64 257; do
  accepts "batch $batch" report llama-3.1-8b --phase decode --context 4096 --batch $batch --hardware l4 --format json
  now=$(roof time_lower_bound)
  expect "no less time" awk -v a="$before" -v b="$now" 'BEGIN { split(a "/1", p, "/"); split(b "/1", q, "/")
    exit !(q[1] / q[2] > p[1] / p[2]) }'
  before=$now
done

# fits_at NAME OPTION VALUE ARGUMENTS...: with the value it fits, with the next it does not
fits_at() {
  local name=$1 option=$2 value=$3
  shift 3
  cases=$((cases + 1)) case_name="$name, $option $value"
  run "$@" "$option" "$value" --format json
  roof_is fits true
  run "$@" "$option" $((value + 1)) --format json
  roof_is fits false
}
while read -r model device; do
  run report "$model" --phase decode --context 1000 --hardware "$device" --format json
  most=$(roof largest_batch) longest=$(roof largest_context)
  fits_at "$model decode" --batch "$most" report "$model" --phase decode --context 1000 --hardware "$device"
  fits_at "$model decode" --context "$longest" report "$model" --phase decode --hardware "$device"
  run report "$model" --seq 100 --batch 3 --hardware "$device" --format json
  fits_at "$model prefill" --seq "$(roof largest_seq)" report "$model" --batch 3 --hardware "$device"
done <<'EOF'
llama-3-8b a100-80
llama-3.1-70b b200
mistral-7b-v0.1 rtx-4090
qwen3-0.6b tpu-v5e
EOF
run report qwen2-7b --seq 512 --attention flash2 --hardware l4 --format json
fits_at "tiles" --seq "$(roof largest_seq)" report qwen2-7b --attention flash2 --hardware l4
accepts "learned positions" report gpt2 --hardware a100-80
expect "the most there is" grep -qE "largest_seq +1,024 +tokens +the most there is" .out
accepts "too large" report llama-3.1-405b --hardware h200
has "does not fit in h200: 8"
has "not even the least fits"

# The largest length is one that a report of the same takes, and at the next one that it takes the pass does not fit, or
# there is none. next: how far that is at most.
while read -r next words; do
  # shellcheck disable=SC2086
  ran "$words" report $words --hardware h200 --format json
  option=--seq most=$(roof largest_seq)
  [[ -n $most ]] || option=--context most=$(roof largest_context)
  base=$(sed "s/ $option [0-9]*//" <<<" $words")
  # shellcheck disable=SC2086
  ran "$words, at $most" report $base $option "$most" --hardware h200 --format json
  roof_is fits true
  for ((more = 1; more <= next; ++more)); do
    # shellcheck disable=SC2086
    run report $base $option $((most + more)) --hardware h200 --format json
    [[ $code == 2 ]] || break
  done
  cases=$((cases + 1)) case_name="$words, beyond $most"
  expect "not accepted, or does not fit" test "$code" == 2 -o "$(roof fits)" == false
done <<'EOF'
1 gpt2 --seq 512 --attention longformer
64 llama-3.2-1b --seq 512 --attention bigbird
64 llama-3.2-1b --seq 512 --attention reformer
200 llama-3.2-1b --seq 500 --attention nystrom,landmarks=100
3 llama-3.2-1b --seq 512 --attention flash2 --context 7
3 mistral-7b-v0.1 --seq 512 --attention flash2
3 mistral-7b-v0.1 --seq 512 --context 1000 --attention flash2_causal
3 mistral-7b-v0.1 --seq 512 --attention flash2 --mask causal
3 mistral-7b-v0.1 --phase decode --context 512 --attention flash1
EOF
run report mistral-7b-v0.1 --seq 512 --context 96 --attention flash2 --hardware h200
case_name="up to the window"; cases=$((cases + 1))
expect "4,096 keys" grep -qE "largest_seq +4,000 +tokens +the most there is" .out
ran "no length nearby" report llama-3.2-1b --seq 100000 --attention nystrom,landmarks=100000 --hardware l4
expect "not known" grep -qE "largest_seq +- +tokens +lengths that the attention can have are too far apart" .out
accepts "no peak" report llama-3-8b --phase decode --hardware apple-m4-max
has "no peak is stated for bf16, so times are those of the bytes"
accepts "no peak as JSON" report llama-3-8b --phase decode --hardware apple-m4-max --format json
roof_is peak null
roof_is balance null
roof_is bound memory
accepts "too large as JSON" report llama-3.1-405b --hardware h200 --format json
roof_is largest_batch null
roof_is fits false
if command -v python3 >/dev/null; then expect "JSON" python3 -c 'import json; json.load(open(".out"))'; fi

# files that name a device
refuses "no such preset" UNKNOWN-HARDWARE '--hardware: "a100"; expected a preset, as a100-40, a100-80' report gpt2 --hardware a100
refuses "misspelled preset" UNKNOWN-HARDWARE 'did you mean h100-sxm?' report gpt2 --hardware h100-smx
refuses "no device" USAGE "--hardware: no value" report gpt2 --hardware
refuses "two devices" USAGE "--hardware: given more than once" report gpt2 --hardware l4 --hardware h200
refuses "a list of them as CSV" USAGE "--format" list hardware --format csv
refuses "empty preset" UNKNOWN-HARDWARE '""; expected a preset' report gpt2 --hardware ""
refuses "no such file" FILE "none.toml: cannot be read" report gpt2 --hardware none.toml
refuses "a folder" FILE "a regular file was expected" report gpt2 --hardware ./
refuses "over the device" OUTPUT "" report gpt2 --hardware card.toml --format text -o card.toml
expect "the file is whole" grep -q bandwidth card.toml

# toml NAME CODE NEEDLE TEXT
toml() {
  printf '%b' "$4" >bad.toml
  refuses "$1" "$2" "$3" report gpt2 --hardware bad.toml
}
rest='memory = 1\n'
for number in nan inf -inf -nan; do
  toml "bandwidth $number" TOML "bad.toml:1:13: NaN or infinity" "bandwidth = $number\n$rest"
done
for number in -5 0 1.5 1e30 -1e12 9223372036854775807; do
  toml "bandwidth $number" OUT-OF-RANGE "bad.toml:1:13: bandwidth: " "bandwidth = $number\n$rest"
done
for value in '"1"' true '[1]' '{a = 1}' 1979-05-27; do
  toml "bandwidth $value" WRONG-TYPE "bad.toml:1:13: bandwidth: " "bandwidth = $value\n$rest"
done
toml "beyond 64 bits" TOML "bad.toml:1:" "bandwidth = 9223372036854775808\n$rest"
toml "no memory" MISSING-KEY "bad.toml: memory: missing" 'bandwidth = 1\n'
toml "nothing" MISSING-KEY "bad.toml: bandwidth: missing" ''
toml "misspelled key" UNKNOWN-KEY 'bad.toml:1:1: "bandwith"; expected one of name, source, bandwidth, memory, cache, link, peak; did you mean bandwidth?' "bandwith = 1\n$rest"
toml "misspelled format" UNKNOWN-KEY 'bad.toml:4:1: "fp16"; expected one of f64, f32, bf16, f16, f8; did you mean f16?' "bandwidth = 1\n$rest[peak]\nfp16 = 1\n"
toml "a peak that is a number" WRONG-TYPE "bad.toml:3:8: peak: expected a table" "bandwidth = 1\n${rest}peak = 3\n"
toml "a negative peak" OUT-OF-RANGE "bad.toml:4:7: f32: -1" "bandwidth = 1\n$rest[peak]\nf32 = -1\n"
toml "a link that is none" OUT-OF-RANGE "bad.toml:3:8: link: 0" "bandwidth = 1\n${rest}link = 0\n"
toml "an infinite link" TOML "bad.toml:3:8: NaN or infinity" "bandwidth = 1\n${rest}link = inf\n"
toml "a link in words" WRONG-TYPE "bad.toml:3:8: link: " "bandwidth = 1\n${rest}link = '300 GB/s'\n"
toml "an empty name" WRONG-TYPE "bad.toml:1:8: name: expected a text" "name = ''\nbandwidth = 1\n$rest"
toml "a key twice" TOML "bad.toml:2:" "bandwidth = 1\nbandwidth = 2\n$rest"
toml "no TOML" TOML "bad.toml:1:" '{"bandwidth": 1}'
toml "not UTF-8" TOML "bad.toml:1:" '\xff\xfe\n'
toml "a key of control characters" UNKNOWN-KEY '\n' '"x\\nerror[Y]" = 1\n'
many() { for ((i = 0; i < 100000; i++)); do printf %s "$1"; done; }
toml "a key of 100,000 parts" TOML "bad.toml:1:64: a key of more than 32 parts" "a$(many .a) = 1\n"
toml "the same in quotes" TOML "than 32" "'a'$(many ".'a'") = 1\n"
toml "the same in a table" TOML "than 32" "[a$(many .a)]\n"
toml "the same behind a string" TOML "than 32" "x = [\"\"\"a\"\"\"\"\", {a$(many .a) = 1}]\n"
toml "100,000 brackets" TOML "than 32" "x = $(many '[')\n"
toml "more than a mebibyte" TOO-LARGE "bad.toml: more than 1,048,576 bytes" "$(many '# a comment of\n')"
printf 'name = "</script>|=1\\n::error::\\u001b"\nbandwidth = 1\nmemory = 1\n' >hostile.toml
for format in text json markdown csv; do
  accepts "hostile name as $format" report gpt2 --hardware hostile.toml --format $format
  expect "no escape byte" test "$(tr -cd '\033' <.out | wc -c)" == 0
  expect "no forged line" test "$(grep -c '^::' .out)" == 0
done

finish
