// Runs the typed model of a config's family on the metered machine, over symbolic sizes, and evaluates what the meter
// holds at the config's numbers. No formula is written here.

#include <algorithm>
#include <map>
#include <optional>

#include <conform/model/decoder.hpp>
#include <conform/size/alphabet.hpp>

#include "report.hpp"

namespace conform::analyzer {
namespace {

/// The family over symbolic sizes: one instantiation for every config.
using symbolic = decoder<metered, sizes::vocab, sizes::positions, sizes::model, sizes::kv_heads, sizes::group,
                         sizes::head_dim, sizes::hidden>;
using pass = symbolic::session_for<sizes::batch, sizes::context, sizes::seq>;
using token_ids = tensor<metered, axes::batch<sizes::batch>, axes::query<sizes::seq>>;

struct named_value {
  const char* name;
  const char* meaning;
  std::int64_t value;
};

std::vector<named_value> values_of(const model_config& c, const workload& w) {
  return {{"batch", "sequences", w.batch},
          {"seq", "new tokens of a sequence", w.seq},
          {"context", "cached tokens of a sequence", w.context},
          {"vocab", "rows of the embedding", c.vocab_size},
          {"positions", "learned positions", c.positions.value_or(1)},
          {"kv_heads", "heads of keys and values", c.kv_heads},
          {"group", "query heads for each of them", c.heads / c.kv_heads},
          {"head_dim", "width of a head", c.head_dim},
          {"model", "width of the residual stream", c.model},
          {"hidden", "width inside a feed-forward layer", c.hidden}};
}

/// The sizes of one run, by the ids that the meter gave them.
class evaluation {
 public:
  evaluation(const meter& at, const std::vector<named_value>& values) : at_(at) {
    for (const freezing::label& size : at.sizes) {
      const auto found = std::find_if(values.begin(), values.end(),
                                      [&](const named_value& v) { return std::string_view(v.name) == size.name; });
      values_.push_back(found->value);
    }
  }
  integer operator()(const polynomial& p) const {
    return evaluate(p, [&](int id) { return integer{values_[static_cast<std::size_t>(id)]}; });
  }
  figure figure_of(const polynomial& p) const { return {(*this)(p), text_of(p)}; }
  /// p with some sizes replaced by numbers.
  polynomial with(const polynomial& p, const std::map<std::string_view, std::int64_t>& fixed) const {
    return evaluate_in<polynomial>(p, [&](int id) {
      const auto found = fixed.find(at_.sizes[static_cast<std::size_t>(id)].name);
      return found == fixed.end() ? polynomial::symbol(id) : polynomial{integer{found->second}};
    });
  }
  std::string text_of(const polynomial& p) const {
    list<char> text;
    rendering::put_sum(text, p, [&](int id) { return at_.sizes[static_cast<std::size_t>(id)].name; });
    return {text.begin(), text.end()};
  }

