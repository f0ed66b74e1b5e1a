# Reports over several devices: what each holds adds up to the whole, words of collectives by hand, degrees that divide.
source "$(dirname "$0")/harness.bash"

# ran NAME ARGUMENTS...: it runs, whatever it warns of
ran() { case_name=$1 cases=$((cases + 1)); shift; run "$@"; expect "exit 0" test "$code" == 0; }

# whole KEY: a figure of the report itself; plan KEY: of its section "parallel", the first of that name
whole() { sed -n 's/^ *"'"$1"'": "\([^"]*\)".*/\1/p' .out | head -1; }
plan() { sed -n '/"parallel": {/,$s/^ *"'"$1"'": "\([^"]*\)".*/\1/p' .out | head -1; }
plan_is() { expect "$1 is $(plan "$1"), expected $2" test "$(plan "$1")" == "$2"; }

config small.json vocab_size=101 num_hidden_layers=4 tie_word_embeddings=true
golden_from parallel.txt '^parallel' report small.json --seq 32 --dtype bf16 --batch 2 --tp 2 --pp 2 --dp 2 --sp --hardware l4
golden_from parallel.json '"parallel"' report small.json --seq 32 --dtype bf16 --tp 4 --pp 2 --format json
golden_from parallel.csv '^parallel' report small.json --seq 32 --dtype bf16 --tp 2 --hardware l4 --format csv
golden_from parallel.md '^## Parallel' report small.json --seq 32 --dtype bf16 --tp 2 --pp 4 --format markdown

# One device is the plain report.
for model in gpt2 llama-3-8b qwen2-0.5b qwen3-0.6b mistral-7b-v0.1; do
  accepts "$model on one device" report "$model" --seq 77 --tp 1 --pp 1 --dp 1 --cp 1 --ep 1 --format json
  expect "parameters" test "$(plan parameters)" == "$(whole total)"
  expect "weights" test "$(plan weights_bytes)" == "$(whole weights_bytes)"
  expect "cache" test "$(plan kv_cache_bytes)" == "$(whole kv_cache_bytes)"
  expect "activations" test "$(plan activation_peak_bytes)" == "$(whole activation_peak_bytes)"
  expect "products" test "$(plan matmul_flops)" == "$(whole matmul_flops)"
  plan_is parameters_replicated 0
  plan_is matmul_flops_replicated 0
  run report "$model" --seq 77 --tp 1 --hardware a100-80 --format json
  sed -n '/"roofline": {/,/^ *\]/s/^ *//p' .out >.shared
  run report "$model" --seq 77 --hardware a100-80 --format json
  sed -n '/"roofline": {/,/^ *\]/s/^ *//p' .out >.plain
  expect "the same roofline" cmp -s .shared .plain
done

# All devices together hold the whole and what stands on several of them, by hand: norms (of heads, too), learned
# positions and biases after a sum on each of --tp devices, a copy of a tied table where the last stage is another, and
# heads of keys and values that are fewer than the devices. No product is done twice but those of such heads.
while read -r model tp pp layers d V heads kv hd norms biases positions tied qkv; do
  accepts "$model over $tp and $pp" report "$model" --seq 48 --batch 2 --dp 2 --tp "$tp" --pp "$pp" --format json
  copies=$((tp > kv ? tp / kv - 1 : 0))
  keys=$((layers * 2 * kv * hd * (d + qkv)))
  one=$(((tp - 1) * ((2 * layers + 1) * norms * d + layers * 2 * biases * d + positions * d) + copies * keys))
  ((pp == 1)) || one=$((one + tied * V * d))
  case $model in qwen3*) one=$((one + (tp - 1) * layers * 2 * hd)) ;; esac
  total=$(whole total) flops=$(whole matmul_flops)
  plan_is parameters_replicated $((2 * one + total))  # of two replicas, one is more than the whole
  plan_is parameters_of_all $((2 * (total + one)))
  plan_is matmul_flops_replicated $((copies * 2 * 2 * 48 * layers * 2 * kv * hd * d))
  plan_is matmul_flops_of_all $((flops + copies * 2 * 2 * 48 * layers * 2 * kv * hd * d))
