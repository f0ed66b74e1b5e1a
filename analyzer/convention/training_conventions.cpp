// Conventions of a training step: forward, gradients, and what is computed again. A source says where a rule was read;
// "as quoted" where that was not the paper itself.

#include <array>

#include "convention/rules.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view whole_model = "model", step = "training step";
constexpr std::string_view unmasked = "no discount for mask or window", halved = "half of seq², the diagonal too";

std::vector<rule> torch_train(const subject&) {
  rule_list out;
  return out.layers(with_gradients)
      .head(with_gradients)
      .square(rates{rational{2}, rational{4}, rational{1}}, "no discount for mask or window; scores computed again")
      .take();
}

std::vector<rule> fa_bench_train(const subject& about) {
  const rates seven_halves{rational{2}, rational{4}, rational{1}};
  rule_list out;
  is_causal(about) ? out.half_square(seven_halves, "half of seq², 3.5 times")
                   : out.square(seven_halves, "the mask is full, 3.5 times");
  return out.take();
}

std::vector<rule> half_of_square(const subject&) {
  rule_list out;
  return out.layers(with_gradients).head(with_gradients).half_square(with_gradients, halved).take();
}

std::vector<rule> megatron(const subject& about) {
  rule_list out;
  out.bill({work_part::query_key_value, work_part::attention_output}, with_gradients);
  out.bill({work_part::feed_forward}, with_gradients,
           about.model.experts ? "of experts those that a token chooses; routers are left out" : "");
  return out.head(with_gradients).half_square(with_gradients, halved).take();
}

std::vector<rule> palm(const subject&) {
  rule_list out;
  return out.layers(with_gradients).head(with_gradients).square(with_gradients, unmasked).take();
}

std::string unless_gpt2(const subject& about) {
  return first_of(
      {unless_family(about, family::gpt2, "is about a GPT whose head is the table"), unless_whole_sequences(about)});
}

std::vector<rule> nanogpt(const subject& about) {
  rule_list out;
  out.layers(with_gradients).head(with_gradients).square(with_gradients, unmasked);
  return out.other_parameters(about, with_gradients).take();
}

std::vector<rule> all_parameters(const subject& about, const rates& each) {
  rule_list out;
  out.layers(each).head(each).other_parameters(about, each);
  return out.bill({work_part::positions}, each, "N is all parameters, the table too").take();
}

std::vector<rule> six_nd(const subject& about) { return all_parameters(about, with_gradients); }
std::vector<rule> eight_nd(const subject& about) { return all_parameters(about, with_recomputation); }

std::vector<rule> kaplan_train(const subject&) {
  rule_list out;
  return out.layers(with_gradients).take();
}

std::vector<rule> transformers(const subject& about) {
  rule_list out;
  out.layers(with_gradients);
  if (!about.model.tie_embeddings) out.head(with_gradients);
  out.bill({work_part::norm_weights, work_part::norm_biases, work_part::biases}, with_gradients,
           "N is all parameters but tables");
  return out.take();
}

std::vector<rule> torchtitan(const subject&) {
  rule_list out;
  out.layers(with_gradients).head(with_gradients);
  out.bill({work_part::norm_weights, work_part::norm_biases, work_part::biases}, with_gradients,
           "parameters of layers");
  return out.windowed_square(with_gradients, "all keys, or min(keys, window), later ones too").take();
}

std::vector<rule> chinchilla(const subject&) {
  rule_list out;
  out.layers(with_gradients).square(with_gradients, unmasked);
  return out.bill({work_part::softmax}, rates{rational{3}, rational{6}}, "3 a weight, three passes").take();
}

std::vector<rule> chinchilla_text(const subject&) {
  rule_list out;
  out.layers(with_gradients).head(with_gradients).square(with_gradients, unmasked);
  out.bill({work_part::embedding}, with_gradients, "2·seq·vocab·width, a look-up as a product");
  return out.bill({work_part::softmax}, rates{rational{3}, rational{6}}, "3 a weight, three passes").take();
}

std::vector<rule> narayanan(const subject&) {
  rule_list out;
  return out.layers(with_recomputation).head(with_gradients).square(with_recomputation, unmasked).take();
}

std::vector<rule> korthikanti_selective(const subject&) {
  rule_list out;
  return out.layers(with_gradients)
      .head(with_gradients)
      .square(rates{rational{2}, rational{4}, rational{6}},
              "no discount for mask or window; the core again, three times")
      .take();
}

