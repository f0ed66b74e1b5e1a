# ---- FLOPs of inference
figure llmanalysis-llama3-8b-attn-layer 1786706395136 "FLOP of attention and its projections in a layer (llm-analysis)"
under llm-analysis llama-3-8b --seq 8192
exactly "$(term "query_key_value|attention_output|$core_pairs") / 32"
figure llmanalysis-llama3-8b-decode-WRONG 15009841152 "FLOP of a decode step: wrong, without the 8,192 cached tokens"
under llm-analysis llama-3-8b --phase decode --context 8192  # one token beyond the stated maximum: a warning
exactly "$counted"
differs "$(number matmul_flops)"
run reconcile llama-3-8b --phase decode --context 8192 --from llm-analysis --to exact --format csv
exactly "$(sed -n 's/^cached_keys,forward,\([0-9]*\),.*/\1/p' .out)" "4 * 32 * 8192 * 4096"
model llama-3-8b --phase decode --context 8191  # what it should have been: 8,192 keys, the new one among them
exactly "$(number matmul_flops)" 19304284160
figure llmviewer-lmhead-WRONG 525336576 "FLOP of the head (LLM-Viewer): wrong, a multiply-add counts 2"
under llm-viewer llama-3-8b --seq 8192 --logits last
exactly "$(term 'head_.*')"
exactly "$(part matmul_flops head)" 1050673152
gpt 24 1024 16 30522 512  # bert is not covered: blocks of the widths of BERT-Large
under deepspeed-macs gpt.json --seq 128 --batch 80
figure ds-bert-intermediate 42.95 "GMAC of the first feed-forward layer of BERT-Large, batch 80 (DeepSpeed README)"
about "$(term feed_forward) / 24 / 2 / 1e9" 0.001
figure ds-bert-selfattn-WRONG 32.23 "GMAC of its self-attention: wrong, without the 2.68 of Q·Kᵀ and P·V"
about "$(term query_key_value) / 24 / 1e9" 0.001
about "$(term "$core_pairs") / 24 / 1e9" 0.001 2.68435456
about "$(term "query_key_value|$core_pairs") / 24 / 1e9" 0.0001 34.89660928
figure onnxtool-llama3.1-70b-macs 72888 "GMAC of 1,024 tokens (onnx-tool), with scalar operations: products alone are 0.9 % less"
model llama-3.1-70b --seq 1024 --mask full
about "$(number matmul_flops) / 2e9" 0.015
expect "less" test $(($(number matmul_flops) / 2000000000)) -lt 72888
model llama-2-7b --seq 1024 --mask full
figure genz-llama2-7b-logit-bytes 80 "MiB of Q, K and scores of a layer (GenZ)"
about "($(part matmul_flops 'layers\.0\.attention\.[qk]') / (2 * 4096) + $(part exp 'layers\.0\.attention\.core')) * 2 / 2 ^ 20" 0.000001
llama 32 4096 32 8 14336 32000
model llama.json --phase decode --context 1023
figure genz-mixtral-decode-logit-ai 3.86415 "FLOP a byte of Q·Kᵀ of a decode step, 1,024 keys of Mixtral's attention (GenZ)"
keys=$(($(number kv_cache_bytes) / 32 / 2)) query=$(($(part matmul_flops 'layers\.0\.attention\.q') / (2 * 4096)))
bytes=$((keys + 2 * query + 2 * $(part exp 'layers\.0\.attention\.core')))
about "$(part matmul_flops 'layers\.0\.attention\.core') / 2 / $bytes" 0.00001

# ---- parameters
llama 32 3072 32 32 8192 32064
model llama.json
figure onnxtool-phi3-mini-params 3.82108 "G parameters of Phi 3 mini (onnx-tool): a llama whose matrices are joined"
about "$(number total) / 1e9" 0.00001
llama 40 5120 40 10 17920 32064
model llama.json --seq 1024
figure onnxtool-phi3-medium-params 13.9602 "G parameters of Phi 3 medium"
about "$(number total) / 1e9" 0.00001
figure onnxtool-phi3-medium-kv 0.104858 "G elements of its cache, 1,024 tokens"
about "$(number kv_cache_bytes) / 2 / 1e9" 0.00001
figure onnxtool-llama3-8b-params 8.03026 "G parameters of Llama 3 8B"
model llama-3-8b
about "$(number total) / 1e9" 0.00001
# bert is not covered: the same blocks; its first norm is as large as the last one here, types of tokens and pooler lack
gpt 12 768 12 28996 512
model gpt.json --dtype f32
figure accelerate-bert-total 413.18 "MiB of bert-base-cased in 32 bits (accelerate)"
about "($(number weights_bytes) + 4 * (2 * 768 + 768 * 768 + 768)) / 2 ^ 20" 0.001
exactly "$(number total) + 2 * 768 + 768 * 768 + 768" 108310272

