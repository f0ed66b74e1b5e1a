// Runs the typed model of a config's family on the metered machine. No formula is written here.

#include "metered_model.hpp"

#include <algorithm>

#include <conform/model/decoder.hpp>
#include <conform/size/alphabet.hpp>

namespace conform::analyzer {
namespace {

/// The families over symbolic sizes: one instantiation for every config.
using symbolic = decoder<conform::metered, sizes::vocab, sizes::positions, sizes::model, sizes::kv_heads, sizes::group,
                         sizes::head_dim, sizes::hidden,
                         experts_of<sizes::experts, sizes::active, sizes::expert_hidden>>;
using pass = symbolic::session_for<sizes::batch, sizes::context, sizes::seq>;
using token_ids = tensor<conform::metered, axes::batch<sizes::batch>, axes::query<sizes::seq>>;

template <class... S>
void name_sizes(meter& at, const S&...) {
  (at.id_of(freezing::label_of<S>), ...);
}

/// Ids in the order in which formulas show their factors, and values in the order of ids.
std::vector<named_value> name_sizes_in_order(meter& at, const model_config& c, const workload& w) {
  using namespace sizes;
  name_sizes(at, batch, seq, context, positions, vocab, experts, active, kv_heads, group, head_dim, sizes::model,
             hidden, expert_hidden);
  const expert_sizes mixture = c.experts.value_or(expert_sizes{});
  return {{"batch", "sequences", w.batch},
          {"seq", "new tokens of a sequence", w.seq},
          {"context", "cached tokens of a sequence", w.context},
          {"positions", "learned positions", c.positions.value_or(0)},
          {"vocab", "rows of the embedding", c.vocab_size},
          {"experts", "experts of a layer", mixture.count},
          {"active", "experts that a token chooses", mixture.active},
          {"kv_heads", "heads of keys and values", c.kv_heads},
          {"group", "query heads for each of them", c.heads / c.kv_heads},
          {"head_dim", "width of a head", c.head_dim},
          {"model", "width of the residual stream", c.model},
          {"hidden", "width inside a feed-forward layer", has_feed_forward(c) ? c.hidden : 0},
          {"expert_hidden", "width inside an expert", mixture.hidden}};
}

conform::activation activation_of(activation a) {
  switch (a) {
    case activation::gelu_tanh: return conform::activation::gelu_tanh;
    case activation::gelu_erf: return conform::activation::gelu;
    case activation::relu: return conform::activation::relu;
    case activation::silu: break;
  }
  return conform::activation::silu;
}

decoder_options options_of(const model_config& c, const layer_kinds& kinds) {
  const bool llama = c.family == family::llama;
  decoder_options o;
  o.layers = static_cast<int>(kinds.patterns.size());
  o.patterns = kinds.patterns.data();
  o.learned_positions = c.positions.has_value();
  o.tied = c.tie_embeddings;
  o.block.norm = llama ? norm_kind::rms : norm_kind::layer;
  o.block.attention = {c.qkv_bias, c.out_bias, c.qk_norm, 1e-6};
  o.block.feed_forward = {llama, c.mlp_bias, activation_of(c.activation)};
  o.block.mixture = {c.experts && c.experts->renormalise, activation_of(c.activation)};
  o.feeds = kinds.feeds.data();
  return o;
}

layer_kinds kinds_of(const model_config& c, mask m) {
  layer_kinds out;
  for (std::size_t i = 0; i < static_cast<std::size_t>(c.layers); ++i) {
    pattern p = m == mask::full || m == mask::variant ? full : causal;
    if (m == mask::model && i < c.window.size() && c.window[i]) p = causal_window(*c.window[i]);
    const feed_kind feed = i < c.routed.size() && c.routed[i] ? feed_kind::experts : feed_kind::feed_forward;
    std::size_t known = 0;
    while (known < out.patterns.size() && !(out.patterns[known] == p && out.feeds[known] == feed)) ++known;
    out.of.push_back(known);
    if (known == out.patterns.size()) out.patterns.push_back(p), out.feeds.push_back(feed);
  }
  return out;
}

/// The sizes of another attention over those of the model; those that it alone has are numbers.
variant_sizes<polynomial> sizes_over(meter& at, const attention_core& core) {
  const auto symbol = [&](auto size) { return polynomial::symbol(at.id_of(freezing::label_of<decltype(size)>)); };
  variant_sizes<polynomial> out = checking::sizes_as<polynomial>(core.at);
  out.n_q = out.n_k = symbol(sizes::seq);
  if (core.at.n_k != core.at.n_q) out.n_k += symbol(sizes::context);
  out.d_k = out.d_v = symbol(sizes::head_dim);
  return out;
}

std::vector<integer> numbers_of(const std::vector<named_value>& values) {
  std::vector<integer> out;
  for (const named_value& v : values) out.push_back(v.value);
  return out;
}

/// One forward pass and the parameters, with one layer of each kind.
void run(meter& at, const decoder_options& options, logits rows) {
  symbolic model(options);
  make_parameters(model, at);
  pass session;
  session.open(machine<conform::metered>(at), options);
  const token_ids ids;
  if (rows == logits::all)
    (void)model.logits(ids, session);
  else
    (void)model.last_logits(ids, session);
  own_parameters(model, at);
}

/// The embedding and one layer of each kind, as the decoder runs them.
void run_layers(meter& at, const decoder_options& options) {
  symbolic model(options);
  make_parameters(model, at);
  pass session;
  session.open(machine<conform::metered>(at), options);
  auto x = model.embed(token_ids{}, 0);
  for (std::size_t i = 0; i < model.layers.size(); ++i)
    x = model.layers[i](std::move(x), session.turns, session.caches[i], options.patterns[i]);
}

metered_place place_of(const journal_row<polynomial>& row) {
  constexpr std::string_view layers = "layers.";
  std::string path = string_of(row.path);
  if (path.compare(0, layers.size(), layers) != 0) return {{}, std::move(path), row.done, row.parameters, row.moved};
  const std::size_t dot = std::min(path.find('.', layers.size()), path.size() - 1);
  const std::size_t kind = std::stoul(path.substr(layers.size(), dot - layers.size()));
  return {kind, path.substr(dot + 1), row.done, row.parameters, row.moved};
}

/// Visits parameters (layer/parameter.hpp) and lists their extents.
struct tensor_lister {
  meter& ids;
  const std::vector<named_value>& values;
  std::vector<declared_tensor> out{};
  std::vector<std::string> path{};