done <<'EOF'
gpt2 2 1 12 768 50257 12 12 64 2 1 1024 1 1
gpt2 12 4 12 768 50257 12 12 64 2 1 1024 1 1
gpt2 4 12 12 768 50257 12 12 64 2 1 1024 1 1
llama-3-8b 8 4 32 4096 128256 32 8 128 1 0 0 0 0
llama-3-8b 32 2 32 4096 128256 32 8 128 1 0 0 0 0
llama-2-70b 16 80 80 8192 32000 64 8 128 1 0 0 0 0
llama-3.2-1b 16 16 16 2048 128256 32 8 64 1 0 0 1 0
qwen2-0.5b 2 3 24 896 151936 14 2 64 1 0 0 1 1
qwen2-1.5b 4 1 28 1536 151936 12 2 128 1 0 0 1 1
qwen3-0.6b 8 7 28 1024 151936 16 8 128 1 0 0 1 0
smollm2-135m 3 5 30 576 49152 9 3 64 1 0 0 1 0
EOF

# Every degree that divides: the devices' own numbers, each as often as there are devices, are what is told of all. (With
# as many rows of the vocabulary on each of them; the table of shares tells the most.)
for tp in 1 2 4 8 16 32; do
  for pp in 1 2 4 8 16 32; do
    accepts "shares of $tp and $pp" report llama-3-8b --seq 128 --tp $tp --pp $pp --format csv
    awk -F, -v tp=$tp '
      $1 == "parallel" && $3 == "devices" { many[$2] = $4; devices += $4 }
      $1 == "parallel" && $3 == "parameters" { sum += many[$2] * $4 }
      $1 == "parallel" && $3 == "matmul_flops" { flops += many[$2] * $4 }
      $1 == "parallel" && $3 == "kv_cache_bytes" { cache += many[$2] * $4 }
      $1 == "memory" && $3 == "kv_cache_bytes" { whole = $4 }
      $1 == "parallel" && $3 == "parameters_of_all" { all = $4 }
      $1 == "parallel" && $3 == "matmul_flops_of_all" { all_flops = $4 }
      END { exit !(sum == all && flops == all_flops && cache == whole * (tp > 8 ? tp / 8 : 1)) }' .out
    expect "they add up" test $? == 0
  done
done

