# What is reported and counted all the same; --strict refuses it.
source "$(dirname "$0")/harness.bash"

warning() {  # NAME LINES CODE NEEDLE KEY=JSON...
  local name=$1 lines=$2 code_name=$3 needle=$4
  shift 4
  config odd.json "$@"
  warns "$name" "$lines" "$code_name" "$needle" report odd.json
}

moe=(type=qwen3_moe head_dim=16 num_experts=4 num_experts_per_tok=2 moe_intermediate_size=32 norm_topk_prob=true)
warning "unknown key" 1 unknown-key "odd.json: frobnicate: not a known key of llama, ignored" frobnicate=1
warning "misspelled key" 1 unknown-key "num_key_value_head: not a known key of llama, ignored; did you mean num_key_value_heads?" num_key_value_head=2
warning "two unknown keys" 2 unknown-key "b2" a1=1 b2=null
warning "key of another family" 1 unknown-key "n_embd: not a known key of llama, ignored; llama spells it hidden_size" n_embd=64
warning "key of the other family" 1 unknown-key "hidden_size: not a known key of gpt2, ignored; gpt2 spells it n_embd" type=gpt2 hidden_size=64
warning "key with control characters" 1 unknown-key 'x\x1B[2J\n::error::: not a known key' 'x\u001b[2J\n::error::=1'
config good.json
sed 's/"vocab_size"/"": 1, &/' good.json >odd.json
warns "empty key" 1 unknown-key "odd.json: : not a known key" report odd.json
warning "quantized" 1 quantized "quantization_config" 'quantization_config={"bits": 4}'
warning "custom code" 1 custom-code "auto_map" 'auto_map={"AutoModel": "x.Y"}'
warning "n_ctx" 1 contradiction "n_ctx: 256 differs from n_positions 512" type=gpt2 n_ctx=256
warning "mistral without sliding_window" 1 assumed "sliding_window: missing; taken as 4096" type=mistral
warning "mistral without key-value heads" 1 assumed "num_key_value_heads: missing; taken as 8, the default of the class" type=mistral num_attention_heads=8 num_key_value_heads= sliding_window=null
warning "qwen3_moe without key-value heads" 1 assumed "num_key_value_heads: missing; taken as 4, the default of the class" "${moe[@]}" num_key_value_heads=
warning "qwen3_moe without head_dim" 1 assumed "head_dim: missing; taken as hidden_size / num_attention_heads, 16, as the class does" "${moe[@]}" head_dim=
warning "qwen3 without head_dim" 1 assumed "head_dim: missing; taken as 128" type=qwen3
warning "qwen2 slides without max_window_layers" 1 assumed "max_window_layers: missing; taken as 28" type=qwen2 use_sliding_window=true sliding_window=8

config good.json
warns "beyond the stated maximum" 1 too-long "good.json: max_position_embeddings: 513 tokens exceed the stated maximum of 512" report good.json --seq 513
warns "decode beyond the stated maximum" 1 too-long "512 cached and 1 new tokens" report good.json --phase decode --context 512
accepts "at the stated maximum" report good.json --seq 512
accepts "strict without warnings" report good.json --strict

for key in 'architectures=["LlamaForCausalLM"]' 'architectures=[]' architectures=null bos_token_id=1 'eos_token_id=[1,2]' \
  'rope_scaling={"rope_type": "llama3", "factor": 8.0}' rope_scaling=null rope_theta=1e6 torch_dtype=null 'torch_dtype="auto"' \
  'dtype="float32"' pretraining_tp=2 attention_bias=true mlp_bias=true head_dim=32 head_dim=null num_key_value_heads= \
  num_key_value_heads=null max_position_embeddings= tie_word_embeddings=true hidden_act= 'hidden_act="gelu_pytorch_tanh"' \
  quantization_config=null sliding_window=null is_encoder_decoder=false attention_bias=null mlp_bias=null \
  tie_word_embeddings=null num_local_experts=0 num_experts=null kv_lora_rank=null qk_norm=false partial_rotary_factor=1.0 \
  'layer_types=["full_attention","full_attention"]'; do
  config fine.json "$key"
  accepts "$key" report fine.json --strict
done
for key in n_inner=null n_inner=100 n_ctx=512 'activation_function="gelu"' scale_attn_weights=true tie_word_embeddings=false \
  reorder_and_upcast_attn=true add_cross_attention=false 'pruned_heads={}'; do
  config fine.json type=gpt2 "$key"
  accepts "gpt2 $key" report fine.json --strict
done
for key in use_sliding_window=false sliding_window=8 'layer_types=["full_attention","full_attention"]' use_cache=false; do
  config fine.json type=qwen2 "$key"
  accepts "qwen2 $key" report fine.json --strict
done

for key in num_experts_per_tok=4 num_local_experts=4 first_k_dense_replace=0 moe_layer_freq=1 n_group=1 topk_group=null \
  'topk_method="greedy"' 'scoring_func="softmax"' routed_scaling_factor=1.0 num_shared_experts=0 norm_topk_prob=false \
  decoder_sparse_step=2 'mlp_only_layers=[1]'; do
  config fine.json "${moe[@]}" "$key"
  accepts "qwen3_moe $key" report fine.json --strict
done
config fine.json "${moe[@]}" num_experts= num_local_experts=4
accepts "experts of qwen3_moe by mixtral's key" report fine.json --strict
for key in decoder_sparse_step=1 'mlp_only_layers=[]' norm_topk_prob=true; do
  config fine.json type=mixtral num_local_experts=4 num_experts_per_tok=2 "$key"
  accepts "mixtral $key" report fine.json --strict
done

finish