# ---- the cache of keys and values
declare -i kibi=1024 mebi=1024*1024
cache() {  # LAYERS KV-HEADS HEAD-DIM: bytes a token, 16 bits, of a model of these sizes
  llama "$1" 64 "$2" "$2" 64 100 head_dim="$3"
  model llama.json --dtype bf16 --seq 1
  token=$(number kv_cache_bytes_per_token)
}
figure kv-vllm-opt13b-token 819200 "bytes a token of OPT 13B (Kwon et al. 2023), whose keys and values have the same widths"
cache 40 40 128
exactly "$token"
figure kv-gpt2xl-token 300 "KiB a token of GPT-2 XL"
model gpt2-xl
exactly "$(number kv_cache_bytes_per_token) / $kibi"
figure kv-llama3-70b-4k 1342177280 "bytes of 4,096 tokens of Llama 3 70B"
model llama-3-70b --seq 4096
exactly "$(number kv_cache_bytes)"
figure rasbt-mha-32k 17.18 "GB of 32,768 tokens, 32 layers of 32 heads (LLMs from scratch, chapter 4)"
cache 32 32 128
about "$token * 32768 / 1e9" 0.001
figure rasbt-mha-swa-5to1 3.14 "GB of the same, 27 layers with a window of 1,024: a report does not shorten the cache"
about "$token / 32 * (5 * 32768 + 27 * 1024) / 1e9" 0.002
figure unsloth-gemma3-27b-NAIVE 81.38 "GiB of Gemma 3 27B: wrong, heads of width/heads = 168 and no window"
cache 62 16 168
about "$token * 131072 / 2 ^ 30" 0.0001
cache 62 16 128
about "$token / 62 * (10 * 131072 + 52 * 1024) / 2 ^ 30" 0.00001 10.40625
figure hfmem-gptoss20b-engine 12 "GiB of 32 sequences of 8,192, gpt-oss 20B, every layer at full length"
cache 24 8 64
about "$token * 32 * 8192 / 2 ^ 30" 0.001
figure hfmem-gemma4-31b-token 983040 "bytes a token, 60 layers of 16 heads of 256"
cache 60 16 256
exactly "$token"
figure mlxcel-gemma3-1b-32k 139 "MiB of Gemma 3 1B, 22 of 26 layers with a window of 512"
cache 26 1 256
about "$token / 26 * (4 * 32768 + 22 * 512) / $mebi" 0.002
figure lmstudio-qwen3.6-27b 16384 "MiB of 262,144 tokens: the 16 layers that keep keys and values"
cache 16 4 256
exactly "$token * 262144 / $mebi"
figure llmviewer-kv-load-decode 1073741824 "bytes read by a decode step of Llama 3 8B, 8,192 keys (LLM-Viewer)"
model llama-3-8b --phase decode --context 8191
exactly "$(number kv_cache_bytes)"
figure llmviewer-kv-load-decode-flash-WRONG 4294967296 "the same: wrong, query heads for key heads, 4 times as many"
exactly "4 * $(number kv_cache_bytes)"
expect "heads" test "$(sed -n 's/.*"name": "group".*"value": "\([0-9]*\)".*/\1/p' .out)" = 4

# DeepSeek-AI 2024 (DeepSeek-V2). Elements of the latent cache a token and layer: what one token more adds to the memory of
# mla_absorbed besides its scratch, its query (d_h + d_R) and its output (d_h)
latent_cache() {  # d_h d_c d_R
  local sizes=d_c=$2,d_R=$3
  resident() { echo $(($(elements mla_absorbed "$1" "$2" --sizes "$3") - $(scratch mla_absorbed "$1" "$2" --sizes "$3"))); }
  latent=$(($(resident 2 "$1" $sizes) - $(resident 1 "$1" $sizes) - ($1 + $3) - $1))
}
figure dsv2.t1.mha "" "2·n_h·d_h·l elements"
cache 60 128 128
exactly "$token / 2" "2 * 128 * 128 * 60"
figure dsv2.t1.gqa "" "2·n_g·d_h·l elements"
cache 60 8 128
exactly "$token / 2" "2 * 8 * 128 * 60"
figure dsv2.t1.mla "" "(d_c + d_R)·l, 9/2·d_h·l where d_c = 4d_h and d_R = d_h/2"
for width in 64 128; do
  latent_cache $width $((4 * width)) $((width / 2))
  exactly "2 * $latent" "9 * $width"
done
latent_cache 128 512 64
figure dsv2.kv 34600 "elements a token of DeepSeek-V2, 60 layers"
about "60 * $latent" 0.002
for name in dsv2.groups kv-dsv2-equiv-groups; do
  figure $name 2.25 "groups that would cache as much"
  about "$latent / (2 * 128)" 0.000001
done
figure kv-dsv2-small-mla 15600 "elements a token, 27 layers"
about "27 * $latent" 0.004
figure kv-dsv2-small-mha 110600 "elements a token, 27 layers of 16 heads"
cache 27 16 128
about "$token / 2" 0.001
llama 95 8192 64 8 22016 102400  # DeepSeek 67B
model llama.json --dtype bf16
deepseek_67b=$(number kv_cache_bytes_per_token)
figure dsv2.reduction 0.933 "of the cache of DeepSeek 67B, in 16 bits, where the latent has 6: 0.822 of the elements"
about "1 - 60 * $latent * 6 / 8 / $deepseek_67b" 0.001
about "1 - 60 * $latent * 2 / $deepseek_67b" 0.001 0.822
cache 1 128 128
about "1 - $latent * 2 / $token" 0.001 0.982
figure rasbt-mla-8k 0.81 "GB of 8,192 tokens, 48 layers of a latent of 1,024 (LLMs from scratch, chapter 4)"
latent_cache 128 1024 0
about "48 * $latent * 8192 * 2 / 1e9" 0.01