  void enter(const char* name) { path.emplace_back(name); }
  void leave() { path.pop_back(); }
  template <class P>
  void parameter(const P&) {
    declared_tensor one;
    for (const std::string& name : path) one.path += (one.path.empty() ? "" : ".") + name;
    const auto extents = measuring::formulas(typename P::shape{}, ids);
    for (int i = 0; i < extents.rank; ++i)
      one.extents.push_back(static_cast<std::int64_t>(evaluate(
          extents.at[i], [&](int id) { return integer{values[static_cast<std::size_t>(id)].value}; })));
    out.push_back(std::move(one));
  }
};

/// The numbers of what one head of a core does, as sizes of the formulas.
head_formulas counts_of_head(meter& at) {
  const auto count = [&](const char* name) { return polynomial::symbol(at.id_of({name, 0})); };
  return {{count("core_mul"), count("core_add"), count("core_div"), count("core_exp"), count("core_cmp"),
           count("core_sqrt"), count("core_log"), count("core_tanh"), count("core_erf"), count("core_sin"),
           count("core_cos"), count("core_mac")},
          count("core_scratch"),
          {},
          {}};
}

/// `put(at, out)` puts the formulas of a core into out; true where there is one.
template <class Put>
metered_model metered_with(const model_config& model, const workload& work, Put put) {
  meter at;
  metered_model out;
  out.values = name_sizes_in_order(at, model, work);
  out.kinds = kinds_of(model, work.mask);
  decoder_options options = options_of(model, out.kinds);
  if (put(at, out)) options.block.attention.core = &out.core.head;
  run(at, options, work.logits);
  out.sizes = at.sizes;
  for (const auto& row : at.places.rows) out.places.push_back(place_of(row));
  out.peaks.assign(at.peaks.begin(), at.peaks.end());
  out.cache = polynomial{integer{model.layers}} * pass::cache::elements(at);
  out.attention = symbolic::attention_of<pass>(at);
  return out;
}

}  // namespace

std::string string_of(const list<char>& text) { return {text.begin(), text.end()}; }

std::int64_t layer_kinds::times(std::size_t kind) const { return std::count(of.begin(), of.end(), kind); }

bool layer_kinds::has_experts(std::size_t kind) const {
  return kind < feeds.size() && feeds[kind] == feed_kind::experts;
}

std::int64_t layer_kinds::routed() const {
  return std::count_if(of.begin(), of.end(), [&](std::size_t kind) { return has_experts(kind); });
}

bool is_of_experts(const metered_place& place) {
  return place.path == "experts.gate" || place.path == "experts.up" || place.path == "experts.down";
}

metered_place metered_model::total() const {
  metered_place out;
  for (const metered_place& place : places) add(out, place);
  return out;
}

metered_place metered_model::total(std::string_view path) const {
  metered_place out;
  for (const metered_place& place : places)
    if (place.path == path) add(out, place);
  return out;
}

void metered_model::add(metered_place& into, const metered_place& place) const {
  const polynomial times{integer{place.kind ? kinds.times(*place.kind) : 1}};
  into.done = into.done + times * place.done;
  into.parameters += times * place.parameters;
  into.moved += times * place.moved;
}

integer metered_model::operator()(const polynomial& p) const {
  return evaluate(p, [&](int id) { return integer{values[static_cast<std::size_t>(id)].value}; });
}

std::int64_t metered_model::value(std::string_view name) const {
  return std::find_if(values.begin(), values.end(), [&](const named_value& size) { return size.name == name; })->value;
}

std::string metered_model::text_of(const polynomial& p) const { return string_of(to_characters(p, sizes)); }

polynomial metered_model::with(const polynomial& p, std::string_view name, std::int64_t value) const {
  return evaluate_in<polynomial>(p, [&](int id) {
    return values[static_cast<std::size_t>(id)].name == name ? polynomial{integer{value}} : polynomial::symbol(id);
  });
}

polynomial metered_model::active_parameters() const {
  const auto place_of = [&](std::string_view name) {
    return static_cast<int>(
        std::find_if(values.begin(), values.end(), [&](const named_value& v) { return v.name == name; }) -
        values.begin());
  };
  const int all = place_of("experts"), chosen = place_of("active");
  const auto met = [&](int id) { return polynomial::symbol(id == all ? chosen : id); };
  polynomial out;
  for (const metered_place& place : places) {
    const polynomial one =
        is_of_experts(place) ? evaluate_in<polynomial>(place.parameters, met) : place.parameters;
    out += polynomial{integer{place.kind ? kinds.times(*place.kind) : 1}} * one;
  }
  return out;
}

metered_model metered(const model_config& model, const workload& work, const std::optional<attention_core>& core) {
  return metered_with(model, work, [&](meter& at, metered_model& into) {
    if (core) into.core = formulas_of(*core, sizes_over(at, *core), numbers_of(into.values));
    return core.has_value();
  });
}

std::vector<declared_tensor> declared_tensors(const model_config& model, bool routed) {
  meter at;
  const std::vector<named_value> values = name_sizes_in_order(at, model, {});
  decoder_options options = options_of(model, {});
  options.layers = 1;
  options.block.routed = routed;
  const symbolic one(options);
  tensor_lister lister{at, values};
  visit_parameters(one, lister);
  return std::move(lister.out);
}

void resize(metered_model& m, const workload& work) {
  for (named_value& size : m.values) {
    const std::string_view name = size.name;
    if (name == "batch") size.value = work.batch;
    if (name == "seq") size.value = work.seq;
    if (name == "context") size.value = work.context;
  }
}

std::vector<memory_peak> peaks_of_layers(const model_config& model, const workload& work,
                                         const std::optional<attention_core>& core) {
  meter at;
  const std::vector<named_value> values = name_sizes_in_order(at, model, work);
  const layer_kinds kinds = kinds_of(model, work.mask);
  decoder_options options = options_of(model, kinds);
  core_formulas instead;
  if (core) {
    instead = formulas_of(*core, sizes_over(at, *core), numbers_of(values));
    options.block.attention.core = &instead.head;
  }
  run_layers(at, options);
  return {at.peaks.begin(), at.peaks.end()};
}

std::optional<metered_model> metered_from_above(const model_config& model, const workload& work,
                                                const std::optional<attention_core>& core) {
  metered_model out = metered_with(model, work, [&](meter& at, metered_model& into) {
    if (!core) return false;
    into.core = formulas_of(*core, sizes_over(at, *core), numbers_of(into.values));
    if (into.core.high) into.core.head.done = operations<polynomial>{.add = *into.core.high};
    return true;
  });
  if (core && !out.core.high) return {};
  return out;
}

metered_model metered_over_counts(const model_config& model, const workload& work) {
  return metered_with(model, work, [&](meter& at, metered_model& into) {
    into.core.head = counts_of_head(at);
    return true;
  });
}

}  // namespace conform::analyzer
