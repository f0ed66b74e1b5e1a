# ---- parameters and FLOPs of models; core: Q·Kᵀ and P·V of all layers, as they run
core() { part matmul_flops '.*\.core'; }

# nanoGPT, transformer_sizing.ipynb: no causal discount; a model without biases, so norms have half their parameters
model gpt2 --seq 1024 --mask full
figure nanogpt-attention-kqv 3623878656 "FLOP of q, k and v of a layer"
exactly "$(part matmul_flops 'layers\.0\.attention\.[qkv]')"
figure nanogpt-attention-scores 1610612736 "FLOP of the scores of a layer: half of the core, since d_k = d_v"
exactly "$(part matmul_flops 'layers\.0\.attention\.core') / 2"
figure nanogpt-params 124337664 "parameters without biases: weights are FLOPs / (2 positions), a norm's weights half of it"
norms=$(($(part parameters '.*norm') / 2))
linear=$(($(part matmul_flops '.*(q|k|v|out|up|down)') / (2 * 1024)))
exactly "$(number embedding) + $linear + $norms"
figure nanogpt-palm 875062886400 "FLOP of a pass by (6N + 12LHQT)·T, in whose N are norms, which are no matrix product"
under nanogpt gpt2 --seq 1024
exactly "$counted - $(term 'biases|norm_biases')"

# Chowdhery et al. 2022 (PaLM), appendix B. A llama of its widths has the same matrices; norms are not in its N
figure palm.formula "" "6N + 12LHQT a token: of Llama 3 8B, with N the weights of matrix products"
under palm llama-3-8b --seq 8192
weights=$(($(number total) - $(number embedding) - $(part parameters '.*norm')))
exactly "$counted / 8192" "6 * $weights + 12 * 32 * 32 * 128 * 8192"
llama 64 8192 32 1 32768 256000 head_dim=256 tie_word_embeddings=true
model llama.json --seq 2048 --mask full
figure palm-62b-params 62500000000 "parameters of PaLM 62B"
about "$(number total) - $(part parameters '.*norm')" 0.001
llama 118 18432 48 1 73728 256000 head_dim=256 tie_word_embeddings=true
under palm llama.json --seq 2048
figure palm-540b-params 540350000000 "parameters of PaLM 540B"
about "$(number total) - $(part parameters '.*norm')" 0.001
for name in palm.mfu.attn palm-540b-mfu; do
  figure $name 0.462 "utilisation of 6,144 chips of 275 TFLOP/s at 238.3 k tokens/s, full square"
  about "$counted / 2048 * 238.3e3 / (6144 * 275e12)" 0.002
done
gpt 105 20480 128 51200 2048
under 6nd gpt.json --seq 2048
mtnlg=$counted
figure palm.mtnlg.noattn 0.297 "utilisation of MT-NLG 530B by 6N alone"
about "$mtnlg / 2048 * 65.43e3 / (2240 * 312e12)" 0.003

# Kaplan et al. 2020, table 1: N = 12·n_layer·d², without embeddings
figure kaplan.fwd "" "2N + 2·n_layer·n_ctx·d a token: causal, but with n²/2 pairs for n(n + 1)/2, half of PaLM's square"
under kaplan gpt2 --seq 1024
exactly "$counted" "1024 * (2 * 12 * 12 * 768 * 768 + 2 * 12 * 1024 * 768)"
exactly "1024 * $(core)" "1025 * $(term "$core_pairs")"

# Hoffmann et al. 2022 (Chinchilla), appendix F: 3·(all but embeddings and logits + 3 a softmax weight) of 2,048 tokens.
# Its text counts logits and embeddings too, as products of the same size; with both the first row would be 1.59.
chinchilla() {  # LAYERS WIDTH HEADS: sets F; N the parameters, with a matrix and two rows a layer for relative positions
  gpt "$1" "$2" "$3" 32000 2048
  under chinchilla-text gpt.json --seq 2048
  with_both=$counted
  under chinchilla gpt.json --seq 2048
  F=$counted
  N=$(($(number total) - 2048 * $2 + $1 * ($2 * $2 + 2 * $2)))
}
while read -r name ratio params layers width heads; do
  figure "chinchilla.f.$name" "$ratio" "FLOPs by appendix F over 6ND"
  chinchilla "$layers" "$width" "$heads"
  about "$F / (6 * $params * 2048)" 0.011
  [[ $name != 73M ]] || about "$with_both / (6 * $params * 2048)" 0.01 1.59