 private:
  const meter& at_;
  std::vector<std::int64_t> values_;
};

block_options block_of(const model_config& c) {
  block_options o;
  o.attention.qkv_bias = c.qkv_bias;
  o.attention.out_bias = c.out_bias;
  o.attention.qk_norm = c.qk_norm;
  o.feed_forward.gated = c.family == family::llama;
  o.feed_forward.bias = c.mlp_bias;
  o.feed_forward.activate = [&] {
    switch (c.activation) {
      case activation::gelu_tanh: return conform::activation::gelu_tanh;
      case activation::gelu_erf: return conform::activation::gelu;
      case activation::relu: return conform::activation::relu;
      case activation::silu: break;
    }
    return conform::activation::silu;
  }();
  o.norm = c.family == family::llama ? norm_kind::rms : norm_kind::layer;
  return o;
}

/// Layers that differ only in their place are metered once: `of[i]` is the kind of layer i.
struct layer_kinds {
  std::vector<pattern> patterns;
  std::vector<std::size_t> of;
};

layer_kinds kinds_of(const model_config& c, mask m) {
  layer_kinds out;
  for (std::size_t i = 0; i < static_cast<std::size_t>(c.layers); ++i) {
    pattern p = m == mask::full ? full : causal;
    if (m == mask::model && i < c.window.size() && c.window[i]) p = causal_window(*c.window[i]);
    const auto known = std::find(out.patterns.begin(), out.patterns.end(), p);
    out.of.push_back(static_cast<std::size_t>(known - out.patterns.begin()));
    if (known == out.patterns.end()) out.patterns.push_back(p);
  }
  return out;
}

/// One forward pass and the parameters, with one layer of each kind, on the meter.
void run(meter& at, const model_config& c, const workload& w, const layer_kinds& kinds) {
  decoder_options o;
  o.layers = static_cast<int>(kinds.patterns.size());
  o.block = block_of(c);
  o.learned_positions = c.positions.has_value();
  o.tied = c.tie_embeddings;
  o.patterns = kinds.patterns.data();
  symbolic model(o);
  make_parameters(model, machine<metered>(at), bound_sizes<symbols<>>{});
  pass session;
  session.open(machine<metered>(at), o);
  const token_ids ids;
  if (w.logits == logits::all)
    (void)model.logits(ids, session);
  else
    (void)model.last_logits(ids, session);
  own_parameters(model, at);
}

std::string string_of(const list<char>& text) { return {text.begin(), text.end()}; }

using kind_row = std::array<polynomial, scalar_kind_count>;

kind_row kinds_of(const operations<polynomial>& done) {
  kind_row out;
  std::size_t next = 0;
  done.each([&](const char*, const polynomial& count) { out[next++] = count; });
  return out;
}

/// The kind of layer that a row belongs to, and its path below that layer; none for what is no layer.
struct layer_place {
  std::optional<std::size_t> kind;
  std::string rest;
};
layer_place place_of(const std::string& path) {
  constexpr std::string_view prefix = "layers.";
  if (path.compare(0, prefix.size(), prefix) != 0) return {{}, path};
  const std::size_t dot = std::min(path.find('.', prefix.size()), path.size());
  return {std::stoul(path.substr(prefix.size(), dot - prefix.size())), path.substr(dot)};
}

/// Sums over all layers: a row of a kind counts as often as the kind occurs.
journal_row<polynomial> total_of(const meter& at, const layer_kinds& kinds) {
  journal_row<polynomial> total;
  for (const auto& row : at.places.rows) {
    const layer_place place = place_of(string_of(row.path));
    const polynomial times{place.kind ? integer{std::count(kinds.of.begin(), kinds.of.end(), *place.kind)} : integer{1}};
    total.done = total.done + times * row.done;
    total.parameters += times * row.parameters;
  }
  return total;
}

layer_row row_of(const journal_row<polynomial>& row, const evaluation& value) {
  layer_row out{string_of(row.path), value(row.parameters), value(row.done.matmul_flops()), {},
                value.text_of(row.done.matmul_flops())};
  const kind_row kinds = kinds_of(row.done);
  std::transform(kinds.begin(), kinds.end(), out.scalars.begin(), value);
  return out;
}

/// One row a place, in the order of the model, the rows of a kind repeated for each of its layers.
void add_layers(report& out, const meter& at, const evaluation& value, const layer_kinds& kinds) {
  std::vector<layer_row> before, after;
  std::vector<std::vector<layer_row>> kind(kinds.patterns.size());
  for (const auto& row : at.places.rows) {
    layer_row made = row_of(row, value);
    const layer_place place = place_of(made.path);
    made.path = place.rest;
    (place.kind ? kind[*place.kind] : place.rest == "embedding" ? before : after).push_back(std::move(made));
  }
  out.layers = std::move(before);
  for (std::size_t i = 0; i < kinds.of.size(); ++i)
    for (layer_row row : kind[kinds.of[i]]) {
      row.path = "layers." + std::to_string(i) + row.path;
      out.layers.push_back(std::move(row));
    }
  out.layers.insert(out.layers.end(), after.begin(), after.end());
}

void add_operations(report& out, const evaluation& value, const operations<polynomial>& total) {
  out.operations.matmul_flops = value.figure_of(total.matmul_flops());
  const kind_row kinds = kinds_of(total);
  std::transform(kinds.begin(), kinds.end(), out.operations.scalars.begin(),
                 [&](const polynomial& count) { return value.figure_of(count); });
  out.operations.unit_total = value.figure_of(total.unit_total());
}

void add_memory(report& out, meter& at, const evaluation& value, const model_config& c, const workload& w,
                const polynomial& parameters) {
  const polynomial bytes{integer{bytes_of(w.dtype)}};
  const polynomial cached = polynomial{integer{c.layers}} * pass::cache::elements(at);
  out.memory.weights_bytes = value.figure_of(bytes * parameters);
  out.memory.kv_cache_bytes = value.figure_of(bytes * cached);
  out.memory.kv_cache_bytes_per_token = value.figure_of(bytes * value.with(cached, {{"batch", 1}, {"context", 0}, {"seq", 1}}));
  for (const memory_peak& peak : at.peaks) {
    figure here = value.figure_of(bytes * peak.live);
    if (here.value < out.memory.activation_peak_bytes.value) continue;
    out.memory.activation_peak_bytes = std::move(here);
    out.memory.peak_place = string_of(peak.path);
  }
  out.memory.schedule =
      "activations of the shipped code: scores of one head at a time (seq x keys), buffers freed at their last use; "
      "weights and cache apart";
}

}  // namespace

report make_report(const model_config& model, const workload& work) {
  meter at;
  const layer_kinds kinds = kinds_of(model, work.mask);
  run(at, model, work, kinds);
  const std::vector<named_value> values = values_of(model, work);
  const evaluation value(at, values);

  report out;
  out.model_name = model.name;
  out.model_type = model.model_type;
  out.source = model.source;
  out.family = std::string(name_of(model.family));
  out.convention = "exact: one multiply-add is 2 FLOPs, every other scalar operation 1; masks are loop bounds";
  out.workload = work;
  for (const named_value& v : values) out.symbols.push_back({v.name, v.meaning, v.value});
  add_layers(out, at, value, kinds);

  const journal_row<polynomial> total = total_of(at, kinds);
  out.parameters = {value.figure_of(total.parameters), value.figure_of(total.parameters), {}};
  for (const auto& row : at.places.rows)
    if (string_of(row.path) == "embedding") out.parameters.embedding = value.figure_of(row.parameters);
  add_operations(out, value, total.done);
  add_memory(out, at, value, model, work, total.parameters);
  return out;
}

}  // namespace conform::analyzer
