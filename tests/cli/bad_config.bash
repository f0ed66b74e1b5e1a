# Configs that are JSON but no model that can be counted.
source "$(dirname "$0")/harness.bash"

one_to_width="expected an integer from 1 to 16,777,216"

# ---- model type
covered="expected one of gpt2, llama, mistral, qwen2, qwen3, mixtral, qwen3_moe"
value "no model_type" MISSING-KEY "bad.json: model_type: missing; $covered" model_type=
value "no model_type, architecture named" MISSING-KEY "FooForCausalLM); $covered" model_type= 'architectures=["FooForCausalLM"]'
value "no model_type: a wrong size is told first" WRONG-TYPE 'num_attention_heads: the string "32"' model_type= 'num_attention_heads="32"'
value "no model_type: so is a huge one" OUT-OF-RANGE "num_hidden_layers: 1000000000; expected an integer from 1 to 10,000" model_type= num_hidden_layers=1000000000
value "model_type null" MISSING-KEY "model_type: missing" model_type=null
value "model_type a number" WRONG-TYPE "model_type: the number 2; expected a string" model_type=2
value "model_type in capitals" NOT-COVERED '"Llama" is not covered' 'model_type="Llama"'
value "model_type with control characters" NOT-COVERED 'model_type: "\x1B[2J\nerror[X]"' 'model_type="\u001b[2J\nerror[X]"'
for type in bert gemma2 qwen2_moe deepseek_v3 phi3 mamba llama4 ""; do
  value "model_type $type" NOT-COVERED "bad.json: model_type: \"$type\" is not covered; $covered" "model_type=\"$type\""
done

# ---- sizes
for key in vocab_size hidden_size intermediate_size num_hidden_layers num_attention_heads; do
  value "$key missing" MISSING-KEY "bad.json: $key: missing; expected an integer from 1 to " $key=
  value "$key null" WRONG-TYPE "bad.json: $key: null; expected an integer" $key=null
done
for key in vocab_size hidden_size intermediate_size num_hidden_layers num_attention_heads num_key_value_heads head_dim max_position_embeddings; do
  for number in 0 -1 -0 9223372036854775807 9223372036854775808 18446744073709551616 -9223372036854775809; do
    value "$key $number" OUT-OF-RANGE "bad.json: $key: " $key=$number
  done
  value "$key fractional" WRONG-TYPE "bad.json: $key: the number 64.5; expected an integer" $key=64.5
  value "$key integral float" WRONG-TYPE "bad.json: $key: the number 4096.0; expected an integer" $key=4096.0
  value "$key exponent" WRONG-TYPE "bad.json: $key: the number 1e3; expected an integer" $key=1e3
  value "$key string" WRONG-TYPE "bad.json: $key: the string \"32\"; expected an integer" $key='"32"'
  value "$key boolean" WRONG-TYPE "bad.json: $key: true; expected an integer" $key=true
  value "$key list" WRONG-TYPE "bad.json: $key: a list; expected an integer" $key=[64]
  value "$key object" WRONG-TYPE "bad.json: $key: an object; expected an integer" $key='{}'
done
for key in vocab_size n_embd n_layer n_head n_positions; do
  value "gpt2 $key missing" MISSING-KEY "bad.json: $key: missing" type=gpt2 $key=
  value "gpt2 $key zero" OUT-OF-RANGE "bad.json: $key: 0; expected" type=gpt2 $key=0
done
value "gpt2 n_inner negative" OUT-OF-RANGE "n_inner: -4; $one_to_width" type=gpt2 n_inner=-4
value "billion layers" OUT-OF-RANGE "num_hidden_layers: 1000000000; expected an integer from 1 to 10,000" num_hidden_layers=1000000000
value "10,001 layers" OUT-OF-RANGE "num_hidden_layers" num_hidden_layers=10001
value "hidden_size 2^31" OUT-OF-RANGE "hidden_size: 2147483648; $one_to_width" hidden_size=2147483648

