#pragma once
// One attention over sizes of run time: counted, and claimed in whole numbers and in formulas.

#include <conform/attention/attention.hpp>
#include <conform/size/alphabet.hpp>

namespace attention_counts {

using namespace conform;

/// Grouped heads in a batch: K and V lack the group.
template <class T>
using queries = tensor<T, axes::batch<sizes::batch>, axes::head<sizes::kv_heads>, axes::group<sizes::group>,
                       axes::query<sizes::n_q>, axes::head_dim<sizes::d_k>>;
template <class T>
using keys_of = tensor<T, axes::batch<sizes::batch>, axes::head<sizes::kv_heads>, axes::key<sizes::n_k>,
                       axes::head_dim<sizes::d_k>>;
template <class T>
using values_of = tensor<T, axes::batch<sizes::batch>, axes::head<sizes::kv_heads>, axes::key<sizes::n_k>,
                         axes::value_dim<sizes::d_v>>;

struct point {
  long long n_q, n_k, d_k, d_v;
  long long batch = 1, heads = 1, group = 1;
};

struct cost {
  operations<long long> done;
  long long peak = 0;  ///< live elements above those of Q, K and V
  friend constexpr bool operator==(const cost&, const cost&) = default;
};

/// By running it.
constexpr cost counted_at(const point& p, const pattern& keys) {
  using number = counted<double>;
  ledger book;
  const queries<number> q(book, sizes::batch = p.batch, sizes::kv_heads = p.heads, sizes::group = p.group,
                          sizes::n_q = p.n_q, sizes::d_k = p.d_k);
  const keys_of<number> k(book, sizes::batch = p.batch, sizes::kv_heads = p.heads, sizes::n_k = p.n_k,
                          sizes::d_k = p.d_k);
  const values_of<number> v(book, sizes::batch = p.batch, sizes::kv_heads = p.heads, sizes::n_k = p.n_k,
                            sizes::d_v = p.d_v);
  const long long inputs = book.live;
  const auto out = attention(q, k, v, keys);
  return {book.done, book.peak - inputs};
}

/// By the claim, evaluated in whole numbers.
constexpr cost claimed_at(const point& p, const pattern& keys) {
  const attention_sizes<integer> s{p.n_q, p.n_k, p.d_k, p.d_v, integer{p.batch} * p.heads * p.group};
  const operations<integer> claim = dense::claim(s, keys);
  cost out;
  out.done = {static_cast<long long>(claim.mul), static_cast<long long>(claim.add),  static_cast<long long>(claim.div),
              static_cast<long long>(claim.exp), static_cast<long long>(claim.cmp),  static_cast<long long>(claim.sqrt),
              static_cast<long long>(claim.log), static_cast<long long>(claim.tanh), static_cast<long long>(claim.erf),
              static_cast<long long>(claim.sin), static_cast<long long>(claim.cos),  static_cast<long long>(claim.mac)};
  out.peak = static_cast<long long>(dense::scratch(s) + s.carried * s.n_q * s.d_v);
  return out;
}

/// By the claim at formulas, which at() evaluates.
class formulas {
 public:
  constexpr explicit formulas(const pattern& keys)
      : size_{polynomial::symbol(0), polynomial::symbol(1), polynomial::symbol(2), polynomial::symbol(3),
              polynomial::symbol(4)},
        claim_(dense::claim(size_, keys)) {}

  constexpr cost at(const point& p) const {
    const auto value = [&](const polynomial& f) {
      const long long values[]{p.n_q, p.n_k, p.d_k, p.d_v, p.batch * p.heads * p.group};
      return static_cast<long long>(evaluate(f, [&](int id) { return integer{values[id]}; }));
    };
    const operations<polynomial>& c = claim_;
    return {{value(c.mul), value(c.add), value(c.div), value(c.exp), value(c.cmp), value(c.sqrt), value(c.log),
             value(c.tanh), value(c.erf), value(c.sin), value(c.cos), value(c.mac)},
            value(dense::scratch(size_)) + value(size_.carried * size_.n_q * size_.d_v)};
  }

 private:
  attention_sizes<polynomial> size_;
  operations<polynomial> claim_;
};

}  // namespace attention_counts
