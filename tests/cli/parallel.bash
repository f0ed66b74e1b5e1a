# Reports over several devices: what each holds adds up to the whole, words of collectives by hand, degrees that divide.
source "$(dirname "$0")/harness.bash"

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
  accepts "$model on one device" report "$model" --seq 77 --tp 1 --pp 1 --dp 1 --ep 1 --format json
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
      $1 == "parallel" && $3 == "tensor" { copies = $4 > heads ? $4 / heads : 1 }
      $1 == "parallel" && $3 == "devices" { many[$2] = $4 }
      $1 == "parallel" && $3 == "kv_cache_bytes" { sum += many[$2] * $4 }
      $1 == "parallel" && $3 == "parameters_of_all" { all = $4 }
      $1 == "parallel" && $3 == "parameters_replicated" { more = $4 }
      $1 == "parallel" && $3 == "matmul_flops_of_all" { done = $4 }
      END { exit !(sum == copies * cache && all == total + more && more >= total &&
                   (copies > 1 ? done > flops : done == flops)) }' .out
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
refuses "experts" DEGREE "--ep: no covered family has experts" report llama-3-8b --ep 2
refuses "sequence alone" DEGREE "--sp: divides by tokens what --tp does not divide" report llama-3-8b --sp
refuses "one token" DEGREE "--sp: 1 new token is not divided by --tp 2" report llama-3-8b --tp 2 --sp --phase decode
refuses "tokens" DEGREE "--sp: 7 new tokens are not divided by --tp 2" report llama-3-8b --tp 2 --sp --seq 7
for option in --tp --pp --dp --ep; do
  refuses "$option without a value" USAGE "" report gpt2 $option
  refuses "$option twice" USAGE "given more than once" report gpt2 $option=1 $option=1
  for word in 0 -1 x 1.5 "" nan 1048577 99999999999999999999; do
    refuses "$option $word" USAGE "$option" report gpt2 "$option=$word"
  done
done
refuses "a value of a flag" USAGE "--sp: takes no value" report gpt2 --sp=true

finish