# All built-in models at every degree that they take: products and cache of the devices are those of the whole, where no
# head of keys is on several, also where some devices have a row more of the vocabulary.
taken=0
for model in $("$conform" list models | awk 'NR > 1 { print $1 }'); do
  for by in 2:1 3:2 4:4 5:6 7:7 8:8 12:12 25:48; do
    run report "$model" --seq 24 --batch 2 --dp 2 --tp ${by%:*} --pp ${by#*:} --format csv
    [[ $code != 2 ]] || continue
    taken=$((taken + 1)) cases=$((cases + 1)) case_name="$model over $by"
    awk -F, '
      $1 == "operations" && $3 == "matmul_flops" { flops = $4 }
      $1 == "memory" && $3 == "kv_cache_bytes" { cache = $4 }
      $1 == "parameters" && $3 == "total" { total = $4 }
      $1 == "symbols" && $2 == "kv_heads" { heads = $4 }
      $1 == "parallel" && $3 == "tensor" { copies = $4 > heads ? $4 / heads : 1; tensor = $4 }
      $1 == "symbols" && $2 == "experts" { routers = 1 }
      $1 == "parallel" && $3 == "devices" { many[$2] = $4 }
      $1 == "parallel" && $3 == "kv_cache_bytes" { sum += many[$2] * $4 }
      $1 == "parallel" && $3 == "parameters_of_all" { all = $4 }
      $1 == "parallel" && $3 == "parameters_replicated" { more = $4 }
      $1 == "parallel" && $3 == "matmul_flops_of_all" { done = $4 }
      END { exit !(sum == copies * cache && all == total + more && more >= total &&
                   (copies > 1 || (routers && tensor > 1) ? done > flops : done == flops)) }' .out
    expect "all devices do what one would" test $? == 0
  done
done
case_name="degrees taken"; cases=$((cases + 1))
expect "$taken of them" test $taken -ge 50

# Words by hand, of Llama 3 70B over 8 devices at 8,192 tokens: 2 all-reduces of batch·seq·model in each of 80 layers and
# one after the embedding (Shoeybi et al. 2019, 3); in a ring each device sends 2·7/8 of them. With sequence parallelism
# an all-gather and a reduce-scatter stand for each, of as many words together (Korthikanti et al. 2022, 4.2.2).
message() { expect "message: $*" grep -qF "{\"collective\": \"$1\", \"where\": \"$2\", \"in_layer\": \"$3\", \"times\": \"$4\", \"payload_words\": \"$5\", \"wire_words_a_device\": \"$6\"}" .out; }
words=$((8192 * 8192))
accepts "tensor" report llama-3-70b --seq 8192 --tp 8 --format json
message all-reduce "after attention.out and after feed_forward.down" 2 160 $words $((2 * 7 * words / 8))
message all-reduce "after the embedding" 0 1 $words $((2 * 7 * words / 8))
accepts "sequence" report llama-3-70b --seq 8192 --tp 8 --sp --format json
message all-gather "before attention.q, k, v and before feed_forward" 2 160 $words $((7 * words / 8))
message reduce-scatter "after attention.out and after feed_forward.down" 2 160 $words $((7 * words / 8))
message reduce-scatter "after the embedding" 0 1 $words $((7 * words / 8))
message all-gather "before the head" 0 1 $words $((7 * words / 8))
accepts "stages" report llama-3-70b --seq 8192 --batch 6 --dp 3 --pp 4 --format json
message point-to-point "between stages" 0 3 $((2 * words)) $((2 * words))
accepts "slices between stages" report llama-3-70b --seq 8192 --tp 8 --pp 2 --sp --format json
message point-to-point "between stages" 0 1 $words $((words / 8))
accepts "a decode step" report llama-3-70b --phase decode --context 100 --batch 5 --tp 64 --format json
message all-reduce "after attention.out and after feed_forward.down" 2 160 $((5 * 8192)) $((2 * 63 * 5 * 8192 / 64))
accepts "words that p does not divide" report llama-3-8b --seq 1 --tp 32 --format json
message all-reduce "after the embedding" 0 1 4096 $((2 * 31 * 4096 / 32))
config odd.json hidden_size=6 head_dim=4 num_attention_heads=4 num_key_value_heads=4
accepts "a fraction" report odd.json --seq 1 --tp 4 --format json --dtype bf16
message all-reduce "after the embedding" 0 1 6 9

# A ring of 4 for Llama 3 8B at 8,192 tokens: each device sends (p-1)(n/p)(d_k+d_v) words a head of keys and layer (Liu et
# al. 2023, 3); tokens of all messages besides, the scores and the cache are divided by 4; weights are on each of them.
accepts "ring" report llama-3-8b --seq 8192 --cp 4 --format json
message ring "keys and values of attention.core" 1 32 $((8 * 8192 * 256)) $((8 * 3 * 8192 / 4 * 256))
plan_is words_sent $((32 * 8 * 3 * 8192 / 4 * 256))
plan_is kv_cache_bytes $(($(whole kv_cache_bytes) / 4))
plan_is matmul_flops $(($(whole matmul_flops) / 4))
plan_is parameters_replicated $((3 * 8030261248))
plan_is matmul_flops_replicated 0
ran "ring, of heads" report llama-3-8b --seq 8192 --batch 6 --context 4096 --dp 2 --tp 8 --cp 4 --sp --format json
message ring "keys and values of attention.core" 1 32 $((3 * 12288 * 256)) $((3 * 3 * 12288 / 4 * 256))
message all-gather "before attention.q, k, v and before feed_forward" 2 64 $((3 * 2048 * 4096)) $((7 * 3 * 2048 * 4096 / 8))
accepts "one device sees every head" report llama-3-8b --seq 64 --tp 16 --cp 2 --format json
message ring "keys and values of attention.core" 1 32 $((64 * 256)) $((64 / 2 * 256))

# A ring does what one device would, whatever the mask; and no device of it less than its part.
while read -r words; do
  for ring in 2 3 4 8; do
    # shellcheck disable=SC2086
    ran "$words, ring of $ring" report $words --seq 9600 --cp $ring --format json
    all=$(whole matmul_flops)
    plan_is matmul_flops_of_all "$all"
    plan_is devices $ring
    own=$(plan matmul_flops)
    expect "at least its part" test $((own * ring)) -ge "$all"
    case $words in *v0.1*) ;; *) expect "just its part" test $((own * ring)) == "$all" ;; esac
  done
