#include "convention/model_work.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace conform::analyzer {
namespace {

using counts_of_parts = std::array<polynomial, work_part_count>;

polynomial& at(counts_of_parts& counts, work_part part) { return counts[static_cast<std::size_t>(part)]; }

polynomial symbol(const metered_model& m, std::string_view name) {
  const auto known = std::find_if(m.values.begin(), m.values.end(), [&](const auto& v) { return v.name == name; });
  return polynomial::symbol(static_cast<int>(known - m.values.begin()));
}

integer value(const metered_model& m, std::string_view name) { return m(symbol(m, name)); }

polynomial times(const metered_model& m, const metered_place& place) {
  return polynomial{integer{place.kind ? m.kinds.times(*place.kind) : 1}};
}

/// Multiply-adds of places by their ends, in all layers.
polynomial products_at(const metered_model& m, std::initializer_list<std::string_view> paths) {
  polynomial out;
  for (const metered_place& place : m.places)
    if (std::find(paths.begin(), paths.end(), place.path) != paths.end())
      out += times(m, place) * place.done.matmul_flops() / 2;
  return out;
}

/// The weights of a place's matrix: its multiply-adds for one token.
polynomial matrix_of(const metered_model& m, const metered_place& place) {
  return m.with(m.with(place.done.matmul_flops() / 2, "batch", 1), "seq", 1);
}

bool is_norm(const metered_place& place) { return place.path.ends_with("norm"); }

bool has_bias(const metered_place& place) {
  return place.kind && !is_norm(place) && !is_of_experts(place) && !place.parameters.is_zero() &&
         !place.done.matmul_flops().is_zero();
}

/// Pairs of a window of w keys, the query's own included, behind c cached keys.
struct pairs_in_window {
  integer cached, earlier;
};

pairs_in_window inside(integer s, integer c, integer w) {
  const integer whole = std::clamp(w - c, integer{0}, s);    // queries that see every cached key
  const integer some = std::clamp(w - 1, whole, s) - whole;  // those that see some: w - 1 - i of them
  const integer full = std::min(s, w);                       // queries whose window reaches the first new key
  return {c * whole + some * (w - 1) - some * (2 * whole + some - 1) / 2, full * (full - 1) / 2 + (s - full) * (w - 1)};
}

/// The pairs of layers without a window, over symbols.
void add_square(const metered_model& m, const polynomial& pair, counts_of_parts& out) {
  const polynomial s = symbol(m, "seq"), c = symbol(m, "context"), half = s * (s - polynomial{integer{1}}) / 2;
  at(out, work_part::cached_keys) += pair * s * c;
  at(out, work_part::earlier_keys) += pair * half;
  at(out, work_part::own_key) += pair * s;
  at(out, work_part::later_keys) += pair * half;
}

/// The pairs of layers with a window: numbers of this workload.
void add_window(const metered_model& m, const polynomial& pair, integer w, counts_of_parts& out) {
  const integer s = value(m, "seq"), c = value(m, "context");
  const pairs_in_window scored = inside(s, c, w);
  const auto add = [&](work_part part, integer pairs) { at(out, part) += pair * polynomial{pairs}; };
  add(work_part::cached_keys, scored.cached);
  add(work_part::earlier_keys, scored.earlier);
  add(work_part::own_key, s);
  add(work_part::cached_keys_beyond_window, s * c - scored.cached);
  add(work_part::earlier_keys_beyond_window, s * (s - 1) / 2 - scored.earlier);
  add(work_part::later_keys_in_windowed_layers, s * (s - 1) / 2);
  add(work_part::window_corner, s * std::min(c + s, w) - scored.cached - scored.earlier - s);
}

void add_products(const metered_model& m, counts_of_parts& out) {
  const polynomial batch = symbol(m, "batch"), seq = symbol(m, "seq");
  const polynomial table = symbol(m, "vocab") * symbol(m, "model");
  at(out, work_part::query_key_value) = products_at(m, {"attention.q", "attention.k", "attention.v"});
  at(out, work_part::attention_output) = products_at(m, {"attention.out"});
  at(out, work_part::feed_forward) = products_at(m, {"feed_forward.gate", "feed_forward.up", "feed_forward.down",
                                                     "experts.gate", "experts.up", "experts.down"});
  at(out, work_part::router) = products_at(m, {"experts.router"});
  at(out, work_part::head_last) = batch * table;
  at(out, work_part::head_rest) = batch * (seq - polynomial{integer{1}}) * table;
  at(out, work_part::embedding) = batch * seq * table;
  at(out, work_part::positions) = batch * seq * symbol(m, "positions") * symbol(m, "model");
  const polynomial pair =
      polynomial{integer{2}} * batch * symbol(m, "kv_heads") * symbol(m, "group") * symbol(m, "head_dim");
  for (std::size_t kind = 0; kind < m.kinds.patterns.size(); ++kind) {
    const polynomial of_kind = polynomial{integer{m.kinds.times(kind)}} * pair;
    const long long window = m.kinds.patterns[kind].window;
    window > 0 ? add_window(m, of_kind, integer{window}, out) : add_square(m, of_kind, out);
  }
}

void add_parameters(const metered_model& m, bool norms_have_biases, counts_of_parts& out) {
  const polynomial tokens = symbol(m, "batch") * symbol(m, "seq");
  polynomial norms, biases;
  for (const metered_place& place : m.places) {
    if (is_norm(place)) norms += times(m, place) * place.parameters;
    if (has_bias(place)) biases += times(m, place) * (place.parameters - matrix_of(m, place));
  }
  if (norms_have_biases) {
    norms = norms / 2;
    at(out, work_part::norm_biases) = tokens * norms;
  }
  at(out, work_part::norm_weights) = tokens * norms;
  at(out, work_part::biases) = tokens * biases;
  at(out, work_part::biases_once) = biases;
}

void add_elements(const metered_model& m, integer layers, counts_of_parts& out) {
  const polynomial tokens = symbol(m, "batch") * symbol(m, "seq"), rows = tokens * symbol(m, "model");
  const polynomial all_layers{layers}, both{integer{2} * layers};
  at(out, work_part::softmax) =
      all_layers * tokens * (symbol(m, "context") + symbol(m, "seq")) * symbol(m, "kv_heads") * symbol(m, "group");
  at(out, work_part::norms) = both * rows;
  at(out, work_part::last_norm) = rows;
  at(out, work_part::activation) = all_layers * tokens * symbol(m, "hidden");
  at(out, work_part::residual) = both * rows;
}

}  // namespace

model_work work_of(const model_config& model, metered_model dense) {
  model_work out{std::move(dense), {}, {}};
  const metered_model& m = out.metered;
  add_products(m, out.counts);
  add_parameters(m, model.family == family::gpt2, out.counts);
  add_elements(m, integer{model.layers}, out.counts);
  out.matmul_flops = m(m.total().done.matmul_flops());
  return out;
}

model_work work_of(const model_config& model, const workload& work) {
  return work_of(model, metered(model, work, {}));
}

}  // namespace conform::analyzer
