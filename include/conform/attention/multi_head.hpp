#pragma once
// multi_head: the claims of a whole attention layer, projections included. What runs is self_attention (layer/).

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/attention/dense.hpp>
#include <conform/size/alphabet.hpp>

namespace conform {

/// Self-attention of n positions over width d, `heads` heads of width d/heads.
/// source   Vaswani et al. 2017, 3.2.2
struct multi_head {
  static constexpr const char* name = "mha";
  static constexpr const char* title = "multi-head attention with its projections";
  static constexpr const char* source = "Vaswani et al. 2017, 3.2.2";
  using alphabet = symbols<struct sizes::n, struct sizes::heads, struct sizes::d>;

  /// Vaswani et al. 2017, 3.2.2: Q, K, V and the output are four n·d·d products; every head is dense attention with
  /// d_k = d_v = d/heads, so its n² pairs cost (d/heads + 1 + d/heads) mul, in all n²(2d + heads), and so on.
  template <class N>
  static constexpr operations<N> claim_at(const N (&s)[3], const pattern& keys) {
    const N &n = s[0], &heads = s[1], &d = s[2];
    const N pairs = scored_pairs(keys, n, n), projections = N{4} * n * d * d;
    operations<N> out;
    out.mul = pairs * (N{2} * d + heads) + projections;
    out.add = pairs * (N{2} * d + N{2} * heads) + projections;
    out.cmp = out.exp = heads * pairs;
    out.div = heads * pairs + heads;
    out.sqrt = heads;
    out.mac = N{2} * pairs * d + projections;
    return out;
  }
  /// Queries, keys, values and the mixed values of all heads, and the scores of one.
  template <class N>
  static constexpr N scratch_at(const N (&s)[3]) {
    return s[0] * s[0] + N{4} * s[0] * s[2];
  }
};

}  // namespace conform

#pragma GCC diagnostic pop