done <<'LIST'
73M 1.03 73.5e6 10 640 10
552M 1.08 552e6 24 1280 10
1593M 1.03 1593e6 28 2048 16
6796M 0.99 6796e6 40 3584 28
LIST
while read -r shape flops layers width heads; do
  figure "chinchilla-F-$shape" "$flops" "FLOP of a pass by appendix F"
  chinchilla "$layers" "$width" "$heads"
  exactly "$F"
done <<'LIST'
24x1280 7353453772800 24 1280 10
26x1792 14670316437504 26 1792 14
28x2048 20220437594112 28 2048 16
40x3584 83021046743040 40 3584 28
LIST
while read -r shape ratio layers width heads; do
  figure "chinchilla-ratio-$shape" "$ratio" "the same over 6ND, N with relative positions"
  chinchilla "$layers" "$width" "$heads"
  about "$F / (6 * $N * 2048)" 0.000001
done <<'LIST'
20x1024 1.100817 20 1024 16
24x1280 1.082919 24 1280 10
LIST

# Brown et al. 2020 (GPT-3), appendix D: 6N a token, 300 G tokens
train() {  # NAME PRINTED TOKENS: of gpt.json
  figure "$1" "$2" "FLOP to train by 6ND"
  under 6nd gpt.json --seq 1
  about "$counted * $3" 0.005
}
gpt 32 2560 32 50257 2048
train gpt3-train-2.7B 4.77e21 300e9
gpt 40 5120 40 50257 2048
train gpt3-train-13B 2.31e22 300e9
gpt 96 12288 96 50257 2048
train gpt3-train-175B 3.14e23 300e9 && train gpt3.d.175b 3.14e23 300e9
gpt 24 1024 16 50265 514  # bert is not covered: blocks of the same widths have as many parameters
train gpt3.d.bert-large 5.33e20 250e9

# Megatron-LM (Narayanan et al. 2021): 12lh²·(1 + 13/12h + (V + s)/12lh) lacks the last norm, 2h; days by 8TP/nX
gpt 80 12288 96 51200 2048
model gpt.json --seq 2048
figure megatron-params-145.6B 145600000000 "parameters"
about "$(number total)" 0.005
exactly "$(number total) - 2 * 12288" "12 * 80 * 12288 * 12288 + 13 * 80 * 12288 + (51200 + 2048) * 12288"
gpt 96 12288 96 51200 2048
under 8nd gpt.json --seq 1
gpt3=$counted
gpt 105 20480 128 51200 2048
under 8nd gpt.json --seq 1
mtnlg=$counted
while read -r name days token gpus rate; do
  figure "megatron-days-$name" "$days" "days to train on 300 G tokens"
  about "300e9 * $token / ($gpus * $rate * 1e12) / 86400" 0.04
done <<LIST
175b-384 84 $gpt3 384 153
175b-768 43 $gpt3 768 149
530b-560 156 $mtnlg 560 171
530b-2240 42 $mtnlg 2240 159
LIST
gpt 96 12288 96 51200 2048 tie_word_embeddings=false
model gpt.json --seq 2048
figure cookbook-gpt3-params 175240000000 "parameters, head not tied (EleutherAI cookbook)"
about "$(number total)" 0.001

