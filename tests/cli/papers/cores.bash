# ---- attention cores: counts of every kind, by convention Z, of points that were counted elsewhere
counts() {  # NAME COUNTS VARIANT ARGUMENTS...: kinds that are not named are 0
  local name=$1 counts=$2
  shift 2
  figure "$name" "$counts" "$*"
  if [[ $* == *--sizes\ n=* ]]; then run verify "$@" --format json; else run explain "$@" --format json; fi
  expect "exit code" test "$code" = 0
  local found
  found=$(sed -nE 's/.*"(total|claimed)": \{([^}]*)\}.*/\2/p' .out | head -1 | tr ',' '\n' | tr -d '" ' | tr ':' '=' |
    grep -v '^matmul_flops=\|^unit_total=\|=0$' | sort | paste -sd' ')
  expect "found $found" test "$found" = "$(tr ' ' '\n' <<<"$counts" | sort | paste -sd' ')"
}
counts golden.dense "mul=135266304 add=136314880 cmp=1048576 exp=1048576 div=1048577 sqrt=1" dense --n 1024 --d 64
counts golden.causal "mul=67699200 add=68224000 cmp=524800 exp=524800 div=524801 sqrt=1" dense_causal --n 1024 --d 64
counts golden.decode "mul=1052672 add=1056768 cmp=4096 exp=4096 div=4097 sqrt=1" dense_decode --n 4096 --d 128
counts golden.flash1 "mul=137396224 add=137412608 cmp=1064960 exp=1081344 div=1048577 sqrt=1" \
  flash1 --n 1024 --d 64 --sizes Br=64,Bc=64
counts golden.flash2 "mul=136331264 add=136348672 cmp=1064960 exp=1064960 div=65537 sqrt=1 log=1024" \
  flash2_lse --n 1024 --d 64 --sizes Br=64,Bc=64
counts golden.longformer "mul=263564286 add=265607420 cmp=2043134 exp=2043134 div=2043135 sqrt=1" \
  longformer --n 4096 --d 64 --sizes w=256,g=1
counts golden.bigbird "mul=328654848 add=331202560 cmp=2547712 exp=2547712 div=2547713 sqrt=1" \
  bigbird --n 4096 --d 64 --sizes Br=64,w=1,g=2,r=3
counts golden.window.causal "mul=15091632128 add=15150354432 cmp=58722304 exp=58722304 div=58722305 sqrt=1" \
  sliding_window --n 16384 --d 128 --sizes w=4096
counts golden.linear "add=34603008 cmp=1048576 exp=524288 mul=33816576 div=262144" linear_elu --n 4096 --d 64
counts golden.linformer "mul=269484032 add=270532608 cmp=1048576 exp=1048576 div=1048577 sqrt=1" \
  linformer --n 4096 --d 64 --sizes k=256
counts golden.mha "mul=1613758464 add=1616904192 cmp=3145728 exp=3145728 div=3145740 sqrt=12" \
  mha --n 512 --d 768 --sizes heads=12
counts golden.bwd.stored "mul=270598144 add=269549568 div=1 sqrt=1" dense_backward --n 1024 --d 64
counts golden.bwd.flash "mul=338755584 add=337707008 div=1 sqrt=1 exp=1048576" flash2_backward --n 1024 --d 64
counts golden.mla.absorbed.decode "mul=4591616 add=4595712 cmp=4096 exp=4096 div=4097 sqrt=1" \
  mla_absorbed --sizes n=1,m=4096,d=128,d_c=512,d_R=64
figure golden.mla.naive.decode "mul=538185728 add=538189824 cmp=4096 exp=4096 div=4097 sqrt=1" \
  "mla_naive, run at an eighth of the keys: all is linear in them, but for the scale of a head"
at_point mla_naive n=1,m=512,d=128,d_c=512,d_R=64
for kind in mul add cmp exp; do exactly "8 * $(claimed $kind)" "$(tr ' ' '\n' <<<"$printed" | sed -n "s/$kind=//p")"; done
exactly "8 * ($(claimed div) - 1) + 1" 4097
exactly "$(claimed sqrt)" 1
figure golden.io.flash1 "loads=2260992 stores=1148928" "run at n = 128 and 256, a·n² + b·n: f(1024) = 28·f(256) - 48·f(128)"
moves() { sed -n 's/.*"io": {"claimed": {[^}]*"'"$1"'": "\([0-9]*\)".*/\1/p' .out; }
at_point flash1 n=128,d=64,Br=64,Bc=64
loads=$(moves loads) stores=$(moves stores)
at_point flash1 n=256,d=64,Br=64,Bc=64
exactly "28 * $(moves loads) - 48 * $loads" 2260992
exactly "28 * $(moves stores) - 48 * $stores" 1148928
exactly "$(words flash1 1024 64)" "2260992 + 1148928"  # tiles of 64, at the very size

crossover() {
  "$conform" compare "$1" "$2" --n 1..1k:x2 --d "$3" --format json |
    sed -n 's/.*"crossovers": \[{"n": "\([0-9]*\)".*/\1/p'
}
while read -r d full causal; do
  figure cross.linear."$d" "$full $causal" "the shortest for which linear attention costs less than dense, full and causal"
  expect "full" test "$(crossover dense linear_elu "$d")" = "$full"
  expect "causal" test "$(crossover dense_causal linear_elu_causal "$d")" = "$causal"