std::string unless_whole_and_split(const subject& about) {
  return first_of({unless_whole_sequences(about), unless_split_width(about)});
}

std::vector<rule> llm_analysis_selective(const subject& about) {
  const model_config& m = about.model;
  const rational scale = width_over_heads(about);
  const integer matrices = m.family == family::gpt2 ? 2 : 3;
  rule_list out;
  out.bill({work_part::query_key_value, work_part::attention_output}, scale * with_gradients);
  out.bill({work_part::feed_forward}, rational{8 * integer{m.model}, matrices * m.hidden} * with_gradients,
           "two matrices of 4·width², whatever there is");
  return out.head(with_gradients)
      .square(scale * with_recomputation, "no discount for mask or window; the core again")
      .take();
}

std::vector<rule> cookbook(const subject& about) {
  const rates scaled = width_over_heads(about) * with_recomputation;
  rule_list out;
  out.bill({work_part::query_key_value, work_part::attention_output}, scaled);
  out.bill({work_part::feed_forward}, with_recomputation);
  return out.head(with_gradients).square(scaled, unmasked).take();
}

std::string unless_verl(const subject& about) {
  return first_of(
      {unless_family(about, family::llama, "has rules for Llama and its like"), unless_whole_sequences(about)});
}

std::vector<rule> verl(const subject&) {
  rule_list out;
  out.layers(with_gradients).head(with_gradients).half_square(with_gradients, halved);
  return out.bill({work_part::embedding}, with_gradients, "billed as a matrix product").take();
}

