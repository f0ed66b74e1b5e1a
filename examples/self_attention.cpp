// Queries, keys and values from one X: the first layer of every transformer, and what keeps it from going wrong.

#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>

using namespace conform;
using namespace conform::axes;

// [layer]
/// {query, model} -> {query, value_dim}: every position of x attends to those up to its own.
template <class X, class Wq, class Wk, class Wv>
auto attend(const X& x, const Wq& w_q, const Wk& w_k, const Wv& w_v) {
  const auto as_keys = rename<query, key>(x);   // the same cells; as keys, x has a key axis
  const auto q = contract<model>(x, w_q);        // (query, head_dim)
  const auto k = contract<model>(as_keys, w_k);  // (key, head_dim)
  const auto v = contract<model>(as_keys, w_v);  // (key, value_dim)
  return attention(q, k, v, causal);
}
// [/layer]

// [refused]
template <class X, class W>
concept projects = requires(const X& x, const W& w) { contract<model>(x, w); };

using x_type = tensor<float, query<3>, model<4>>;
static_assert(projects<x_type, tensor<float, model<4>, head_dim<2>>>);
static_assert(!projects<x_type, tensor<float, model<5>, head_dim<2>>>);   // extents_differ<model<4>, model<5>>
static_assert(!projects<x_type, tensor<float, hidden<4>, head_dim<2>>>);  // axis_missing<every<model>, ...>
// [/refused]

int main() {
  // [use]
  tensor<float, query<3>, model<4>> x;
  tensor<float, model<4>, head_dim<2>> w_q, w_k;
  tensor<float, model<4>, value_dim<2>> w_v;
  generate<query, model>(x, [](auto i, auto f) { return i == f; });
  generate<model, head_dim>(w_q, [](auto f, auto h) { return f == h ? 2 : 0; });
  generate<model, head_dim>(w_k, [](auto f, auto h) { return f == h; });
  generate<model, value_dim>(w_v, [](auto f, auto w) { return 10 * f + w; });
  fmt::print("{:.2f}\n", attend(x, w_q, w_k, w_v));  // tensor<float, query<3>, value_dim<2>>
  // [/use]
}
