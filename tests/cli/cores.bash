# report --attention: a model with another attention core. What the core costs is what `verify` counts by running the
# kernel of one head; all else is the report with dense attention.
source "$(dirname "$0")/harness.bash"

kinds=(mul add div exp cmp sqrt log tanh erf sin cos matmul_flops unit_total)

# report_counts FILE, kernel_counts FILE: operations of a report, and as counted (not as claimed) by verify
report_counts() {
  local kind
  for kind in "${kinds[@]}"; do sed -n '/"operations": {/,/}/s/^ *"'"$kind"'": "\([0-9]*\)".*/\1/p' "$1" | head -1; done
}
kernel_counts() {
  local kind counted
  counted=$(sed -n 's/.*"counted": {\("mul"[^}]*\)}, "equal".*/\1/p' "$1")
  for kind in "${kinds[@]}"; do sed -n 's/.*"'"$kind"'": "\([0-9]*\)".*/\1/p' <<<"$counted"; done
}

# [own_mask=MASK] core NAME DENSE SIZES VARIANT COUNTED OPTIONS...: every kind of operation of the report with VARIANT (under
# MASK, if the variant takes one), less that with dense attention under DENSE's mask, is the difference of the kernels of
# COUNTED and DENSE, for each of 2 layers of 4 heads and 3 sequences
core() {
  local name=$1 dense=$2 sizes=$3 variant=$4 counted=$5
  shift 5
  local mask=full
  [[ $dense == *causal ]] && mask=causal
  accepts "$name, dense" report gpt2.json --batch 3 "$@" --mask "$mask" --format json
  cp "$work/.out" dense.json
  accepts "$name" report gpt2.json --batch 3 "$@" --attention "$variant" ${own_mask:+--mask $own_mask} --format json
  cp "$work/.out" core.json
  run verify "$dense" --sizes "$sizes" --format json
  cp "$work/.out" dense_kernel.json
  local own=${counted#*,}
  [[ $counted == *,* ]] || own=
  run verify "${counted%%,*}" --sizes "$sizes${own:+,$own}" --format json
  cp "$work/.out" core_kernel.json
  local -a before after dense_head core_head
  mapfile -t before < <(report_counts dense.json)
  mapfile -t after < <(report_counts core.json)
  mapfile -t dense_head < <(kernel_counts dense_kernel.json)
  mapfile -t core_head < <(kernel_counts core_kernel.json)
  expect "13 counts of each" [ "${#before[@]} ${#after[@]} ${#dense_head[@]} ${#core_head[@]}" = "13 13 13 13" ]
  local i
  for i in "${!kinds[@]}"; do
    expect "${kinds[i]}" [ $((after[i] - before[i])) = $((2 * 4 * 3 * (core_head[i] - dense_head[i]))) ]
  done
}

config gpt2.json type=gpt2
point=n=37,d=16
core flash2 dense_causal $point flash2,B_r=8,B_c=8 flash2_causal,B_r=8,B_c=8 --seq 37
core "tiles of two sizes" dense_causal $point flash2,B_r=8,B_c=16 flash2_causal,B_r=8,B_c=16 --seq 37
own_mask=full core "tiles, full mask" dense $point flash1,B_r=5,B_c=16 flash1,B_r=5,B_c=16 --seq 37
core "a chunk behind a cache" dense_causal n_q=9,n_k=37,d=16 flash2_causal,B_r=4,B_c=4 flash2_causal,B_r=4,B_c=4 \
  --seq 9 --context 28
core "sliding window" dense $point sliding_window,w=5 sliding_window,w=5 --seq 37
core "a window behind a cache" dense n_q=9,n_k=37,d=16 sliding_window,w=5 sliding_window,w=5 --seq 9 --context 28
core "a window, decode" dense n_q=1,n_k=37,d=16 sliding_window,w=5 sliding_window,w=5 --phase decode --context 36
core "sinks, decode" dense n_q=1,n_k=37,d=16 sinks,w=5,g=2 sinks,w=5,g=2 --phase decode --context 36
core "a dilated window behind a cache" dense n_q=9,n_k=37,d=16 dilated,w=5,s=3 dilated,w=5,s=3 --seq 9 --context 28
core "chunks behind a cache" dense n_q=9,n_k=37,d=16 chunked_local_causal,C=8 chunked_local_causal,C=8 --seq 9 --context 28
core "a chunk, decode" dense n_q=1,n_k=37,d=16 chunked_local_causal,C=8 chunked_local_causal,C=8 --phase decode --context 36
core longformer dense $point longformer,w=3,g=2 longformer,w=3,g=2 --seq 37
core "linear, causal" dense_causal $point linear_elu linear_elu_causal --seq 37
core "linear, by chunks" dense $point linear_elu_chunked,C=8 linear_elu_chunked,C=8 --seq 37
own_mask=full core performer dense $point performer,features=7 performer,features=7 --seq 37
core "decode, splits" dense n_q=1,n_k=37,d=16 split_k,B_c=8,s=3 split_k,B_c=8,s=3 --phase decode --context 36

# ---- memory: x, queries and result, and the tile of scores, its output and two numbers a row, or less elsewhere
accepts "peak at the core" report gpt2.json --seq 512 --dtype f32 --attention flash2,B_r=512,B_c=512 --mask full --format json
expect "peak" json_is memory.activation_peak_bytes $((4 * (512 * 3 * 64 + 512 * 512 + 512 * 16 + 2 * 512)))
expect "its place" json_is memory.activation_peak_place layers.0.attention.core
accepts "peak elsewhere" report gpt2.json --seq 512 --dtype f32 --attention flash2,B_r=16,B_c=16 --format json
expect "peak" json_is memory.activation_peak_bytes $((4 * 512 * (2 * 64 + 256)))
expect "its place" json_is memory.activation_peak_place layers.0.feed_forward.up
expect "the variant" json_is workload.attention flash2_causal,B_r=16,B_c=16
expect "the mask" json_is workload.mask causal
accepts "a size by default" report gpt2.json --seq 64 --attention flash2,B_c=16 --format json
expect "the sizes" json_is workload.attention flash2_causal,B_c=16,B_r=64
accepts "a pattern of its own" report gpt2.json --seq 64 --attention sinks,w=8,g=2 --format json
expect "the mask" json_is workload.mask variant
accepts "dense by name" report gpt2.json --attention dense --mask full
cp "$work/.out" named.txt
accepts "dense" report gpt2.json --mask full
expect "the same" cmp "$work/.out" named.txt
accepts "growth of tiles of two sizes" report gpt2.json --seq 64 --attention flash2,B_r=8,B_c=16
expect "the core is in O(n²d)" grep -q '^  attention core of a layer .* within ' "$work/.out"
expect "no formula for another n" grep -q 'the core has no formula' "$work/.out"
accepts "growth of linear attention" report gpt2.json --seq 64 --attention linear_elu
expect "n·d² is not in O(n²d)" grep -q '^  attention core of a layer .* not within ' "$work/.out"

# ---- refusals
refuses "no name" USAGE "expected NAME[,size=value...]" report gpt2.json --attention ""
refuses "unknown" UNKNOWN-VARIANT "did you mean flash1" report gpt2.json --attention flash3
refuses "no word" USAGE "expected NAME=NUMBER" report gpt2.json --attention flash2,64
refuses "unknown size" USAGE "--attention: Bq" report gpt2.json --attention flash2,Bq=64
refuses "size not used" SIZE-NOT-USED "--attention: w" report gpt2.json --attention flash2,B_r=64,B_c=64,w=3
refuses "size of dense" SIZE-NOT-USED "--attention: w" report gpt2.json --attention dense,w=3
refuses "size of the model" USAGE "--attention: d_k: decided by the model" report gpt2.json --attention flash2,d_k=64
refuses "size twice" USAGE "given more than once" report gpt2.json --attention flash2,B_r=64,Br=64
refuses "no tile" IMPOSSIBLE "flash2" report gpt2.json --attention flash2,B_r=0,B_c=64 --mask full
refuses "a stride that does not fit" IMPOSSIBLE "strided" report gpt2.json --attention strided,l=0
refuses "projections of its own" NOT-A-CORE "mha needs more" report gpt2.json --attention mha
refuses "gradients" NOT-A-CORE "dense_backward" report gpt2.json --attention dense_backward
refuses "gates" NOT-A-CORE "gla_recurrent" report gpt2.json --attention gla_recurrent
refuses "its own pattern, and a mask" USAGE "scores its own keys" report gpt2.json --attention sliding_window,w=4 --mask full
refuses "causal, full mask" USAGE "--mask is full" report gpt2.json --attention online_causal --mask full
refuses "as many keys as queries" IMPOSSIBLE "longformer" report gpt2.json --attention longformer,w=4,g=1 --seq 8 --context 8
refuses "one query" USAGE "dense_decode has one query" report gpt2.json --attention dense_decode --seq 8
refuses "given twice" USAGE "given more than once" report gpt2.json --attention online --attention online
config windows.json 'type=mistral' sliding_window=16
refuses "windows of the model" USAGE "does not score the window of 16" report windows.json --attention online
# a model's own window, and the variant of that window in its place, are one pattern: what is done and read is the same,
# prefill, a chunk behind a cache and a step
for pass in "--seq 40" "--seq 9 --context 40" "--phase decode --context 40" "--phase decode --context 7"; do
  accepts "the window of the model, $pass" report windows.json $pass --format json
  cp "$work/.out" own.json
  accepts "the variant of it, $pass" report windows.json $pass --attention sliding_window,w=16 --format json
  figures() { sed -nE '/"(parameters|operations|balance|complexity)": /,/^  []}]/p; /"(kv_cache|weights)[a-z_]*":/p; /"path":/p' "$1" |
    sed -E 's/"formula": "[^"]*"//; /^ *"[a-z_]+": "[^"]*·/d'; }
  figures own.json >own.txt
  figures "$work/.out" >core.txt
  expect "some figures" [ "$(wc -l <own.txt)" -gt 30 ]
  expect "$(diff own.txt core.txt)" cmp -s own.txt core.txt
done
accepts "a step that reads its window" report windows.json --phase decode --context 40 --attention sliding_window,w=16 \
  --hardware a100-40 --format json
bytes() { sed -n 's/.*"operation": "[^"]*attention.core", .*"bytes": "\([0-9]*\)".*/\1/p' "$1"; }
step=$(bytes "$work/.out")
accepts "a longer cache, the same window" report windows.json --phase decode --context 400 --attention sliding_window,w=16 \
  --hardware a100-40 --format json
expect "bytes of the core" [ "$(bytes "$work/.out")" = "$step" ]
accepts "windows put aside" report windows.json --attention online --mask causal
finish