done <<'LIST'
16 18 34
64 66 130
128 130 258
256 258 514
LIST
# naive: a·n_q·n_k + b·n_k multiply-adds, absorbed: a'·n_q·n_k + b'·n_q; here n_q = n_k = n, from two lengths
figure cross.mla.nq 170.6667 "queries above which naive latent attention costs less, for many keys"
latent() { echo $(($(flops "$1" "$2" 128 --sizes d_c=512,d_R=64) / 2)); }
for form in naive absorbed; do
  pair=$((($(latent mla_$form 2) - 2 * $(latent mla_$form 1)) / 2))
  declare -i a_$form=pair b_$form=$(latent mla_$form 1)-pair
done
proves mla_naive 'n_q*n_k*d_k + n_q*n_k*d_R + n_q*n_k*d_v + n_k*d_c*d_k + n_k*d_c*d_v' --relation theta
proves mla_absorbed 'n_q*n_k*d_c + n_q*n_k*d_R + n_q*d_c*d_k + n_q*d_c*d_v' --relation theta
about "$b_naive / ($a_absorbed - $a_naive)" 0.0001
while read -r keys queries; do  # the first with n_q·(a' - a)·n_k + n_q·b' > n_k·b
  exactly "$b_naive * $keys / (($a_absorbed - $a_naive) * $keys + $b_absorbed) + 1" "$queries"
done <<'LIST'
1024 147
4096 164
65536 171
LIST
figure bigbird.keys 512 "keys of an ordinary query: what a block more adds, less those that see it as global"
one=$(flops bigbird 4096 64 --sizes Br=64,w=1,g=2,r=3) two=$(flops bigbird 4160 64 --sizes Br=64,w=1,g=2,r=3)
exactly "($two - $one) / (4 * 64) / 64 - 2 * 64"

# ---- counters of other programs
figure torch-sdpa-fwd-rect 268435456 "PyTorch, 128 queries and 256 keys of 4·8 heads, no causal discount"
gpt 1 512 8 100 1024
under torch gpt.json --seq 128 --context 128 --batch 4
exactly "$(term "$core_pairs")"
figure torch-sdpa-cpu-expected 12582912 "PyTorch, 12 heads, n = 64"
gpt 1 768 12 100 1024
under torch gpt.json --seq 64
exactly "$(term "$core_pairs")"
figure torch-mm 240 "PyTorch, 4 by 5 by 6: Q·Kᵀ, which is all but the part in proportion to d_v"
at_point dense n_q=4,n_k=6,d_k=5,d_v=1
one=$(claimed matmul_flops)
at_point dense n_q=4,n_k=6,d_k=5,d_v=2
exactly "2 * $one - $(claimed matmul_flops)"
figure xformers-causal-br-rect-BUG 1920 "xformers, 4 queries and 10 keys, causal: wrong, all 40 pairs, where 34 are scored"
at_point dense_causal n_q=4,n_k=10,d_k=8,d_v=16
exactly "$(claimed exp)" "6 * 4 + 4 * 5 / 2"
exactly "$(claimed matmul_flops)" "2 * 34 * (8 + 16)"
exactly "$(claimed matmul_flops) + 2 * 6 * (8 + 16)"
exactly "$(claimed matmul_flops) - 2 * 4 / 2 * (8 + 16)" 1536  # its corrected figure: half of the diagonal is left out
figure maxtext-dsv2lite-attn-causal-8k 111.33 "TFLOP of MaxText, latent attention: 3 passes of half the square, 4·16 heads, 27 layers"
core=$(($(step mla_naive 8192 128 scores --sizes d_c=512,d_R=64) + $(step mla_naive 8192 128 output --sizes d_c=512,d_R=64)))
about "3 * $core / 2 * 4 * 16 * 27 / 1e12" 0.0001

# ---- the scale. Vaswani et al. 2017, 3.2.1, footnote 4
figure vaswani.var "" "Var(q·k) = d, and the mean is 0 (50,000 pairs of each kind, 5 standard errors)"
run explain scale --format json
while read -r d mean variance; do
  about "$variance" 0.033 "$d"
  expect "mean $mean of d = $d" awk "BEGIN {exit !(($mean) ^ 2 <= 25 * $d / 50000)}"
done < <(sed -n '/"control"/q; s/.*"d": \([0-9]*\), "mean": \(.*\), "variance": \([0-9.]*\).*/\1 \2 \3/p' .out)
# Undivided scores of a wide head spread by s; then 1 - max P = f·ln 2/s and the entropy is f·π²/(6s), of 256 keys
figure scale.f0.256 2.82686 "density f at 0 of the gap between the two largest of 256 normal numbers (5 %, 2,000 queries)"
estimates=$(sed -n '/"scale": "1", "d": \(1024\|4096\|16384\)/p' .out |
  sed 's/.*"spread": \([0-9.]*\), "entropy": \([0-9.]*\), "largest_weight": \([0-9.]*\),.*/\1 * \2 * 6 \/ 3.14159265 ^ 2 + \1 * (1 - \3) \/ log(2)/' |
  paste -sd+)
about "($estimates) / 6" 0.05
outside "the experiment of explain scale has 256 keys" scale.f0.2 scale.f0.16 scale.f0.64 scale.f0.1024
