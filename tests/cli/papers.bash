# Published figures of attention, each under its own convention, from the program's own numbers. docs/conventions.md tells
# which of them are wrong, and by what.
source "$(dirname "$0")/harness.bash"

# flops VARIANT N D: matmul FLOPs of one head; words VARIANT N D MEMORY: words between slow and fast memory
flops() { "$conform" compare "$1" --metric matmul_flops --n "$2" --d "$3" --format json | first_value; }
words() { "$conform" compare "$1" --metric io --n "$2" --d "$3" --fast-memory "$4" --format json | first_value; }
first_value() { sed -n 's/^ *"values": \["\([0-9]*\)".*/\1/p' | head -1; }
report_number() { sed -n 's/^ *"'"$1"'": "\([0-9]*\)".*/\1/p' .out | head -1; }

# close FOUND PRINTED TOLERANCE: |found / printed - 1| <= tolerance
close() { awk "BEGIN {ratio = ($1) / ($2); exit !(ratio >= 1 - $3 && ratio <= 1 + $3)}"; }

published() { case_name=$1; cases=$((cases + 1)); : >.out; : >.err; }

# ---- FlashAttention, Dao et al. 2022, figure 2 left: n = 1024, d = 64, 16 heads, batch 64
heads=$((16 * 64))
published "275 GFLOP forward (T. Dao in issue 741 of the flash-attention repository)"
forward=$(($(flops dense 1024 64) * heads))
expect "4·n²·d" test "$forward" = $((4 * 1024 * 1024 * 64 * heads))
expect "275" close "$forward" 275e9 0.002
published "963 GFLOP forward and backward of FlashAttention (the same)"
flash=$((($(flops flash1 1024 64) + $(flops flash1_backward 1024 64)) * heads))
expect "963" close "$flash" 963e9 0.002
published "825 GFLOP forward and backward of standard attention; the paper prints 66.6"
standard=$((($(flops dense_standard 1024 64) + $(flops dense_backward 1024 64)) * heads))
expect "825" close "$standard" 825e9 0.002
expect "the printed figure is 12.38 times too small" close "$standard" "66.6e9 * 12.38" 0.001
published "FLOP ratio 7/6; the paper prints 1.129"
expect "7/6" test $((6 * flash)) = $((7 * standard))
expect "within 4 %" close "$flash / $standard" 1.129 0.04
published "4.4 GB moved by FlashAttention forward and backward, 192 kB of 16-bit words"
moved=$((($(words flash1 1024 64 98304) + $(words flash1_backward 1024 64 98304)) * heads * 2))
expect "within 7 %" close "$moved" 4.4e9 0.07
published "FLOPs of the backward pass are 2.5 times those of the forward one (Dao 2023, 4.1)"
expect "2.5" test $((2 * $(flops flash2_backward 1024 64))) = $((5 * $(flops flash2 1024 64)))
# O(n) extra memory: Dao et al. 2022, theorem 1
accepts "O(n) extra memory, in tiles of 64" explain flash1 --n 1024 --format json
one=$(sed -n 's/^ *"scratch": "\([0-9]*\)".*/\1/p' .out)
accepts "at twice the length" explain flash1 --n 2048 --format json
two=$(sed -n 's/^ *"scratch": "\([0-9]*\)".*/\1/p' .out)
expect "2 more words a row" test $((two - one)) = $((2 * 1024))

# ---- FLOPs of models
accepts "nanoGPT, transformer_sizing.ipynb: 1,610,612,736 FLOP for the scores of a layer" explain dense --n 1024 --d 64 --format json
scores=$(sed -n 's/.*"matmul_flops": "\([0-9]*\)".*/\1/p' .out | head -1)
expect "12 heads" test $((12 * scores)) = 1610612736
accepts "llm-analysis: 1,786,706,395,136 FLOP for attention and projections of a layer of Llama 3 8B" \
  report llama-3-8b --seq 8192 --mask full --format json
sum=$(sed -n 's/.*"path": "layers\.0\.attention\.\(q\|k\|v\|core\|out\)".*"matmul_flops": "\([0-9]*\)".*/\2/p' .out | paste -sd+)
expect "the sum" test $((sum)) = 1786706395136
published "llm-analysis: 15,009,841,152 FLOP for a decode step leaves out the scores of its 8,192 cached tokens"
run report llama-3-8b --phase decode --context 8192 --format json  # one token beyond the stated maximum: a warning
expect "the difference" test $(($(report_number matmul_flops) - 15009841152)) = $((4 * 32 * 8192 * 4096))
accepts "flash-attention bench_utils: 33,570,816 bytes of Q, K, V and output of a layer, 8,192 keys" \
  report llama-3-8b --phase decode --context 8191 --format json
expect "cache of a layer, and a query and an output of 32 heads" test $(($(report_number kv_cache_bytes) / 32 + 2 * 32 * 128 * 2)) = 33570816
published "DeepSpeed README, BERT-Large: 32.23 GMAC of self-attention leave out Q·Kᵀ and P·V, 2.68 GMAC"
expect "2.68" close "$(flops dense 128 64) / 2 * 80 * 16" 2.684e9 0.001
published "Kaplan et al. 2020, table 1: 2·n_ctx·d_attn a token and layer is half of the full square: causal, but for n²/2"
expect "(n + 1)/2n of it" test $((2 * 1024 * $(flops dense_causal 1024 64))) = $((1025 * $(flops dense 1024 64)))

# ---- growth
grows() {  # NAME VARIANT BOUND OPTIONS...: proved
  published "$1"
  shift
  run prove "$@"
  expect "proved" test "$code" = 0
}
grows "Vaswani et al. 2017, table 1: n²·d" dense 'n^2*d' --relation theta
grows "Child et al. 2019: n·sqrt(n)" strided 'n^1.5*d' --relation theta --regime 'l=n^0.5'
grows "Wang et al. 2020: n·k" linformer 'n*k*d'
grows "Beltagy et al. 2020: n·(w + g)" longformer 'n*(w+g)*d'
grows "Zaheer et al. 2020: linear in n" bigbird 'n*d' --regime 'B_r fixed,w fixed,g fixed,r fixed'
grows "Katharopoulos et al. 2020: n·d²" linear_elu 'n*d^2' --relation theta
grows "Choromanski et al. 2020: n·r·d" performer 'n*features*d'
grows "Xiong et al. 2021: linear in n" nystrom 'n*d' --regime 'landmarks fixed,iterations fixed'
grows "Dao and Gu 2024, 6.3: T·N² by chunks" ssd_chunked 'n*d^2' --relation theta --regime 'C fixed'
grows "Dao et al. 2022, theorem 1: n²·d" flash1 'n^2*d' --regime 'B_r fixed,B_c fixed'
published "Kitaev et al. 2020: n·log n comes from sorting, which depends on data and is not counted; per chunk n·c·d"
run prove reformer 'n*c*d + n*buckets*d'
expect "proved" test "$code" = 0
finish
