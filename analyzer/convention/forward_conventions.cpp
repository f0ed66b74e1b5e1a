// Conventions of a forward pass. A source says where a rule was read; "as quoted" where that was not the paper itself.

#include <array>

#include "convention/rules.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view whole_model = "model", one_pass = "forward pass";
constexpr std::string_view unmasked = "no discount for mask or window";

std::vector<rule> exact(const subject& about) {
  rule_list out;
  out.layers(forward_only).head_as_asked(about, forward_only);
  if (!is_causal(about)) return out.square(forward_only, "the mask is full").take();
  out.bill({work_part::cached_keys, work_part::earlier_keys, work_part::own_key}, forward_only, "scored");
  return out.take();
}

std::vector<rule> torch(const subject& about) {
  rule_list out;
  return out.layers(forward_only).head_as_asked(about, forward_only).square(forward_only, unmasked).take();
}

std::vector<rule> fa_bench(const subject& about) {
  rule_list out;
  is_causal(about) ? out.half_square(forward_only, "half of seq², the diagonal too")
                   : out.square(forward_only, "the mask is full");
  return out.take();
}

std::vector<rule> xformers(const subject& about) {
  rule_list out;
  if (!is_causal(about)) return out.square(forward_only, "the mask is full").take();
  out.half_square(forward_only, "half of the new square, the diagonal too");
  return out.bill({work_part::cached_keys, work_part::cached_keys_beyond_window}, forward_only).take();
}

std::vector<rule> maxtext_prefill(const subject& about) {
  rule_list out;
  out.layers(forward_only).head(forward_only).other_parameters(about, forward_only);
  out.bill({work_part::positions}, forward_only, "N is all parameters, the table too");
  return out.half_square(forward_only, "half of seq², the diagonal too").take();
}

std::vector<rule> kaplan(const subject&) {
  rule_list out;
  return out.layers(forward_only).half_square(forward_only, "2·n_ctx·d_attn a token and layer").take();
}

std::vector<rule> vllm(const subject& about) {
  rule_list out;
  out.bill({work_part::query_key_value, work_part::attention_output}, forward_only);
  const model_config& m = about.model;
  const rates gated = m.family == family::gpt2
                          ? rational{3 * 4 * integer{m.model}, 2 * integer{m.hidden}} * forward_only
                          : forward_only;
  out.bill({work_part::feed_forward}, gated,
           m.family == family::gpt2 ? "three matrices of 4·width, where two are" : "");
  out.bill({work_part::head_last}, forward_only);
  return out.windowed_square(forward_only, "all keys, or min(keys, window), later ones too").take();
}

/// What DeepSpeed counts beside multiply-adds, where the modules of Transformers call functions that it wraps.
void add_deepspeed_elements(rule_list& to, const subject& about) {
  const rates one{rational{1}};
  const bool gpt2 = about.model.family == family::gpt2;
  if (gpt2) to.bill({work_part::norms, work_part::last_norm}, rates{rational{5}}, "5 an element of a layer norm");
  if (gpt2) to.bill({work_part::biases_once}, one, "addmm adds the size of the bias, not of the result");
  if (about.model.activation != activation::gelu_tanh) to.bill({work_part::activation}, one, "1 an element");
}

std::vector<rule> deepspeed(const subject& about) {
  rule_list out;
  out.layers(forward_only).head_as_asked(about, forward_only).square(forward_only, unmasked);
  add_deepspeed_elements(out, about);
  return out.take();
}

std::vector<rule> deepspeed_macs(const subject& about) {
  const rates one{rational{1}};
  rule_list out;
  return out.layers(one).head_as_asked(about, one).square(one, unmasked).take();
}

std::vector<rule> fvcore(const subject& about) {
  const rates one{rational{1}};
  rule_list out;
  out.layers(one).head_as_asked(about, one).square(one, unmasked);
  if (about.model.family == family::gpt2) {
    out.bill({work_part::norms, work_part::last_norm}, rates{rational{5}}, "5 an element of a layer norm");
  }
  return out.take();
}

std::string unless_llama(const subject& about) {
  return first_of({unless_family(about, family::llama, "has rules for Llama and its like"), unless_split_width(about)});
}

std::vector<rule> llm_viewer(const subject& about) {
  const rates scaled = width_over_heads(about) * forward_only;
  const bool decode = about.work.phase == phase::decode;
  rule_list out;
  out.bill({work_part::query_key_value, work_part::attention_output}, scaled);
  out.bill({work_part::feed_forward}, forward_only);
  out.bill({work_part::head_last}, rates{rational{1}}, "1 a multiply-add, where all else counts 2");
  rational softmax{5};
  if (decode) {
    out.bill({work_part::cached_keys, work_part::cached_keys_beyond_window}, scaled, "the cached keys alone");
    softmax = softmax * rational{about.work.context, about.work.context + integer{1}};
  } else {
    out.square(scaled, unmasked);
  }
  out.bill({work_part::softmax}, rates{softmax}, decode ? "5 a cached key" : "5 a weight");
  out.bill({work_part::norms}, rates{rational{7}}, "7 an element");
  out.bill({work_part::residual}, rates{rational{1}}, "1 an element");
  const rational width{integer{about.model.model}, integer{about.model.hidden}};
  return out.bill({work_part::activation}, rates{rational{2} * width}, "2 for each of width, not of hidden").take();
}

