// Parameters: declared once, walked in order with their paths, owned by a meter under the place that uses them.
#include <conform/layer/block.hpp>
#include <conform/layer/embedding.hpp>
#include <conform/size/alphabet.hpp>

using namespace conform;

namespace {

constexpr bool is(const list<char>& path, const char* text) {
  for (char c : path)
    if (c != *text++) return false;
  return *text == 0;
}

/// The paths of all parameters that exist, one after the other, with a blank behind each.
struct reader {
  list<char> text, path;
  list<std::size_t> lengths;
  constexpr void enter(const char* name) {
    lengths.push_back(path.size());
    if (!path.empty()) path.push_back('.');
    while (*name) path.push_back(*name++);
  }
  constexpr void leave() {
    while (path.size() > lengths.back()) path.erase(path.size() - 1);
    lengths.erase(lengths.size() - 1);
  }
  constexpr void parameter(const auto&) {
    text.append(path);
    text.push_back(' ');
  }
};
template <class Part>
constexpr bool has_just(const Part& part, const char* paths) {
  reader all;
  visit_parameters(part, all);
  return is(all.text, paths);
}

using plain_linear = linear<float, from<axes::model<6>>, into<axes::head<2>, axes::head_dim<3>>>;
static_assert(has_just(plain_linear(), "weight ") && has_just(plain_linear(true), "weight bias "));
static_assert(has_just(plain_linear(true, false), ""));  // a part that does not exist has no bias either
static_assert(count_parameters(plain_linear(true)) == 6 * 6 + 6 && count_parameters(plain_linear(false, false)) == 0);

using width = norm<float, axes::model<6>>;
static_assert(has_just(width(norm_kind::layer, 1e-5), "weight bias ") &&
              has_just(width(norm_kind::rms, 1e-5), "weight "));
static_assert(count_parameters(width(norm_kind::layer, 1e-5)) == 12 &&
              count_parameters(width(norm_kind::rms, 1e-5)) == 6);

using table = embedding<float, 11, 7, 6>;
static_assert(has_just(table(), "tokens ") && has_just(table(true), "tokens positions "));

using perceptron = feed_forward<float, 6, 5>;
static_assert(has_just(perceptron({.gated = true, .bias = false}), "gate.weight up.weight down.weight "));
static_assert(has_just(perceptron({.gated = false, .bias = true}), "up.weight up.bias down.weight down.bias "));
static_assert(count_parameters(perceptron({.gated = true, .bias = true})) == 3 * 30 + 5 + 5 + 6);

using attention_layer = self_attention<float, 6, 2, 3, 4>;
static_assert(has_just(attention_layer({.qkv_bias = true, .qk_norm = true}),
                       "q.weight q.bias k.weight k.bias v.weight v.bias out.weight q_norm.weight k_norm.weight "));
static_assert(has_just(attention_layer({.out_bias = true}), "q.weight k.weight v.weight out.weight out.bias "));

// The largest published sizes do not overflow; a product beyond 128 bits would not compile.
static_assert(parameter<float, axes::model<1 << 30>, axes::hidden<1 << 30>, axes::head<1 << 30>>::elements() ==
              integer{1} << 90);

/// A block on a meter: every part owns its formulas at its own place, the one that running it opens.
static_assert([] {
  using named = block<metered, sizes::model, sizes::kv_heads, sizes::group, sizes::head_dim, sizes::hidden>;
  block_options o;
  o.norm = norm_kind::rms, o.feed_forward = {true, false, activation::silu};
  meter at;
  own_parameters(named(o), at);
  const char* const places[]{"attention_norm",    "attention.q",     "attention.k",
                             "attention.v",       "attention.out",   "feed_forward_norm",
                             "feed_forward.gate", "feed_forward.up", "feed_forward.down"};
  if (at.places.rows.size() != 9 || !at.places.path().empty()) return false;
  for (std::size_t i = 0; i < 9; ++i)
    if (!is(at.places.rows[i].path, places[i])) return false;
  // at 6, 2, 3, 4, 5: what count_parameters says of the static block
  integer sum = 0;
  for (const auto& row : at.places.rows)
    sum += evaluate(row.parameters, [&](int id) {
      const char* name = at.sizes[static_cast<std::size_t>(id)].name;
      return integer{name[0] == 'm' ? 6 : name[0] == 'k' ? 2 : name[0] == 'g' ? 3 : name[1] == 'e' ? 4 : 5};
    });
  return sum == count_parameters(block<float, 6, 2, 3, 4, 5>(o));
}());

}  // namespace