# ---- sizes that do not fit each other
value "heads do not divide" INDIVISIBLE "num_attention_heads: 3 heads do not divide hidden_size 64" num_attention_heads=3 num_key_value_heads=3
value "gpt2 heads do not divide" INDIVISIBLE "n_head: 3 heads do not divide n_embd 64" type=gpt2 n_head=3
value "kv heads do not divide" INDIVISIBLE "num_key_value_heads: 3 key-value heads do not divide num_attention_heads 4" num_key_value_heads=3
value "more kv heads than heads" INDIVISIBLE "num_key_value_heads: 8" num_key_value_heads=8
value "odd head_dim" INDIVISIBLE "head_dim: 15 is odd" head_dim=15
value "odd head_dim by division" INDIVISIBLE "head_dim: 1 is odd" num_attention_heads=64
value "layer_types too short" CONTRADICTION "layer_types: 1 entries; expected a list of 2" type=qwen2 'layer_types=["full_attention"]'
value "layer_types unknown" NOT-COVERED 'layer_types[1]: the string "chunked_attention"' type=qwen2 'layer_types=["full_attention","chunked_attention"]'
value "layer_types slide, window off" CONTRADICTION "layer_types[0]: \"sliding_attention\", but no sliding window is switched on" type=qwen3 sliding_window=8 'layer_types=["sliding_attention","full_attention"]' head_dim=16
value "llama does not slide" CONTRADICTION "layer_types[0]" 'layer_types=["sliding_attention","full_attention"]'
value "mistral slides everywhere" CONTRADICTION "layer_types[1]" type=mistral sliding_window=8 'layer_types=["sliding_attention","full_attention"]'
value "two dtypes" CONTRADICTION "dtype: f32, but torch_dtype says bf16" 'torch_dtype="bfloat16"' 'dtype="float32"'

# ---- values of other types
value "tie_word_embeddings a string" WRONG-TYPE 'tie_word_embeddings: the string "false"; expected true, false or null' 'tie_word_embeddings="false"'
value "attention_bias a number" WRONG-TYPE "attention_bias: the number 0; expected true, false or null" attention_bias=0
value "hidden_act a list" WRONG-TYPE "hidden_act: a list; expected a string" 'hidden_act=["silu"]'
value "architectures a string" WRONG-TYPE "architectures: the string" 'architectures="LlamaForCausalLM"'
value "architectures of numbers" NOT-COVERED "architectures: the number 1" 'architectures=[1]'
value "rope_scaling a number" WRONG-TYPE "rope_scaling: the number 8" rope_scaling=8
value "sliding_window zero" OUT-OF-RANGE "sliding_window: 0" type=mistral sliding_window=0
value "sliding_window false" WRONG-TYPE "sliding_window: false" type=qwen2 sliding_window=false
value "_name_or_path a number" WRONG-TYPE "_name_or_path: the number 7" _name_or_path=7

# ---- models that are something else than the one counted
for act in tanh quick_gelu gelu_fast gelu_10 relu2 mish sigmoid linear ""; do
  value "activation $act" NOT-COVERED "hidden_act: the activation \"$act\" is not covered" "hidden_act=\"$act\""
