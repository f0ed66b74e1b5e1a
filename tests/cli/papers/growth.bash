# ---- growth: orders that papers state, of unit totals in all sizes at once
grows() {  # NAME WHAT VARIANT BOUND OPTIONS...
  figure "$1" "" "$2"
  proves "${@:3}"
}
grows vaswani.t1.selfattn "Vaswani et al. 2017, table 1: n²·d, without projections" dense 'n^2*d' --relation theta
run prove mha 'n^2*d'
expect "with them it is not" test "$code" = 1
grows claim.child "Child et al. 2019: n·sqrt(n)" strided 'n^1.5*d' --relation theta --regime 'l=n^0.5'
grows claim.linformer "Wang et al. 2020: n·k of time and space" linformer 'n*k*d'
exactly "$(scratch linformer 2048 64 --sizes k=128)" "$(scratch linformer 1024 64 --sizes k=128)"
grows claim.performer "Choromanski et al. 2020: n·r·d of time, r·d of space besides" performer 'n*features*d'
exactly "$(scratch performer 2048 64 --sizes features=128)" "128 * 64 + 128 + 64"
grows claim.bigbird "Zaheer et al. 2020: linear in n" bigbird 'n*d' --regime 'B_r fixed,w fixed,g fixed,r fixed'
grows claim.reformer "Kitaev et al. 2020: n·log n comes from sorting, which depends on data and is not counted; n·c·d by chunks" \
  reformer 'n*c*d + n*buckets*d'
# Each query alone: tiles of one row, of a fixed number of keys, or of sqrt(n). Indices are not counted, nor their log n.
figure claim.rabe-staats "" "Rabe and Staats 2021: O(1) of memory a query; sqrt(n) in chunks of sqrt(n)"
proves flash2 'n^2*d' --regime 'B_r fixed,B_c fixed'
exactly "$(scratch flash2 16384 64 --sizes Br=1,Bc=32)" "$(scratch flash2 1024 64 --sizes Br=1,Bc=32)"
exactly "$(scratch flash2 16384 64 --sizes Br=1,Bc=128) - $(scratch flash2 1024 64 --sizes Br=1,Bc=32)" "128 - 32"

# Tay et al. 2020, table 1, where d is left out
grows tay.image-transformer "n·m, in blocks of m" chunked_local 'n*C*d'
grows tay.sparse-transformer "n·sqrt(n)" strided 'n^1.5*d' --relation theta --regime 'l=n^0.5'
grows tay.reformer "n·log n: as of Kitaev et al." reformer 'n*c*d + n*buckets*d'
grows tay.longformer "n·(k + m): a window of k, m global tokens" longformer 'n*(w+g)*d'
grows tay.transformer-xl "n²: the keys are the segment's and at most as many that are kept" dense 'n_q^2*d_k + n_q^2*d_v' \
  --regime 'n_k<=n_q'
gpt 2 64 4 100 512
model gpt.json --mask full --seq 128 --context 128
exactly "$(part exp '.*core')" "2 * 4 * 2 * 128 * 128"
grows tay.memory-compressed "n_c²: dense over what the convolution leaves, which is not a variant here" dense 'n^2*d' --relation theta

# Dao and Gu 2024, 6.3: a head of N = P = Q, T positions
grows mamba2.attention "state T; T²·N to train, T·N a step, T² of memory, by matrix products" dense 'n^2*d' --relation theta
proves dense_decode 'n*d' --relation theta
expect "memory" test "$(listed dense scratch)" = 'n_q·n_k'
grows mamba2.ssm "state N a channel, T·N² to train, N² a step: one state of N·P; not the T·N² of all states" \
  ssd_recurrent 'n*d^2' --relation theta
expect "state" test "$(listed ssd_recurrent scratch)" = 'd_k·d_v'
exactly "$(flops ssd_recurrent 1024 64)" "1024 * $(flops ssd_recurrent 1 64)"
grows mamba2.ssd "T·N² to train by chunks of N; memory T·N holds a state a chunk, here one: N·P + Q²" \
  ssd_chunked 'n*d^2' --relation theta --regime 'C=d'
exactly "$(scratch ssd_chunked 1024 64 --sizes C=64)" "64 * 64 + 64 * 64"
expect "within T·N" test "$(scratch ssd_chunked 1024 64 --sizes C=64)" -le $((1024 * 64))
# T·Q·N + T·Q·P multiply-adds of full tiles are (Q + 1)/2Q of them here, where a tile is scored up to its diagonal
figure mamba2.cost "" "T·Q·N + T·Q·P + 2·T·N·P, and a scan of T·N·P/Q"
for chunk in 16 64; do
  macs=$(($(flops ssd_chunked 1024 64 --sizes C=$chunk) / 2))
  exactly "2 * $chunk * ($macs - 2 * 1024 * 64 * 64)" "($chunk + 1) * 1024 * $chunk * (64 + 64)"
done
run explain ssd_chunked --n 1024 --d 64 --sizes C=64
expect "the scan, T·N·P/Q" grep -qF 'd_k·d_v·ceil(n_q/C)' .out

# besides the reference data
case_name="growth of others"
proves linear_elu 'n*d^2' --relation theta                                          # Katharopoulos et al. 2020
proves nystrom 'n*d' --regime 'landmarks fixed,iterations fixed'                    # Xiong et al. 2021
proves ssd_chunked 'n*d^2' --relation theta --regime 'C fixed'

# Liu et al. 2023, table 2: a hop computes on blocks of c positions while keys and values of 16 bits travel. It hides the
# transfer where FLOPs/F >= bytes/B; both are linear in c but for one factor, so c = F/B · c0·bytes/FLOPs at any c0. s = 6c.
blocks=8 c0=128 width=64
hop=$(($(flops ring $((blocks * c0)) $width --sizes p=$blocks) / (blocks * blocks)))
bytes=$((2 * 2 * c0 * width))
while read -r name length rate bandwidth; do
  figure "ring.t2.$name" "$length" "the shortest length a device: 6·F/B"
  about "6 * $rate / $bandwidth * $c0 * $bytes / $hop" 0.011
done <<'LIST'
a100-nvlink 6200 312e12 300e9
a100-ib 149500 312e12 12.5e9
tpuv4 6200 275e12 268e9
LIST
about "6 * 312e12 / 12.5e9 * $c0 * $bytes / $hop" 0.00001 149760  # of InfiniBand: printed from a c that was rounded
# Of the scratch of all devices, statistics of the rows (3n + p) apart: two blocks each of keys and values, one of output
figure ring.mem "" "6bch bytes: wrong for 16 bits, since six blocks, the query's with them, are 12bch bytes"
elements_of_blocks=$(($(scratch ring 1024 64 --sizes p=8) - 3 * 1024 - 8 + 1024 * 64))
exactly "$elements_of_blocks" "6 * 1024 * 64"
outside "recurrent networks are no variant of attention" vaswani.t1.recurrent
