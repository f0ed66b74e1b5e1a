#pragma once
// Decoders whose sizes are all known at run time only, with random weights: what the tests of this room run.

#include <map>
#include <random>
#include <string>
#include <vector>

#include <conform/model/gpt2.hpp>
#include <conform/model/llama.hpp>
#include <conform/model/mixtral.hpp>
#include <conform/size/alphabet.hpp>

namespace decoders {

using namespace conform;

/// How many experts a token chooses is a number where tokens choose, and a named size on the metered machine.
template <class T>
constexpr auto chosen_experts() {
  if constexpr (is_metered<T>)
    return sizes::active;
  else
    return 2;
}
template <class T>
using decoder_of = decoder<T, sizes::vocab, sizes::positions, sizes::model, sizes::kv_heads, sizes::group,
                           sizes::head_dim, sizes::hidden,
                           experts_of<sizes::experts, chosen_experts<T>(), sizes::expert_hidden>>;
template <class T>
using session_of = typename decoder_of<T>::template session_for<sizes::batch, sizes::context, sizes::seq>;
using token_ids = tensor<int, axes::batch<sizes::batch>, axes::query<sizes::seq>>;

struct config {
  long long vocab = 5, positions = 1, model = 4, kv_heads = 1, group = 1, head_dim = 2, hidden = 3, batch = 1,
            experts = 2, expert_hidden = 2;
  decoder_options options;
  std::vector<pattern> patterns;  ///< for each layer; empty: causal
  std::vector<feed_kind> feeds;   ///< for each layer; empty: as the options say

  decoder_options chosen() const {
    decoder_options out = options;
    out.patterns = patterns.empty() ? nullptr : patterns.data();
    out.feeds = feeds.empty() ? nullptr : feeds.data();
    return out;
  }
};

/// The value of each named size, by its name.
using values = std::map<std::string, long long>;
inline values values_of(const config& c, long long context, long long seq) {
  return {{"vocab", c.vocab},       {"positions", c.positions}, {"model", c.model}, {"kv_heads", c.kv_heads},
          {"group", c.group},       {"head_dim", c.head_dim},   {"batch", c.batch}, {"hidden", c.hidden},
          {"context", context},     {"seq", seq},             {"experts", c.experts}, {"active", 2},
          {"expert_hidden", c.expert_hidden}};
}
template <class Named>
struct binder;
template <class... S>
struct binder<symbols<S...>> {
  static bound_sizes<symbols<S...>> of(const values& v) {
    bound_sizes<symbols<S...>> out;
    int place = 0;
    (out.set(place++, v.at(S::name.chars), S::name.chars), ...);
    return out;
  }
};
template <class... N>
auto bound(const values& v, N...) {
  return binder<symbols<N...>>::of(v);
}
inline auto weight_sizes(const values& v) {
  return bound(v, sizes::vocab, sizes::positions, sizes::kv_heads, sizes::group, sizes::head_dim, sizes::model,
               sizes::hidden, sizes::experts, sizes::expert_hidden);
}
template <class T>
auto step_sizes(const values& v) {
  return binder<typename session_of<T>::named>::of(v);
}

inline token_ids ids_of(const config& c, const std::vector<int>& all, std::size_t from, std::size_t count) {
  token_ids out{sizes::batch = c.batch, sizes::seq = static_cast<long long>(count)};
  const std::size_t length = all.size() / static_cast<std::size_t>(c.batch);
  int* cell = out.data();
  for (std::size_t b = 0; b < static_cast<std::size_t>(c.batch); ++b)
    for (std::size_t i = 0; i < count; ++i) *cell++ = all[b * length + from + i];
  return out;
}

/// Weights by path (layers.0.attention.q.weight), row-major in the order of the parameter's axes.
using weights = std::map<std::string, std::vector<double>>;

/// Fills every parameter with random numbers and keeps a copy of them.
struct filler {
  std::mt19937& random;
  weights& kept;
  std::vector<std::string> path{};

  void enter(const char* name) { path.push_back((path.empty() ? "" : path.back() + ".") + name); }
  void leave() { path.pop_back(); }
  void parameter(auto& p) {
    std::uniform_real_distribution<double> any(-0.8, 0.8);
    auto& copy = kept[path.back()];
    for (auto& cell : *p) {
      using number = std::remove_reference_t<decltype(cell)>;
      copy.push_back(any(random));
      cell = static_cast<number>(copy.back());
      if constexpr (sizeof(number) == 2) copy.back() = static_cast<double>(static_cast<float>(cell));
    }
  }
};

/// One of both families with every option thrown in at random.
inline config random_config(std::mt19937& random, bool llama) {
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  config c;
  c.vocab = pick(2, 9), c.model = pick(1, 7), c.kv_heads = pick(1, 3), c.head_dim = llama ? 2 * pick(1, 3) : pick(1, 5);
  c.hidden = pick(1, 9), c.batch = pick(1, 2), c.group = llama ? pick(1, 3) : 1, c.positions = llama ? 1 : pick(12, 14);
  const int layers = pick(1, 3);
  if (!llama) {
    const activation any[]{activation::relu, activation::gelu, activation::gelu_tanh};
    c.options = gpt2_options{layers, 1e-5, any[pick(0, 2)], pick(0, 1) == 1};
    return c;
  }
  llama_options o;
  o.layers = layers, o.epsilon = 1e-6, o.rotary_base = pick(0, 1) ? 10000 : 500000, o.tied = pick(0, 1);
  o.activate = pick(0, 3) ? activation::silu : activation::gelu;
  o.qkv_bias = pick(0, 1), o.out_bias = pick(0, 1), o.feed_forward_bias = pick(0, 1), o.qk_norm = pick(0, 1);
  c.options = o;
  if (pick(0, 1))
    for (int i = 0; i < layers; ++i) c.patterns.push_back(pick(0, 1) ? causal : causal_window(pick(1, 6)));
  return c;
}

/// A llama of which layers have experts.
inline config random_mixture(std::mt19937& random) {
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  config c = random_config(random, true);
  c.experts = pick(2, 5), c.expert_hidden = pick(1, 6);
  c.options.block.routed = true;
  c.options.block.mixture = {pick(0, 1) == 1, pick(0, 3) ? activation::silu : activation::gelu};
  if (pick(0, 1))
    for (int i = 0; i < c.options.layers; ++i)
      c.feeds.push_back(pick(0, 1) ? feed_kind::experts : feed_kind::feed_forward);
  return c;
}

inline std::vector<int> random_ids(std::mt19937& random, const config& c, std::size_t length) {
  std::uniform_int_distribution<int> any(0, static_cast<int>(c.vocab) - 1);
  std::vector<int> out(length * static_cast<std::size_t>(c.batch));
  for (int& id : out) id = any(random);
  return out;
}

}  // namespace decoders
