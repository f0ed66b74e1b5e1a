#pragma once
// block_sparse: any mask of tiles, given: which tiles of keys each tile of queries scores.

#include <conform/attention/sparse.hpp>

namespace conform {

/// given    mask (ceil(n_q/B_r), ceil(n_k/B_c)): 0, or the tile is scored whole; the last tiles may be cut short
/// scratch  n_k: one row, whatever the mask
/// source   Child et al. 2019, 5.5; Dao et al. 2022, 3.3
struct block_sparse : variant_defaults {
  static constexpr const char* name = "block_sparse";
  static constexpr const char* title = "any mask of tiles B_r by B_c; formulas are of every tile scored";
  static constexpr const char* source = "Child et al. 2019, 5.5; Dao et al. 2022, 3.3";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v,
                           struct sizes::B_r, struct sizes::B_c>;
  static constexpr bool has_pairs = true, structured = true, is_core = false;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return s.B_r < 1 || s.B_c < 1 ? "a tile has a row and a column" : nullptr;
  }
  static constexpr matrix_list inputs(const variant_sizes<long long>& s) {
    return matrix_list().add("mask", tiles(s.n_q, s.B_r), tiles(s.n_k, s.B_c), content::bit);
  }
  /// Every tile scored.
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    return attending::softmax_over(pairs(s), s.d_k, s.d_v);
  }
  /// The sum over the tiles of the given mask of rows times columns.
  template <class T>
  static constexpr integer pairs_given(const head_problem<T>& p) {
    const variant_sizes<long long>& s = p.size;
    integer out = 0;
    for (long long a = 0; a < p.given[0].rows; ++a)
      for (long long b = 0; b < p.given[0].columns; ++b)
        if (attending::structure_of(p.given[0].cell(a, b)) != 0)
          out += integer{attending::least(s.B_r, s.n_q - a * s.B_r)} * attending::least(s.B_c, s.n_k - b * s.B_c);
    return out;
  }
  template <class T>
  static constexpr operations<integer> claim_given(const head_problem<T>& p) {
    return attending::softmax_over(pairs_given(p), integer{p.size.d_k}, integer{p.size.d_v});
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return attending::softmax_steps<N>(pairs(s), s.d_k, s.d_v);
  }
  template <class T>
  static constexpr step_list<integer> steps_given(const head_problem<T>& p) {
    return attending::softmax_steps<integer>(pairs_given(p), p.size.d_k, p.size.d_v);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_k;
  }
  /// Theta(n_q·n_k·d) with every tile; the part of it that is scored for another mask.
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    const variant_sizes<long long>& s = p.size;
    workspace<T> row(on, 1, s.n_k);
    const T scale = attending::scale_of(on, s.d_k);
    for (long long a = 0; a < p.given[0].rows; ++a) {
      attending::block_list keys;
      keys.width = s.B_c;
      for (long long b = 0; b < p.given[0].columns; ++b)
        if (attending::structure_of(p.given[0].cell(a, b)) != 0) keys.add(b, s.n_k);
      const long long end = attending::least((a + 1) * s.B_r, s.n_q);
      for (long long i = a * s.B_r; i < end; ++i) attending::attend_row(p, on, row, scale, i, keys.count(), keys);
    }
  }

 private:
  static constexpr long long tiles(long long length, long long tile) { return (length + tile - 1) / tile; }
};

}  // namespace conform
