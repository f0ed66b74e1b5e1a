# ---- FlashAttention and traffic. Dao et al. 2022, figure 2 left: n = 1024, d = 64, 16 heads, batch 64, 16-bit words
within() { awk "BEGIN {exit !($1 >= $2 && $1 <= $3)}"; }
declare -i heads=16*64 n=1024 d=64
gpt 1 $((16 * d)) 16 100 $n
under fa-bench gpt.json --seq $n --batch 64 --mask full
forward=$counted
under fa-bench-train gpt.json --seq $n --batch 64 --mask full
trained=$counted
standard=$((($(flops dense_standard $n $d) + $(flops dense_backward $n $d)) * heads))
flash=$((($(flops flash1 $n $d) + $(flops flash1_backward $n $d)) * heads))
figure fa-741-fwd 275 "GFLOP forward (T. Dao in issue 741 of the flash-attention repository)"
exactly "$forward" "4 * n * n * d * heads"
about "$forward / 1e9" 0.002
figure fa-741-fwdbwd-flash 963 "GFLOP forward and backward of FlashAttention (the same)"
about "$trained / 1e9" 0.002
exactly "$trained" "$flash"
for name in fa1-fig2-gflops-std fa1.fig2.gflops.std; do
  figure $name 66.6 "GFLOP of standard attention: wrong, 4·n²·d and 8·n²·d a head are 825"
  exactly "$standard" "12 * n * n * d * heads"
  differs "$standard / 1e9"
  about "$standard / 1e9 / 12.38" 0.001
done
figure fa1.fig2.gflops.flash 75.2 "GFLOP of FlashAttention: wrong, 14·n²·d a head are 962"
exactly "$flash" "14 * n * n * d * heads"
differs "$flash / 1e9"
about "$flash / 1e9 / 12.79" 0.001
figure fa1.fig2.gflops.ratio 1.1291291291291292 "their ratio: 7/6 of matrix products alone"
exactly "6 * $flash" "7 * $standard"
about "$flash / $standard" 0.04
figure fa1.fig2.gflops.diff 8.6 "GFLOP between them: S computed again, as of 64 of the 1,024 heads"
about "($flash - $standard) / 16 / 1e9" 0.007

# The bare algorithms, 0 and 3, are 4n² + 4nd and 7n² + 8nd, what the program states. Unfused, the causal mask reads and
# writes S, dropout reads and writes P forward and dP backward, each with a mask of one byte: 7n² words more.
square=$(scratch dense_standard $n $d)
bare=$(($(words dense_standard $n $d) + $(words dense_standard_backward $n $d)))
unfused=$(((bare + (2 + 2 + 2) * square + (square + square) / 2) * heads * 2))
figure fa1.fig2.hbm.std 40.3 "GB moved by standard attention, mask and dropout unfused"
about "$unfused / 1e9" 0.005
figure fa1-fig2-hbm-std 40.3 "GB, called measured: the bare algorithms are 25.2"
about "$unfused / 1e9" 0.005
about "$bare * $heads * 2 / 1e9" 0.005 25.2
figure fa1.fig2.hbm.std.v1 35.3 "GB in the first version of the paper: more than the bare algorithms, less than unfused"
expect "between" within "$printed" "$bare * $heads * 2 / 1e9" "$unfused / 1e9"
moved=$((($(words flash1 $n $d 98304) + $(words flash1_backward $n $d 98304)) * heads * 2))
figure fa1.fig2.hbm.flash 4.4 "GB moved by FlashAttention, tiles for 192 kB"
about "$moved / 1e9" 0.07
figure fa1.fig2.runtime.ratio 5.712328767123288 "41.7 and 7.3 ms on a device: more than the words take at 1.555 TB/s"
expect "41.7 ms" test "$((unfused / 1555000))" -lt 41700
expect "7.3 ms" test "$((moved / 1555000))" -lt 7300
figure fa-bandwidth-llama3-decode 33570816 "bytes of Q, K, V and output of a layer of Llama 3 8B, 8,192 keys"
model llama-3-8b --phase decode --context 8191
exactly "$(number kv_cache_bytes) / 32 + 2 * 32 * 128 * 2"

