#pragma once
// steps: the claim of a variant taken apart, step by step. The steps add up to the claim.

#include <conform/attention/variant.hpp>

namespace conform {

template <class N>
struct cost_step {
  const char* name = "";
  const char* computes = "";
  operations<N> done;
};

template <class N>
struct step_list {
  static constexpr int most = 8;
  cost_step<N> at[most]{};
  int count = 0;

  constexpr step_list& add(const char* name, const char* computes, const operations<N>& done) {
    at[count++] = {name, computes, done};
    return *this;
  }
  constexpr operations<N> total() const {
    operations<N> out;
    for (int i = 0; i < count; ++i) out = out + at[i].done;
    return out;
  }
};

namespace stepping {

/// So many multiply-adds of a matrix product.
template <class N>
constexpr operations<N> products(const N& count) {
  operations<N> out;
  out.mul = out.add = out.mac = count;
  return out;
}
/// A scaling of each pair, and the scale 1/sqrt(d) itself so many times.
template <class N>
constexpr operations<N> scaling(const N& pairs, const N& scales) {
  operations<N> out;
  out.mul = pairs, out.sqrt = out.div = scales;
  return out;
}
/// Three passes over each pair: cmp; add and exp, add; div.
template <class N>
constexpr operations<N> three_passes(const N& pairs) {
  operations<N> out;
  out.cmp = out.exp = out.div = pairs;
  out.add = pairs + pairs;
  return out;
}

/// Scores, scale, softmax and ·V over E scored pairs of a head: Vaswani et al. 2017, eq. 1. See attending::softmax_over.
template <class N>
constexpr void add_softmax(step_list<N>& out, const N& pairs, const N& d_k, const N& d_v) {
  out.add("scores", "Q·Kᵀ", products(pairs * d_k));
  out.add("scale", "S / sqrt(d_k)", scaling(pairs, N{1}));
  out.add("softmax", "exp(S - max) / sum", three_passes(pairs));
  out.add("values", "P·V", products(pairs * d_v));
}
template <class N>
constexpr step_list<N> softmax(const N& pairs, const N& d_k, const N& d_v) {
  step_list<N> out;
  add_softmax(out, pairs, d_k, d_v);
  return out;
}

}  // namespace stepping
}  // namespace conform