const std::array all{
    convention{"torch-train", "FLOP", "2 a multiply-add of mm, addmm, bmm and of attention, whose scores run twice",
               whole_model, step,
               "PyTorch, torch/utils/flop_counter.py (0140b62): mm_flop, sdpa_flop_count, sdpa_backward_flop_count",
               "takes every key for every query, whatever the mask", unless_whole_sequences, torch_train, true},
    convention{"fa-bench-train", "FLOP", "3.5 times 4·batch·seqlen²·heads·headdim, half of it if causal",
               "attention cores", step,
               "FlashAttention, benchmarks/benchmark_flash_attention.py (0469c72): flops, mode fwd_bwd",
               "half of the square has half of the diagonal, which is scored whole; windows are not known to it",
               unless_whole_sequences, fa_bench_train, true},
    convention{"megatron", "FLOP", "6 a multiply-add of projections, feed-forward, head, and core of half of seq²",
               whole_model, step,
               "Megatron-LM, megatron/training/training.py (001b00c): num_floating_point_operations, "
               "transformer_flops",
               "half of the square whatever the mask, with half of the diagonal; windows are not known "
               "to it; the vocabulary there is padded, here it is the config's",
               unless_whole_sequences, megatron, true},
    convention{"palm", "FLOP", "(6N + 12·L·H·Q·T) a token, N the weights of matrix products", whole_model, step,
               "Chowdhery et al. 2022 (arXiv 2204.02311), appendix B, as quoted in nanoGPT, model.py",
               "takes every key for every query; where the head is not tied, N of all parameters would "
               "bill the look-up, too (6nd tells by how much)",
               unless_whole_sequences, palm},
    convention{"nanogpt", "FLOP", "(6N + 12·L·H·Q·T) a token, N all parameters but positions", whole_model, step,
               "nanoGPT, model.py: estimate_mfu, get_num_params",
               "bills norms and biases as matrix products; takes every key for every query", unless_gpt2, nanogpt},
    convention{"torchtitan", "FLOP", "6 a parameter and token, without look-ups, and 12·heads·headdim·min(seq, window)",
               whole_model, step,
               "torchtitan, torchtitan/models/utils.py (01c01c8): get_nparams_and_active_nparams, "
               "quadratic_attention_flops_per_token",
               "bills norms and biases as matrix products; takes later keys for every query", unless_whole_sequences,
               torchtitan, true},
    convention{"kaplan-train", "FLOP", "6N a token, N the weights of layers", "layers, without embedding and head",
               step, "Kaplan et al. 2020 (arXiv 2001.08361), 2.1: C = 6NBS",
               "leaves out the head and the attention cores", unless_whole_sequences, kaplan_train},
    convention{"6nd", "FLOP", "6 a parameter and token, N all parameters", whole_model, step,
               "Brown et al. 2020 (arXiv 2005.14165), appendix D, whose N is all parameters, as quoted",
               "leaves out the attention cores; bills tables, norms and biases as matrix products",
               unless_whole_sequences, six_nd},
    convention{"8nd", "FLOP", "8 a parameter and token, N all parameters, every layer computed again", whole_model,
               step, "Narayanan et al. 2021 (arXiv 2104.04473), equation 4: 8TP/nX",
               "leaves out the attention cores; computes the head again, too, which equation 3 does not",
               unless_whole_sequences, eight_nd},
    convention{"transformers", "FLOP", "6 a parameter and token, without parameters of look-ups", whole_model, step,
               "Transformers, modeling_utils.py: floating_point_ops, num_parameters with exclude_embeddings",
               "leaves out the attention cores, and a head that is tied; bills norms and biases as matrix products",
               unless_whole_sequences, transformers},
    convention{"chinchilla", "FLOP", "6 a multiply-add of layers, 9 a softmax weight",
               "layers, without embedding and head", step,
               "Hoffmann et al. 2022 (arXiv 2203.15556), appendix F as its table A4 was computed: "
               "nanoGPT, scaling_laws.ipynb, chinchilla_flops",
               "leaves out head and embedding, which its text counts; takes every key for every query",
               unless_two_matrices, chinchilla},
    convention{"chinchilla-text", "FLOP", "6 a multiply-add of layers, head and embedding, 9 a softmax weight",
               whole_model, step,
               "Hoffmann et al. 2022 (arXiv 2203.15556), appendix F as written down in nanoGPT, scaling_laws.ipynb",
               "bills the embedding, a look-up, as a matrix product; its own table A4 is not met; takes "
               "every key for every query",
               unless_two_matrices, chinchilla_text},
    convention{"maxtext", "FLOP", "6 a multiply-add of projections, feed-forward, head, and core of half of seq²",
               whole_model, step,
               "MaxText, src/MaxText/maxtext_utils.py (020763f): calculate_tflops_training_per_device, "
               "default decoder",
               "half of the square whatever the mask, with half of the diagonal (before pull request "
               "1988 all of it); windows of these models are not known to it",
               unless_whole_sequences, half_of_square, true},
    convention{"narayanan", "FLOP", "96·B·s·l·h²·(1 + s/6h + V/16lh): 8 a multiply-add of layers, 6 of the head",
               whole_model, step, "Narayanan et al. 2021 (arXiv 2104.04473), equation 3",
               "every layer is computed again; takes every key for every query", unless_gpt_layers, narayanan},
    convention{"cookbook", "FLOP", "8 a multiply-add of layers, which are computed again, 6 of the head", whole_model,
               step, "EleutherAI cookbook, calc/calc_transformer_flops.py, with activation checkpoints, its default",
               "takes every key for every query; heads are width/heads wide", unless_whole_and_split, cookbook},
    convention{"korthikanti", "FLOP", "72·B·L·s·h²·(1 + s/6h + v/12hL): 6 a multiply-add", whole_model, step,
               "Korthikanti et al. 2022 (arXiv 2205.05198), appendix A, model FLOPs, as quoted",
               "takes every key for every query", unless_gpt_layers, palm},
    convention{"korthikanti-selective", "FLOP", "72·B·L·s·h²·(1 + s/3h + v/12hL): the same with the core again",
               whole_model, step,
               "Korthikanti et al. 2022 (arXiv 2205.05198), appendix A, hardware FLOPs, inferred from "
               "its printed overheads of 2.7 % and 1.6 %",
               "bills the core that is computed again at 6 a multiply-add, three times what one more "
               "pass costs; takes every key for every query",
               unless_gpt_layers, korthikanti_selective},
    convention{"llm-analysis-selective", "FLOP", "6 a multiply-add, and the core once more; feed-forward of 16·width²",
               whole_model, step,
               "llm-analysis, llm_analysis/analysis.py (b60b392): get_num_flops_fwd_total, "
               "get_num_flops_bwd_total and get_num_flops_total_selective_recompute_attn",
               "takes every feed-forward layer for two matrices of 4·width²; takes every key for every "
               "query; heads are width/heads wide",
               unless_whole_and_split, llm_analysis_selective},
    convention{"verl", "FLOP", "6 a weight and token, embedding included, and core of half of seq²", whole_model, step,
               "verl, verl/utils/flops_counter.py (34ae987): _estimate_qwen2_flops",
               "bills the embedding, a look-up, as a matrix product (verl, pull request 4173); half of "
               "the square whatever the mask, with half of the diagonal; windows are not known to it",
               unless_verl, verl, true},
};

}  // namespace

std::span<const convention> training_conventions() { return all; }

}  // namespace conform::analyzer
