#pragma once
// steps: the named parts of a kernel. A kernel says where one begins; a variant states what each costs.

#include <conform/machine/counted.hpp>

namespace conform {

/// From here on the kernel does this step, until the next one begins. What a kernel says here changes nothing that it
/// computes or counts; a ledger with a step_journal books what is done in it.
template <class T>
constexpr void begin_step([[maybe_unused]] machine<T> on, [[maybe_unused]] const char* name) {
  if constexpr (requires { on.book->steps; })
    if (on.book && on.book->steps) on.book->steps->begin(name, on.book->done);
}

/// One step as a variant states it: its name, its formula in the words of the field, its cost. N is integer or
/// polynomial.
template <class N>
struct kernel_step {
  const char *name = "", *meaning = "";
  operations<N> cost;
};

/// The steps of a kernel in the order in which they are told. By hand, as claims are; their sum is the claim.
template <class N>
struct step_list {
  list<kernel_step<N>> steps;

  constexpr step_list& add(const char* name, const char* meaning, const operations<N>& cost) {
    steps.push_back({name, meaning, cost});
    return *this;
  }
  /// ... and those of a kernel that this one calls.
  constexpr step_list& add(const step_list& more) {
    for (const kernel_step<N>& one : more.steps) steps.push_back(one);
    return *this;
  }
  constexpr operations<N> total() const {
    operations<N> sum;
    for (const kernel_step<N>& one : steps) sum = sum + one.cost;
    return sum;
  }
};

namespace attending {

/// So many multiply-adds of a matrix product.
template <class N>
constexpr operations<N> multiply_adds(const N& count) {
  operations<N> out;
  out.mac = out.mul = out.add = count;
  return out;
}
/// 1/sqrt(d) for so many heads, and the scaling of so many scores.
template <class N>
constexpr operations<N> scaling(const N& scores, const N& heads = N{1}) {
  operations<N> out;
  out.mul = scores;
  out.sqrt = out.div = heads;
  return out;
}
/// Softmax of rows that stand in memory: cmp (max), add (subtract), exp, add (sum), div (normalise) a score.
template <class N>
constexpr operations<N> normalising(const N& scores) {
  operations<N> out;
  out.cmp = out.exp = out.div = scores;
  out.add = N{2} * scores;
  return out;
}

/// What the matrix products and the scale of softmax attention are, where they are not those of one head's Q, K and V.
struct softmax_words {
  const char *scores = "S = Q·Kᵀ", *scale = "S / √d_k", *output = "O = P·V";
};

/// Vaswani et al. 2017, eq. 1, over E = pairs of each head; d_k and d_v are the widths of all heads together.
template <class N>
constexpr step_list<N> softmax_steps(const N& pairs, const N& d_k, const N& d_v, const N& heads = N{1},
                                     const softmax_words& meaning = {}) {
  return step_list<N>()
      .add("scores", meaning.scores, multiply_adds<N>(pairs * d_k))
      .add("scale", meaning.scale, scaling<N>(heads * pairs, heads))
      .add("softmax", "P = exp(S - max S) / Σ exp(S - max S)", normalising<N>(heads * pairs))
      .add("output", meaning.output, multiply_adds<N>(pairs * d_v));
}

}  // namespace attending
}  // namespace conform