done
value "dtype int8" NOT-COVERED 'torch_dtype: "int8" is not covered' 'torch_dtype="int8"'
value "classifier" NOT-COVERED "architectures: the string \"LlamaForSequenceClassification\" is not covered; expected LlamaForCausalLM" 'architectures=["LlamaForSequenceClassification"]'
value "double heads" NOT-COVERED "expected GPT2LMHeadModel" type=gpt2 'architectures=["GPT2DoubleHeadsModel"]'
value "architecture of another type" NOT-COVERED "expected LlamaForCausalLM" 'architectures=["MistralForCausalLM"]'
value "second architecture" NOT-COVERED "architectures" 'architectures=["LlamaForCausalLM","Other"]'
value "cross attention" NOT-COVERED "add_cross_attention: true" type=gpt2 add_cross_attention=true
value "encoder-decoder" NOT-COVERED "is_encoder_decoder: true" is_encoder_decoder=true
value "experts" NOT-COVERED "num_local_experts: the number 8" num_local_experts=8
mixtral=(type=mixtral num_local_experts=4 num_experts_per_tok=2)
moe=(type=qwen3_moe head_dim=16 num_experts=4 num_experts_per_tok=2 moe_intermediate_size=32 norm_topk_prob=true)
value "experts under another name" NOT-COVERED "num_experts: the number 8 makes this another model" "${mixtral[@]}" num_experts=8
value "experts under two names" CONTRADICTION "num_local_experts: 8, and num_experts is 4" "${moe[@]}" num_local_experts=8
for key in first_k_dense_replace=3 moe_layer_freq=2 'moe_layer_freq=[0,1]' interleave_moe_layer_step=2 num_shared_experts=1 \
  n_shared_experts=1 n_group=8 topk_group=4 routed_scaling_factor=2.5; do
  value "qwen3_moe with $key" NOT-COVERED "bad.json: ${key%%=*}: " "${moe[@]}" "$key"
  value "mixtral with $key" NOT-COVERED "bad.json: ${key%%=*}: " "${mixtral[@]}" "$key"
