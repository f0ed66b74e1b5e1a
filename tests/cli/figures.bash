# Every figure of small models, worked out from the definition of their architecture and docs/conventions.md.
# T tokens in all, E scored pairs of a head, C heads of all sequences; d, f, v the widths; h a head's width.
source "$(dirname "$0")/harness.bash"

# figures NAME=VALUE...: of the report in .out, by their keys in its JSON; the scalar kinds that are not named are 0
figures() {
  local -A wanted=()
  local pair kind
  for kind in mul add div exp cmp sqrt log tanh erf sin cos; do wanted[operations.$kind]=0; done
  for pair in "$@"; do
    if [[ $pair == *.* ]]; then wanted[${pair%%=*}]=$((${pair#*=})); else wanted[operations.${pair%%=*}]=$((${pair#*=})); fi
  done
  local total=0
  for kind in mul add div exp cmp sqrt log tanh erf sin cos; do total=$((total + wanted[operations.$kind])); done
  wanted[operations.unit_total]=$total
  for pair in "${!wanted[@]}"; do expect "$pair" json_is "$pair" "${wanted[$pair]}"; done
}

# ---- gpt2: layer norms (3d mul, 4d + 1 add, 3 div, 1 sqrt a row), biases, learned positions, gelu_new (6 mul, 2 add,
# 1 tanh); v = 100, d = 64, f = 256, 2 layers of 4 heads with h = 16; batch 3 of 8 tokens
config gpt2.json type=gpt2
T=$((3 * 8)) C=$((3 * 4)) E=$((8 * 9 / 2)) d=64 f=256 v=100 h=16
accepts "gpt2" report gpt2.json --seq 8 --batch 3 --format json
mac=$((2 * (4 * T * d * d + 2 * T * d * f + C * E * 2 * h) + T * d * v))
figures operations.matmul_flops="2 * mac" \
  mul="mac + 2 * C * E + (2 * 2 + 1) * T * 3 * d + 2 * T * 6 * f" \
  add="mac + 2 * (2 * C * E + T * (4 * d + f + d) + 2 * T * d + 2 * T * f) + (2 * 2 + 1) * T * (4 * d + 1) + T * d" \
  div="2 * C * (E + 1) + 5 * T * 3" exp="2 * C * E" cmp="2 * C * E" sqrt="2 * C + 5 * T" tanh="2 * T * f" \
  parameters.total="(v + 512) * d + 2 * (4 * (d * d + d) + d * f + f + f * d + d + 4 * d) + 2 * d" \
  parameters.embedding="(v + 512) * d" \
  memory.kv_cache_bytes_per_token="2 * 2 * 2 * d" memory.kv_cache_bytes="2 * 2 * 2 * d * T" \
  memory.activation_peak_bytes="2 * T * (2 * d + f)"  # x, its norm, the widened
expect "the peak's place" json_is memory.activation_peak_place layers.0.feed_forward.up
accepts "gpt2, scores largest" report gpt2.json --seq 512 --dtype f32 --format json
expect "peak" json_is memory.activation_peak_bytes $((4 * (512 * 3 * d + 512 * 512)))  # x, queries, result; scores
expect "the peak's place" json_is memory.activation_peak_place layers.0.attention.core

# ---- llama with every option: rms norms (3d mul, d + 1 add, 2 div, 1 sqrt a row), rotary turns (4 mul, 2 add a pair),
# gelu (3 mul, 1 add, 1 erf), gate (1 mul); 4 heads share 2 of K and V; a chunk of 3 tokens behind 5
config llama.json attention_bias=true mlp_bias=true 'hidden_act="gelu"' tie_word_embeddings=true head_dim=8
T=$((2 * 3)) C=$((2 * 4)) E=$((6 + 7 + 8)) d=64 f=128 v=100 h=8
accepts "llama" report llama.json --seq 3 --context 5 --batch 2 --format json
widths=$((2 * 4 * h + 2 * 2 * h))  # of Q and O, of K and V
mac=$((2 * (T * d * widths + 3 * T * d * f + C * E * 2 * h) + T * d * v))
figures operations.matmul_flops="2 * mac" \
  mul="mac + 2 * (C * E + 4 * T * 6 * h / 2 + 3 * T * f + T * f) + 5 * T * 3 * d" \
  add="mac + 2 * (2 * C * E + 2 * T * 6 * h / 2 + T * (widths - 4 * h + d) + T * (2 * f + d) + T * f + 2 * T * d) + 5 * T * (d + 1)" \
  div="2 * C * (E + 1) + 5 * T * 2" exp="2 * C * E" cmp="2 * C * E" sqrt="2 * C + 5 * T" erf="2 * T * f" \
  parameters.total="v * d + 2 * (d * widths + widths - 4 * h + d + 3 * d * f + 2 * f + d + 2 * d) + d" \
  parameters.embedding="v * d" \
  memory.kv_cache_bytes_per_token="2 * 2 * 2 * 2 * h" memory.kv_cache_bytes="2 * 2 * 2 * 2 * h * 2 * 8"

# ---- qwen3: norms of every head of Q and K, silu (1 exp, 1 add, 1 div, 1 mul); qwen2: biases of Q, K and V alone
config qwen3.json type=qwen3 head_dim=16
T=7 C=4 E=28 h=16
accepts "qwen3" report qwen3.json --seq 7 --logits last --format json
widths=$((2 * 4 * h + 2 * 2 * h))
mac=$((2 * (T * d * widths + 3 * T * d * f + C * E * 2 * h) + d * v))
figures operations.matmul_flops="2 * mac" \
  mul="mac + 2 * (C * E + 4 * T * 6 * h / 2 + T * f + T * f + 6 * T * 3 * h) + (4 * T + 1) * 3 * d" \
  add="mac + 2 * (2 * C * E + 2 * T * 6 * h / 2 + T * f + 2 * T * d + 6 * T * (h + 1)) + (4 * T + 1) * (d + 1)" \
  div="2 * (C * (E + 1) + T * f + 6 * T * 2) + (4 * T + 1) * 2" exp="2 * (C * E + T * f)" cmp="2 * C * E" \
  sqrt="2 * (C + 6 * T) + 4 * T + 1" \
  parameters.total="2 * v * d + 2 * (d * widths + 2 * h + 3 * d * f + 2 * d) + d"
# ---- mixtral: each token chooses k of e experts: a router, softmax over experts (1 cmp, 2 add, 1 exp, 1 div), k passes
# over those not yet chosen, k add and k div to renormalise, k gated experts, k mul and k add an element of their sum
config mixtral.json type=mixtral num_local_experts=5 num_experts_per_tok=2
T=7 C=4 E=28 h=16 e=5 k=2
accepts "mixtral" report mixtral.json --seq 7 --format json
widths=$((2 * 4 * h + 2 * 2 * h))
mac=$((2 * (T * d * widths + T * d * e + 3 * T * k * d * f + C * E * 2 * h) + T * d * v))
figures operations.matmul_flops="2 * mac" \
  mul="mac + 2 * (C * E + 4 * T * 6 * h / 2 + 2 * T * k * f + T * k * d) + 5 * T * 3 * d" \
  add="mac + 2 * (2 * C * E + 2 * T * 6 * h / 2 + T * k * f + 2 * T * d + T * (2 * e + k + k * d)) + 5 * T * (d + 1)" \
  div="2 * (C * (E + 1) + T * k * f + T * e + T * k) + 5 * T * 2" exp="2 * (C * E + T * k * f + T * e)" \
  cmp="2 * (C * E + T * e + T * (k * e - k * (k - 1) / 2))" sqrt="2 * C + 5 * T" \
  parameters.total="2 * v * d + 2 * (d * widths + d * e + 3 * e * d * f + 2 * d) + d" \
  parameters.active="2 * v * d + 2 * (d * widths + d * e + 3 * k * d * f + 2 * d) + d" \
  parameters.embedding="v * d" memory.kv_cache_bytes_per_token="2 * 2 * 2 * 2 * h" memory.kv_cache_bytes="2 * 2 * 2 * 2 * h * 7"
expect "no layer has a feed-forward" test "$(grep -c '"hidden"' .out)" == 0

# ---- qwen3_moe: the first layer has a feed-forward f wide, the second experts 24 wide whose weights are as softmax has them
config moe.json type=qwen3_moe head_dim=16 num_experts=5 num_experts_per_tok=3 moe_intermediate_size=24 norm_topk_prob=false 'mlp_only_layers=[0]'
accepts "qwen3_moe" report moe.json --seq 7 --format json
k=3
mac=$((2 * (T * d * widths + C * E * 2 * h) + 3 * T * d * f + T * d * e + 3 * T * k * d * 24 + T * d * v))
figures operations.matmul_flops="2 * mac" \
  mul="mac + 2 * (C * E + 4 * T * 6 * h / 2 + 6 * T * 3 * h) + 2 * T * f + 2 * T * k * 24 + T * k * d + 5 * T * 3 * d" \
  add="mac + 2 * (2 * C * E + 2 * T * 6 * h / 2 + 2 * T * d + 6 * T * (h + 1)) + T * f + T * k * 24 + T * (2 * e + k * d) + 5 * T * (d + 1)" \
  div="2 * (C * (E + 1) + 6 * T * 2) + T * f + T * k * 24 + T * e + 5 * T * 2" exp="2 * C * E + T * f + T * k * 24 + T * e" \
  cmp="2 * C * E + T * e + T * (k * e - k * (k - 1) / 2)" sqrt="2 * (C + 6 * T) + 5 * T" \
  parameters.total="2 * v * d + 2 * (d * widths + 2 * d + 2 * h) + 3 * d * f + d * e + 3 * e * d * 24 + d" \
  parameters.active="2 * v * d + 2 * (d * widths + 2 * d + 2 * h) + 3 * d * f + d * e + 3 * k * d * 24 + d" \
  parameters.embedding="v * d" memory.kv_cache_bytes_per_token="2 * 2 * 2 * 2 * h" memory.kv_cache_bytes="2 * 2 * 2 * 2 * h * 7"

config qwen2.json type=qwen2
accepts "qwen2" report qwen2.json --format json
expect "parameters" json_is parameters.total $((2 * v * d + 2 * (d * widths + widths - 4 * h + 3 * d * f + 2 * d) + d))

# ---- windows: w keys, the query's own included; n w - w (w - 1) / 2 pairs of n queries
pairs() {  # FILE E-OF-ALL-LAYERS ARGUMENTS...: the pairs are what exp counts besides silu's T f a layer
  local file=$1 all=$2
  shift 2
  accepts "windows of $file, $*" report "$file" --format json "$@"
  expect "exp" json_is operations.exp $((4 * all + 2 * T * f))
}
config mistral.json type=mistral sliding_window=8
T=64; pairs mistral.json $((2 * (64 * 8 - 28))) --seq 64
pairs mistral.json $((2 * 64 * 65 / 2)) --seq 64 --mask causal
pairs mistral.json $((2 * 64 * 64)) --seq 64 --mask full
T=5; pairs mistral.json $((2 * 15)) --seq 5
T=1; pairs mistral.json $((2 * 8)) --phase decode --context 100
pairs mistral.json $((2 * 4)) --phase decode --context 3
config off.json type=mistral sliding_window=8 use_sliding_window=false
T=64; pairs off.json $((2 * 64 * 65 / 2)) --seq 64
config slides.json type=qwen2 sliding_window=8 use_sliding_window=true max_window_layers=1
pairs slides.json $((64 * 65 / 2 + 64 * 8 - 28)) --seq 64
config listed.json type=qwen2 sliding_window=8 use_sliding_window=true 'layer_types=["sliding_attention","full_attention"]'
pairs listed.json $((64 * 65 / 2 + 64 * 8 - 28)) --seq 64
expect "the cache holds every position" json_is memory.kv_cache_bytes $((2 * 2 * 2 * 2 * 16 * 64))

# ---- the O(n²d) check: E (4 d + 6) + 2 of a head is at most 12 E d for any pattern; projections are not within
complexity() { expect "$1 of line $2" json_is "complexity.$2.$1" "$3"; }
for file in gpt2.json llama.json mistral.json slides.json; do
  for workload in "--seq 64" "--seq 64 --mask full" "--seq 8 --context 9" "--phase decode --context 40"; do
    # shellcheck disable=SC2086
    accepts "growth of $file, $workload" report $file --format json $workload
    complexity verdict 0 within
    constant=$(sed -n 's/.*"constant": "\(.*\)".*/\1/p' .out | head -1)
    [[ $constant == */* ]] || constant+=/1
    expect "a constant of at most 12: $constant" test "$((12 * ${constant#*/}))" -ge "${constant%/*}"
    for line in 1 2; do
      complexity verdict $line "not within"
      expect "a witness" grep -q '"witness": "along .*: .* grows by t' .out
    done
  done
done
config narrow.json type=mistral sliding_window=1
accepts "a window of one key" report narrow.json --seq 64 --context 1 --format json
complexity verdict 1 "not within"
accepts "the constant is attained" report gpt2.json --seq 64 --mask full --format json
complexity constant 0 12
complexity claim 0 "O(batch·seq²·kv_heads·group·head_dim)"

# ---- the core overtakes the rest. A layer: 4 E d of 4 d² · 2 T + ..., so full: 4 n² d > n (8 d² + 4 d f + 2 d v / L)
accepts "gpt2 full" report gpt2.json --seq 8 --mask full --format json
per_token=$((8 * d * d + 4 * d * 256 + d * v))  # of a layer, with its share of the head
expect "overtakes" json_is balance.core_overtakes_at_n $((per_token / (4 * d) + 1))
expect "core" json_is balance.attention_core_matmul_flops $((2 * 4 * 64 * d))
expect "projections" json_is balance.projection_matmul_flops $((2 * 8 * 8 * d * d))
expect "all else" json_is balance.other_matmul_flops $((2 * 8 * 4 * d * 256 + 2 * 8 * d * v))
accepts "a window never overtakes" report mistral.json --seq 8 --format json
expect "null" grep -q '"core_overtakes_at_n": null' .out
run report mistral.json --seq 8
expect "says how far it looked" grep -qF "does not overtake the rest up to n = 1,099,511,627,776 new tokens" .out

finish