std::vector<rule> llm_analysis(const subject& about) {
  const rates scaled = width_over_heads(about) * forward_only;
  rule_list out;
  out.bill({work_part::query_key_value, work_part::attention_output}, scaled);
  out.bill({work_part::feed_forward}, forward_only).head(forward_only);
  if (about.work.phase == phase::decode) {
    out.bill({work_part::own_key}, scaled, "seq² with seq = 1: no cached key");
  } else {
    out.square(scaled, unmasked);
  }
  return out.take();
}

const std::array all{
    convention{"exact", "FLOP", "2 a multiply-add of a matrix product that runs; masks and windows are loop bounds",
               whole_model, one_pass, "docs/conventions.md; equals matmul_flops of the report", "none known", never,
               exact, true},
    convention{"torch", "FLOP", "2 a multiply-add of mm, addmm, bmm and scaled_dot_product_attention", whole_model,
               one_pass,
               "PyTorch, torch/utils/flop_counter.py (0140b62): mm_flop, addmm_flop, bmm_flop, sdpa_flop_count",
               "takes every key for every query, whatever the mask; an operation without a formula "
               "counts 0; what an implementation multiplies besides, as to make rotary tables, is not in it",
               never, torch, true},
    convention{"fa-bench", "FLOP", "4·batch·seqlen²·heads·headdim, half of it if causal", "attention cores", one_pass,
               "FlashAttention, benchmarks/benchmark_flash_attention.py (0469c72): flops, mode fwd",
               "half of the square has half of the diagonal, which is scored whole; windows are not known to it",
               unless_whole_sequences, fa_bench, true},
    convention{"xformers", "FLOP", "4·heads·headdim a pair of queries and cached keys, and half of that of new ones",
               "attention cores", one_pass,
               "xformers, xformers/profiler/profile_analyzer.py: _attention_flops, as corrected by pull request 1402",
               "half of the new square has half of the diagonal; windows are not known to it; before "
               "the correction, products with cached values were seen for each cached key, not for each query",
               never, xformers, true},
    convention{"kaplan", "FLOP", "(2N + 2·n_layer·n_ctx·d_attn) a token, N the weights of layers",
               "layers, without embedding and head", one_pass,
               "Kaplan et al. 2020 (arXiv 2001.08361), table 1, as quoted",
               "leaves out the head; its core is one product of the square, or both of half of it",
               unless_whole_sequences, kaplan},
    convention{
        "vllm", "FLOP", "2 a multiply-add of projections, feed-forward, core and head of a step", whole_model, one_pass,
        "vLLM, vllm/v1/metrics/perf.py (00cee63): AttentionMetrics, FfnMetrics, UnembedMetrics on one device",
        "all keys for every query of a prefill, the later ones too; a feed-forward layer always has three matrices",
        never, vllm},
    convention{"maxtext-prefill", "FLOP", "2N a token, N all parameters, and core of half of seq²", whole_model,
               one_pass, "MaxText, src/MaxText/maxtext_utils.py (020763f): calculate_prefill_tflops_per_device",
               "bills tables, norms and biases as matrix products; half of the square whatever the "
               "mask, with half of the diagonal; windows are not known to it",
               unless_whole_sequences, maxtext_prefill},
    convention{"deepspeed", "FLOP", "2 a multiply-add, 1 an activation, 5 an element of a layer norm", whole_model,
               one_pass,
               "DeepSpeed, deepspeed/profiling/flops_profiler/profiler.py (127756f), of the modules of Transformers",
               "takes every key for every query; written operators (RMS norm, rotary, gelu_new, sums) "
               "count 0; the README's output leaves out the products of attention",
               never, deepspeed},
    convention{
        "deepspeed-macs", "MAC", "1 a multiply-add", whole_model, one_pass,
        "DeepSpeed, deepspeed/profiling/flops_profiler/profiler.py (127756f), the second number of each function",
        "takes every key for every query; the README's output leaves out the products of attention", never,
        deepspeed_macs},
    convention{"fvcore", "MAC", "1 a multiply-add, called a flop there, and 5 an element of a layer norm", whole_model,
               one_pass, "fvcore, fvcore/nn/flop_count.py and jit_handles.py (017141c), of attention by matmul",
               "takes every key for every query; scaled_dot_product_attention has no handle and counts "
               "0, so the model must run eager attention; an RMS norm counts 0",
               never, fvcore},
    convention{"llm-viewer", "FLOP", "2 a multiply-add, 5 a softmax weight, 7 an element of a norm, 1 of a sum",
               whole_model, one_pass,
               "LLM-Viewer, model_analyzer.py (01b269d): analyze; configs/Llama.py: post_process",
               "the head counts 1 a multiply-add, at one position; takes every key for every query; a "
               "decode step does not see its own key; activations are as wide as the model; heads are "
               "width/heads wide",
               unless_llama, llm_viewer},
    convention{"llm-analysis", "FLOP", "2 a multiply-add of projections, core, feed-forward and head", whole_model,
               one_pass,
               "llm-analysis, llm_analysis/analysis.py: get_num_flops_fwd_per_layer_attn, "
               "get_num_flops_fwd_total; feed-forward as its results of Llama 3 8B (d841e40) have it",
               "takes every key for every query; a decode step leaves out the cached keys; heads are "
               "width/heads wide",
               unless_split_width, llm_analysis},
};

}  // namespace

std::span<const convention> forward_conventions() { return all; }

}  // namespace conform::analyzer