done <<'EOF'
llama-3-8b
llama-3-8b --mask full
qwen2-0.5b --context 4800 --batch 3
mistral-7b-v0.1
mistral-7b-v0.1 --mask full --context 96
EOF
# By hand, of a window of 4,096 and two devices at 9,600 tokens: the middle half is rows 2,400 to 7,199.
accepts "a window" report mistral-7b-v0.1 --seq 9600 --cp 2 --format json
pairs=0
for ((row = 2400; row < 7200; ++row)); do pairs=$((pairs + (row + 1 < 4096 ? row + 1 : 4096))); done
dense=$((2 * 4800 * (32 * (2 * 4096 * 4096 + 2 * 1024 * 4096 + 3 * 4096 * 14336) + 32000 * 4096)))
plan_is matmul_flops $((dense + 32 * 32 * 4 * 128 * pairs))
# The core of a device of the ring moves its queries and outputs, all keys and values, and its scores 4 times.
accepts "bytes of a ring" report llama-3-8b --seq 8192 --mask full --cp 4 --hardware h100-sxm --format json
expect "the core" grep -qF "attention.core\", \"times\": \"32\", \"matmul_flops\": \"$((4 * 32 * 2048 * 8192 * 128))\", \"bytes\": \"$((2 * (2 * 2048 * 4096 + 2 * 8192 * 1024 + 4 * 32 * 2048 * 8192)))\"" .out
ran "a ring holds less" report llama-3-8b --seq 65536 --cp 16 --format json
expect "of activations" test "$(plan activation_peak_bytes)" -lt $(($(whole activation_peak_bytes) / 8))
has '"activation_peak_is": "at most"'

# Messages take the time of their bytes at the link; the slowest of three bounds the pass, and without a link none.
link() { sed "s/^link.*/link = $1/" card.toml >link.toml; }
printf 'bandwidth = 3350e9\nmemory = 80e9\nlink = 1\n[peak]\nbf16 = 989e12\n' >card.toml
seconds() { awk -v t="$1" -v w="$2" 'BEGIN { split(t "/1", q, "/"); d = q[1] / q[2] / w - 1; exit !(d < 1e-9 && d > -1e-9) }'; }
link 450e9; run report llama-3-70b --seq 8192 --tp 8 --hardware link.toml --format json
sent=$((161 * 2 * 7 * 8192 * 8192 / 8))
case_name="a wide link"; cases=$((cases + 1))
plan_is words_sent $sent
plan_is bytes_sent $((2 * sent))
expect "time" seconds "$(plan time_of_messages)" "$(awk "BEGIN { printf \"%.15g\", 2 * $sent / 450e9 }")"
plan_is bound compute
link 64e9; run report llama-3-70b --seq 8192 --tp 8 --hardware link.toml --format json
case_name="a narrow link"; cases=$((cases + 1))
plan_is bound link
expect "time" test "$(plan time_of_messages)" == "$(plan time_lower_bound)"
link '64e9 # '; sed -i '/^link/d' link.toml; run report llama-3-70b --seq 8192 --tp 8 --hardware link.toml --format text
case_name="no link"; cases=$((cases + 1))
has "no link is stated, so messages take no time"
expect "not stated" grep -qE "^ +link +- +bytes/s +not stated" .out
accepts "no message" report llama-3-70b --seq 8192 --batch 2 --dp 2 --hardware h100-sxm
expect "no link" test "$(grep -c time_of_messages .out)" == 0
has "a forward pass has no gradients"

# Largest batch and length of all devices: of degrees that they must be multiples of, and the next does not fit.
while read -r step words; do
  # shellcheck disable=SC2086
  ran "$words" report llama-3-8b --seq 960 --batch 6 $words --hardware l4 --format json
  seq=$(plan largest_seq) batch=$(plan largest_batch)
  for more in 0 "$step"; do
    # shellcheck disable=SC2086
    ran "seq of $words, $more more" report llama-3-8b --batch 6 $words --seq $((seq + more)) --hardware l4 --format json
    expect "fits as long as it should" test "$(grep -c '"fits": false' .out)" == $((more > 0))
  done
  for more in 0 6; do
    # shellcheck disable=SC2086
    ran "batch of $words, $more more" report llama-3-8b --seq 960 $words --batch $((batch + more)) --hardware l4 --format json
    expect "fits as long as it should" test "$(grep -c '"fits": false' .out)" == $((more > 0))
  done