# Korthikanti et al. 2022. Bytes that a layer keeps for its gradients, 16 bits, dropout masks of 1 byte. Inputs of linear
# layers are FLOPs / 2·outputs, outputs FLOPs / 2·inputs; a layer keeps pairs as P and P after dropout, with its mask.
kept() {  # WIDTH: sets whole (of every device), split (with the tensor, by t), pairs; in bytes of layer 0
  local h=$1
  width_in() { echo $(($(part matmul_flops "layers\\.0\\.$1") / (2 * $2))); }
  local norms_in gelu_in
  norms_in=$(($(part div 'layers\.0\.(attention|feed_forward)_norm') / 3 * h))  # 3 div a row
  gelu_in=$(width_in 'feed_forward\.up' "$h")
  whole=$((2 * norms_in + 2 * $(width_in 'attention\.q' "$h") + 2 * $(width_in 'feed_forward\.up' $((4 * h))) +
    $(width_in 'attention\.out' "$h") + $(width_in 'feed_forward\.down' $((4 * h)))))
  split=$((2 * $(width_in 'attention\.q' "$h") + 2 * $(width_in 'attention\.k' "$h") + 2 * $(width_in 'attention\.v' "$h") +
    2 * $(width_in 'attention\.out' "$h") + 2 * gelu_in + 2 * $(width_in 'feed_forward\.down' "$h")))
  pairs=$(((2 + 1 + 2) * $(part exp 'layers\.0\.attention\.core')))
}
# Selective recomputation runs the core once more: 4·B·s²·h a layer, of three passes over the layers. What is printed
# multiplies it by 3, as if it were a pass of its own with its gradients: (s/6h) / (1 + s/6h) for (s/18h) / (1 + s/6h).
overhead() {  # RECOUNT
  local layers again
  under korthikanti-selective gpt.json --seq 2048
  again=$(term "$core_pairs" recompute)
  layers=$((counted - $(term 'head_.*') - again))
  about "$again / 3 / $layers" 0.01 "$1"
  about "$again / $layers" 0.03
  differs "$again / 3 / $layers"
}
gpt 96 12288 96 51200 2048
model gpt.json --seq 2048 --batch 2 --mask full
kept 12288
sbh=$((2048 * 2 * 12288))
figure kor.layer "" "s·b·h·(34 + 5as/h) bytes a layer"
exactly "$whole + $split + $pairs" "$sbh * 34 + 5 * 96 * 2048 * 2048 * 2"
figure kor.tp "" "s·b·h·(10 + 24/t + 5as/ht): what a tensor-parallel layer repeats and splits"
exactly "$whole" "10 * $sbh"
exactly "$split" "24 * $sbh"
figure kor.sel "" "34·s·b·h/t with sequence parallelism and selective recomputation: all but the pairs"
exactly "$whole + $split" "34 * $sbh"
figure kor.gpt3.ratio 80 "5as/h of GPT-3"
exactly "$pairs / $sbh"
for name in kor.gpt3.saved korth-selsave-gpt3-175b; do
  figure $name 0.7 "what selective recomputation saves"
  about "$pairs / ($whole + $split + $pairs)" 0.01
done
figure kor.gpt3.overhead 0.027 "overhead of selective recomputation, of GPT-3: wrong, 0.90 %"
overhead 0.00901
figure kor.modelflops "" "72BLsh²·(1 + s/6h + v/12hL), full square"
under korthikanti gpt.json --seq 2048 --batch 2
exactly "$counted" \
  "72 * 2 * 96 * 2048 * 12288 * 12288 + 12 * 2 * 96 * 2048 * 2048 * 12288 + 6 * 2 * 2048 * 12288 * 51200"
gpt 105 20480 128 51200 2048
model gpt.json --seq 2048 --mask full
kept 20480
figure kor.530b.ratio 64 "5as/h of MT-NLG"
exactly "$pairs / (2048 * 20480)"
figure korth-selsave-mtnlg-530b 0.65 "what selective recomputation saves"
about "$pairs / ($whole + $split + $pairs)" 0.01
for name in kor.530b.overhead korth-selflops-mtnlg-530b; do
  figure $name 0.016 "overhead of selective recomputation, of MT-NLG: wrong, 0.55 %"
  overhead 0.00546