done
value "gates that are no softmax" NOT-COVERED 'scoring_func: the string "sigmoid" makes this another model' "${moe[@]}" 'scoring_func="sigmoid"'
value "a choice among groups" NOT-COVERED 'topk_method: the string "noaux_tc" makes this another model' "${moe[@]}" 'topk_method="noaux_tc"'
value "mixtral with a step" NOT-COVERED "decoder_sparse_step: the number 2" "${mixtral[@]}" decoder_sparse_step=2
value "mixtral with plain layers" NOT-COVERED "mlp_only_layers: a list" "${mixtral[@]}" 'mlp_only_layers=[0]'
value "mixtral with weights as they are" NOT-COVERED "norm_topk_prob: false" "${mixtral[@]}" norm_topk_prob=false
value "chunks" NOT-COVERED "expected null or nothing in it; --attention chunked_local_causal,C=N counts chunks" attention_chunk_size=8
value "key-value heads of the class" INDIVISIBLE "num_key_value_heads: missing; by the default of the class, 8 key-value heads do not divide num_attention_heads 4" type=mistral num_key_value_heads= sliding_window=null
value "experts missing" MISSING-KEY "num_local_experts: missing" "${mixtral[@]}" num_local_experts=
value "experts missing, too" MISSING-KEY "num_experts: missing" "${moe[@]}" num_experts=
value "no experts" OUT-OF-RANGE "num_local_experts: 0; expected an integer from 1 to 65,536" "${mixtral[@]}" num_local_experts=0
value "too many experts" OUT-OF-RANGE "num_experts: 65537; expected an integer from 1 to 65,536" "${moe[@]}" num_experts=65537
value "chosen experts missing" MISSING-KEY "num_experts_per_tok: missing" "${mixtral[@]}" num_experts_per_tok=
value "more chosen than there are" CONTRADICTION "num_experts_per_tok: 5 of 4 experts (num_local_experts)" "${mixtral[@]}" num_experts_per_tok=5
value "width of an expert missing" MISSING-KEY "moe_intermediate_size: missing" "${moe[@]}" moe_intermediate_size=
value "a width of an expert of its own" NOT-COVERED "moe_intermediate_size: the number 32 makes this another model" "${mixtral[@]}" moe_intermediate_size=32
value "shared experts" NOT-COVERED "shared_expert_intermediate_size: the number 32" "${moe[@]}" shared_expert_intermediate_size=32
value "a step of 0" OUT-OF-RANGE "decoder_sparse_step: 0" "${moe[@]}" decoder_sparse_step=0
value "a step that is no number" WRONG-TYPE 'decoder_sparse_step: the string "2"' "${moe[@]}" 'decoder_sparse_step="2"'
value "layers without experts, no list" WRONG-TYPE "mlp_only_layers: the number 1; expected a list of layers" "${moe[@]}" mlp_only_layers=1
value "a layer that there is not" OUT-OF-RANGE "mlp_only_layers[1]: the number 2; expected a layer, 0 to 1" "${moe[@]}" 'mlp_only_layers=[0,2]'
value "a layer below the first" OUT-OF-RANGE "mlp_only_layers[0]: the number -1" "${moe[@]}" 'mlp_only_layers=[-1]'
value "a layer that is no number" OUT-OF-RANGE 'mlp_only_layers[0]: the string "1"' "${moe[@]}" 'mlp_only_layers=["1"]'
value "a layer that is not whole" OUT-OF-RANGE "mlp_only_layers[0]: the number 1.0" "${moe[@]}" 'mlp_only_layers=[1.0]'
value "weights of experts" WRONG-TYPE "norm_topk_prob: the number 1" "${moe[@]}" norm_topk_prob=1
value "windows of qwen3_moe" NOT-COVERED "use_sliding_window: true" "${moe[@]}" use_sliding_window=true
value "no feed-forward width for a layer without experts" MISSING-KEY "intermediate_size: missing" "${moe[@]}" intermediate_size= 'mlp_only_layers=[0]'
value "architecture of another mixture" NOT-COVERED "expected MixtralForCausalLM" "${mixtral[@]}" 'architectures=["Qwen3MoeForCausalLM"]'
value "partial rotary" NOT-COVERED "partial_rotary_factor: the number 0.5; expected 1.0" partial_rotary_factor=0.5
value "partial rotary, nested" NOT-COVERED "rope_parameters.partial_rotary_factor" 'rope_parameters={"partial_rotary_factor": 0.25}'
value "partial rotary of one type of layer" NOT-COVERED "rope_parameters.full_attention.partial_rotary_factor" type=qwen3 head_dim=16 'rope_parameters={"full_attention": {"partial_rotary_factor": 0.5}}'
for key in kv_lora_rank q_lora_rank v_head_dim n_shared_experts moe_num_experts num_kv_heads rotary_pct rotary_dim \
  sliding_window_pattern attention_chunk_size clip_qkv attn_logit_softcapping num_kv_shared_layers mtp_num_layers; do
  value "$key" NOT-COVERED "bad.json: $key: the number 4 makes this another model" $key=4
  value "$key of gpt2" NOT-COVERED "bad.json: $key: the number 4 makes this another model" type=gpt2 $key=4
done
for key in multi_query alibi qk_norm qk_layernorm lm_head_bias use_parallel_residual; do
  value "$key" NOT-COVERED "bad.json: $key: true makes this another model" $key=true
done
for key in num_key_value_heads head_dim sliding_window rope_scaling; do
  value "$key of gpt2" NOT-COVERED "bad.json: $key: the number 2 makes this another model" type=gpt2 $key=2
done
value "gpt2 without biases" NOT-COVERED "attention_bias: false makes this another model" type=gpt2 attention_bias=false
value "pruned heads" NOT-COVERED "pruned_heads: an object" type=gpt2 'pruned_heads={"0": [1]}'
value "scores not scaled" NOT-COVERED "scale_attn_weights: false" type=gpt2 scale_attn_weights=false
value "scores scaled by layer" NOT-COVERED "scale_attn_by_inverse_layer_idx: true" type=gpt2 scale_attn_by_inverse_layer_idx=true
value "mistral with biases" NOT-COVERED "attention_bias: true" type=mistral attention_bias=true sliding_window=null
value "nested model" NOT-COVERED "vision_config: an object" 'vision_config={"hidden_size": 8}'
value "layers of different shapes" NOT-COVERED "per_layer_config" 'per_layer_config={"1": {"hidden_size": 8}}'

finish