done <<'EOF'
1 --tp 2
4 --tp 4 --sp
6 --cp 3
48 --cp 6 --tp 8 --sp --dp 3
EOF

accepts "no word" report llama-3-70b --seq 8 --dp 2 --batch 2
expect "no messages" test "$(grep -c "messages of" .out)" == 0

# Where one device is too small, several are not: 405 billion parameters in 16 bits take 812 GB.
accepts "too small" report llama-3.1-405b --phase decode --context 8191 --tp 8 --hardware h100-sxm --format json
expect "no" grep -q '"fits": false' .out
accepts "two times eight" report llama-3.1-405b --phase decode --context 8191 --tp 8 --pp 2 --hardware h100-sxm --format json
expect "yes, each" test "$(grep -c '"fits": true' .out)" == 2
batch=$(plan largest_batch)
for more in 0 1; do
  run report llama-3.1-405b --phase decode --context 8191 --tp 8 --pp 2 --batch $((batch + more)) --hardware h100-sxm --format json
  case_name="batch $((batch + more))" cases=$((cases + 1))
  expect "fits as long as it should" test "$(grep -c '"fits": false' .out | sed 's/[12]/1/')" == $more
done

# Experts: each device has its part of every layer's, by hand, and sends the rows of its tokens for the others', there and
# back (Lepikhin et al. 2020, 3.2). tokens x active x model words, (ep - 1)/ep of them on the wire.
other=$((46702792704 - 32 * 3 * 8 * 4096 * 14336))  # of Mixtral 8x7B without experts
for ep in 1 2 4 8; do
  accepts "experts over $ep" report mixtral-8x7b --seq 512 --batch 16 --dp 8 --ep $ep --format json
  plan_is parameters $((other + 32 * 3 * 8 / ep * 4096 * 14336))
  plan_is parameters_of_all $((8 * (other + 32 * 3 * 8 / ep * 4096 * 14336)))
  plan_is matmul_flops_replicated 0
  plan_is matmul_flops $(($(whole matmul_flops) / 8))
  rows=$((2 * 512 * 2 * 4096))  # 2 sequences a device
  plan_is words_sent $((32 * 2 * rows / ep * (ep - 1)))
  ((ep == 1)) || message all-to-all "before experts.gate, up and after experts.down" 2 64 $rows $((rows / ep * (ep - 1)))
done
accepts "experts along a ring" report mixtral-8x7b --seq 512 --cp 4 --ep 4 --format json
message all-to-all "before experts.gate, up and after experts.down" 2 64 $((128 * 2 * 4096)) $((128 * 2 * 4096 / 4 * 3))
accepts "experts and tensor" report mixtral-8x7b --seq 512 --batch 2 --dp 2 --ep 2 --tp 4 --sp --pp 2 --format json
message all-to-all "before experts.gate, up and after experts.down" 2 64 $((512 * 2 * 4096)) $((512 * 4096))
message reduce-scatter "after attention.out and after experts" 2 64 $((512 * 4096)) $((512 * 4096 / 4 * 3))
config moe.json type=qwen3_moe num_hidden_layers=4 num_attention_heads=32 num_key_value_heads=32 head_dim=2 vocab_size=64 num_experts=4 num_experts_per_tok=2 \
  moe_intermediate_size=6 norm_topk_prob=true 'mlp_only_layers=[0,1,2]'
accepts "experts in one layer" report moe.json --seq 8 --batch 2 --dp 2 --ep 2 --pp 2 --format csv
rows=$((8 * 2 * 64))
expect "one message, and its answer" grep -q '"*all-to-all before experts.gate, up and after experts.down"*,times,2,messages' .out
expect "the stage without experts sends its hidden states alone" grep -q "^parallel,stage 0,words_sent,$((8 * 64)),words" .out
expect "the other sends there and back" grep -q "^parallel,stage 1,words_sent,$((2 * rows / 2)),words" .out
golden_from experts.txt '^parallel' report moe.json --seq 8 --batch 2 --dp 2 --ep 2 --hardware l4