done

# ---- what other programs compute for training
figure megatron-run-llama3-70b 3680031058427904 "FLOP of a pass, Megatron-LM: half of the square"
under megatron llama-3-70b --seq 8192
exactly "$counted"
figure megatron-run-tiny-gpt 216627412992 "the same, 4 layers of 512"
llama 4 512 8 8 2048 32000
under megatron llama.json --seq 1024
exactly "$counted"
outside "no layers of Mamba-2 or gated DeltaNet in a report" megatron-run-mamba2layers megatron-run-gdn2layers

# verl: half of the square; wrong: the embedding, a look-up, is counted as a product of the head's size
verl() {  # NAME PRINTED WHAT TYPE HEAD-DIM LAYERS WIDTH HEADS KV-HEADS HIDDEN VOCABULARY
  figure "$1" "$2" "$3"
  llama "${@:6}" "type=$4" head_dim="$5"
}
what="FLOP of a pass over 3 sequences of 4,096, verl: wrong by 6·tokens·vocabulary·width"
while read -r name flops rest; do
  # shellcheck disable=SC2086
  verl "verl-$name" "$flops" "$what" $rest
  under verl llama.json --seq 4096 --batch 3
  exactly "$counted"
  exactly "$(term embedding)" "6 * 3 * 4096 * $(number embedding)"
done <<'LIST'
llama2-7b-3x4096 536372695793664 llama 128 32 4096 32 32 11008 32000
qwen2.5-7b-3x4096 591764889010176 llama 128 28 3584 28 4 18944 152064
qwen3-8b-3x4096 648394032807936 qwen3 128 36 4096 32 8 12288 151936
mistral-small-24b-3x4096 1787393589903360 mistral 128 40 5120 32 8 32768 131072
LIST
# Mixtures of experts: those of a token, and the router
figure verl-qwen3-30b-a3b-3x4096 306570470621184 "$what"
under verl qwen3-30b-a3b --seq 4096 --batch 3
exactly "$counted"
exactly "$(term router)" "6 * 3 * 4096 * 48 * 2048 * 128"
figure verl-qwen3-30b-a3b-mixed 78593069678592 "the same, sequences of 512, 1,024 and 2,048"
sum=0
for length in 512 1024 2048; do
  under verl qwen3-30b-a3b --seq $length
  sum=$((sum + counted))
done
exactly "$sum"
# Every other layer has a window of 128: n·128/2 pairs in its convention, here as 96 sequences of 128
verl verl-gptoss-20b-3x4096 323953008574464 "$what, as a dense model, with the router" qwen3 64 24 2880 64 8 $((4 * 2880)) 201088
under verl llama.json --seq 128 --batch 96
window=$(term "$core_pairs")
under verl llama.json --seq 4096 --batch 3
exactly "$counted + ($window - $(term "$core_pairs")) / 2 + 6 * 3 * 4096 * 24 * 2880 * 32"

llama 32 4096 32 32 11008 32000
while read -r name printed_core seq convention; do  # before that pull request, the core was PaLM's
  figure "maxtext-llama2-7b-attn-$name" "$printed_core" "TFLOP of the cores, batch 4, 3 passes (MaxText, pull request 1988)"
  under "$convention" llama.json --seq "$seq" --batch 4
  about "$(term "$core_pairs") / 1e12" 0.0001
done <<'LIST'
dense-8k 422.21 8192 palm
causal-8k 211.11 8192 maxtext
dense-126k 104735.08 129024 palm
LIST
figure llmanalysis-llama-7b-train 4478577147904000 "FLOP, llm-analysis, selective recomputation: feed-forward of 16·width²"
under llm-analysis-selective llama.json --seq 2048 --batch 50
exactly "$counted"
llama 80 8192 64 64 22016 32000
figure llmanalysis-llama-65b-train 6710800500654080 "the same of 65B"
under llm-analysis-selective llama.json --seq 2048 --batch 8
exactly "$counted"