figure fa1.thm2.std "" "standard attention moves Theta(nd + n²) words: 4n² + 4nd"
for d in 64 128; do
  expect "4n² + 4nd, d = $d" test "$(words dense_standard 512 $d) $(words dense_standard 1k $d)" = \
    "$((4 * 512 * 512 + 4 * 512 * d)) $((4 * 1024 * 1024 + 4 * 1024 * d))"
done
figure fa1.thm2.flash "" "FlashAttention moves Theta(n²·d²/M) words: the constant is within 12 to 16 for M from 4d to nd"
for memory in 256 1k 4k 16k 64k; do
  for size in 1k 4k; do
    ratio=$(constant flash1 $size 64 $memory over_n2d2_by_M)
    expect "n = $size, M = $memory: $ratio" within "$ratio" 12 16
  done
done
figure fa1.prop3 "" "no exact algorithm moves o(n²·d²/M) for all M from d to nd: none here is below twice that at any M"
for memory in 64 256 1k 4k 16k 64k; do
  for tiled in flash1 flash2; do
    ratio=$(constant $tiled 1k 64 $memory over_n2d2_by_M)
    expect "$tiled, M = $memory: $ratio" within "$ratio" 2 16
  done
done
figure saha.large "" "M >= d²: Theta(n²·d²/M), reached by FlashAttention"
for memory in 4k 16k 64k; do
  ratio=$(constant flash1 1k 64 $memory over_saha_ye)
  expect "the same bound, M = $memory" test "$ratio" = "$(constant flash1 1k 64 $memory over_n2d2_by_M)"
  expect "M = $memory: $ratio" within "$ratio" 12 16
done
figure saha.small "" "M < d²: Theta(n²·d/sqrt(M)), not reached by FlashAttention: it is above by d/sqrt(M)"
for memory in 256 1k; do
  about "$(constant flash1 1k 64 $((4 * ${memory/1k/1024})) over_saha_ye) * 2" 0.02 "$(constant flash1 1k 64 $memory over_saha_ye)"
done
about "$(words flash1 1k 64 4096) / $(constant flash1 1k 64 4k over_saha_ye)" 0.0001 "1024 * 1024"  # n² where they meet
figure hongkung.mm "" "Omega(m·k·n/sqrt(M)) of a product: the bound of two products is 2n²·d/sqrt(M), and flash2 is above"
for memory in 256 4k 64k; do
  product="1024 * 1024 * 64 / sqrt(${memory/k/ * 1024})"
  ratio=$(constant flash2 1k 64 $memory over_products)
  about "$(words flash2 1k 64 $memory) / $ratio" 0.0001 "(2 * $product)"
  expect "M = $memory: $ratio" within "$ratio" 1 100
done

figure fa1.thm1 "" "O(n²·d) operations and O(n) extra memory: 2 words a row in tiles of one size"
proves flash1 'n^2*d' --regime 'B_r fixed,B_c fixed'
exactly "$(scratch flash1 2048 64) - $(scratch flash1 1024 64)" "2 * 1024"
figure fa2.fwd "" "4·seqlen²·head_dim·heads (Dao 2023, 4.1), halved if causal: n/2 pairs of the diagonal are more"
exactly "16 * $(flops flash2 1024 64)" "4 * 1024 * 1024 * 64 * 16"
exactly "2 * 1024 * $(flops dense_causal 1024 64)" "1025 * $(flops dense 1024 64)"
figure fa2.bwd "" "backward is 2.5 times forward, where d_k = d_v"
exactly "2 * $(flops flash2_backward 1024 64)" "5 * $(flops flash2 1024 64)"
outside "rates and times of devices are not counted" fa2.util vaswani.t2.base