refuses "heads" DEGREE "--tp: 3 does not divide the 32 query heads; expected a divisor of it" report llama-3-8b --tp 3
refuses "more than heads" DEGREE "--tp: 64 does not divide the 32 query heads" report llama-3-8b --tp 64
config groups.json num_attention_heads=12 num_key_value_heads=3 hidden_size=96 head_dim=8 intermediate_size=96
refuses "heads of keys" DEGREE "--tp: 2 does not divide the 3 heads of keys and values" report groups.json --tp 2
refuses "heads of keys, fewer" DEGREE "--tp: 4 is no multiple of the 3 heads of keys and values" report groups.json --tp 4
accepts "heads of keys on several" report groups.json --tp 6
config wide.json intermediate_size=130
refuses "width" DEGREE "--tp: 4 does not divide the 130 wide feed-forward layer" report wide.json --tp 4
config few.json vocab_size=3 num_attention_heads=4 num_key_value_heads=4
refuses "rows" DEGREE "--tp: 4 devices, and 3 rows of the vocabulary" report few.json --tp 4
refuses "layers" DEGREE "--pp: 5 does not divide the 32 layers" report llama-3-8b --pp 5
refuses "sequences" DEGREE "--dp: 2 does not divide the 1 sequence of the batch" report llama-3-8b --dp 2
refuses "no experts" DEGREE "--ep: 2, and the model has no experts to divide; expected 1" report llama-3-8b --dp 2 --batch 2 --ep 2
refuses "experts" DEGREE "--ep: 3 does not divide the 8 experts; expected a divisor of it" report mixtral-8x7b --dp 3 --batch 3 --ep 3
refuses "more than experts" DEGREE "--ep: 16 does not divide the 8 experts" report mixtral-8x7b --dp 16 --batch 16 --ep 16
refuses "one batch" DEGREE "--ep: 8 does not divide --dp times --cp, 1: experts are divided between devices that have other tokens; expected a divisor of it, as with --dp 8" report mixtral-8x7b --ep 8
refuses "a part of the batch" DEGREE "--ep: 4 does not divide --dp times --cp, 2" report mixtral-8x7b --dp 2 --batch 2 --ep 4
refuses "width of an expert" DEGREE "--tp: 32 does not divide the 6 wide expert" report moe.json --tp 32
refuses "sequence alone" DEGREE "--sp: divides by tokens what --tp does not divide" report llama-3-8b --sp
refuses "one token" DEGREE "--sp: 1 new token is not divided by --tp 2" report llama-3-8b --tp 2 --sp --phase decode
refuses "tokens" DEGREE "--sp: 7 new tokens are not divided by --tp 2" report llama-3-8b --tp 2 --sp --seq 7
refuses "slices" DEGREE "--cp: 100 new tokens are not divided by twice 3, as each device has two slices; expected a multiple of 6" report llama-3-8b --seq 100 --cp 3
refuses "a decode step" DEGREE "--cp: 1 new token is not divided" report llama-3-8b --phase decode --cp 2
refuses "cached tokens" DEGREE "--cp: 7 cached tokens are not divided by 2" report llama-3-8b --seq 8 --context 7 --cp 2
refuses "slices of slices" DEGREE "--sp: 12 new tokens are not divided by --tp 8 times --cp 2" report llama-3-8b --seq 12 --cp 2 --tp 8 --sp
refuses "another attention" DEGREE "--cp: passes keys and values in a ring to dense attention" report llama-3-8b --seq 8 --cp 2 --attention flash2
for option in --tp --pp --dp --cp --ep; do
  refuses "$option without a value" USAGE "" report gpt2 $option
  refuses "$option twice" USAGE "given more than once" report gpt2 $option=1 $option=1
  for word in 0 -1 x 1.5 "" nan 1048577 99999999999999999999; do
    refuses "$option $word" USAGE "$option" report gpt2 "$option=$word"
  done
done
refuses "a value of a flag" USAGE "--sp: takes no value" report gpt2 --sp=true

finish
