#pragma once
// dense_forms: dense attention where the scale or the quotient stands elsewhere, or where sums begin with their first
// term: choices that change no result but every count, so each is a variant with a name.

#include <conform/attention/rows.hpp>

namespace conform {
namespace forming {

/// What is multiplied by 1/sqrt(d_k): every score; every query; nothing but the argument of the exponential, which takes
/// it for its own factor (arithmetic::scaled_exp).
enum class scale_of_what { scores, queries, exponent };
/// What is divided by the sum of a row: its weights, or its output; by a quotient each, or by one reciprocal a row.
enum class quotient_of_what { weights, output, weights_by_reciprocal, output_by_reciprocal };
/// Do sums and maxima begin with nothing (0, -inf) and take in every term, or with their first term?
enum class beginning { nothing, first_term };

/// Three passes over the scores of a head, which stand in memory, in one of these forms.
/// scratch  n_q·n_k, and d_k for a scaled query
template <scale_of_what Scale, quotient_of_what Quotient, beginning From>
struct dense_form : variant_defaults {
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v>;
  static constexpr bool has_pairs = true, every_key = true;

  static constexpr const char* impossible(const variant_sizes<long long>& s) {
    return tight && (s.n_k < 1 || s.d_k < 1) ? "sums that begin with a term have one" : nullptr;
  }
  template <class N>
  static constexpr N pairs(const variant_sizes<N>& s) {
    return s.n_q * s.n_k;
  }
  /// Vaswani et al. 2017, eq. 1 over E = n_q·n_k pairs, as in rows.hpp, but for
  ///   scale      E mul of scores; n_q·d_k of queries; none in the exponent
  ///   quotient   E div of weights; n_q·d_v of the output; n_q div and as many mul by a reciprocal
  ///   sums       of first terms an add less for each: E (scores), n_q (weights), n_q·d_v (output); a cmp less a row
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    const N all = pairs(s), cells = of_weights ? all : s.n_q * s.d_v;
    operations<N> out;
    out.mac = all * (s.d_k + s.d_v);
    out.mul = out.mac + scalings(s) + (reciprocal ? cells : N{});
    out.add = out.mac + N{2} * all - (tight ? all + s.n_q * (s.d_v + N{1}) : N{});
    out.cmp = all - (tight ? s.n_q : N{});
    out.exp = all;
    out.div = (reciprocal ? s.n_q : cells) + N{1};
    out.sqrt = N{1};
    return out;
  }
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const N all = pairs(s), cells = of_weights ? all : s.n_q * s.d_v;
    operations<N> scores = attending::multiply_adds<N>(all * s.d_k), softmax, quotients;
    operations<N> output = attending::multiply_adds<N>(all * s.d_v);
    softmax.exp = softmax.cmp = all, softmax.add = N{2} * all;
    quotients.div = reciprocal ? s.n_q : cells, quotients.mul = reciprocal ? cells : N{};
    if (tight) {
      scores.add = scores.add - all, output.add = output.add - s.n_q * s.d_v;
      softmax.cmp = softmax.cmp - s.n_q, softmax.add = softmax.add - s.n_q;
    }
    return step_list<N>()
        .add("scores", Scale == scale_of_what::queries ? "S = (Q / √d_k)·Kᵀ" : "S = Q·Kᵀ", scores)
        .add("scale",
             Scale == scale_of_what::scores    ? "S / √d_k"
             : Scale == scale_of_what::queries ? "Q / √d_k"
                                               : "1 / √d_k, for the exponent",
             attending::scaling<N>(scalings(s)))
        .add("softmax", Scale == scale_of_what::exponent ? "P = exp((S - max S) / √d_k), l = Σ P" : "P = exp(S - max S), l = Σ P",
             softmax)
        .add("normalise", of_weights ? (reciprocal ? "P·(1/l)" : "P / l") : (reciprocal ? "O·(1/l)" : "O / l"), quotients)
        .add("output", "O = P·V", output);
  }
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return s.n_q * s.n_k + (Scale == scale_of_what::queries ? s.d_k : N{});
  }
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    workspace<T> scores(on, p.size.n_q, p.size.n_k), query(on, 1, Scale == scale_of_what::queries ? p.size.d_k : 0);
    const T scale = attending::scale_of(on, p.size.d_k);
    for (long long i = 0; i < scores.rows; ++i) {
      const auto row = scores.some_rows(i, 1);
      if (Scale == scale_of_what::queries)
        for (long long f = 0; f < query.columns; ++f) query.store(0, f, p.q.load(i, f) * scale);
      score(on, Scale == scale_of_what::queries ? matrix<const T>(query) : p.q.some_rows(i, 1), p.k, scale, row);
      const T total = weigh(on, row, scale);
      if (of_weights) normalise(on, row, total);
      mix(on, row, p.v, p.out.some_rows(i, 1));
      if (!of_weights) normalise(on, p.out.some_rows(i, 1), total);
      begin_step(on, "scale");
    }
  }

 protected:
  static constexpr bool tight = From == beginning::first_term;
  static constexpr bool of_weights =
      Quotient == quotient_of_what::weights || Quotient == quotient_of_what::weights_by_reciprocal;
  static constexpr bool reciprocal =
      Quotient == quotient_of_what::weights_by_reciprocal || Quotient == quotient_of_what::output_by_reciprocal;

 private:
  template <class N>
  static constexpr N scalings(const variant_sizes<N>& s) {
    return Scale == scale_of_what::scores ? pairs(s) : Scale == scale_of_what::queries ? s.n_q * s.d_k : N{};
  }
  /// Σ of a(m)·b(m) over m < count
  template <class T, class A, class B>
  static constexpr T sum_of_products(machine<T> on, long long count, const A& a, const B& b) {
    T sum = tight ? arithmetic::first_product(a(0), b(0)) : on.number(0);
    for (long long m = tight ? 1 : 0; m < count; ++m) sum = arithmetic::multiply_add(sum, a(m), b(m));
    return sum;
  }
  template <class T>
  static constexpr void score(machine<T> on, const readable<T>& q, const readable<T>& k, T scale, const matrix<T>& row) {
    for (long long j = 0; j < row.columns; ++j) {
      begin_step(on, "scores");
      const T product = sum_of_products(
          on, q.columns, [&](long long f) { return q.load(0, f); }, [&](long long f) { return k.load(j, f); });
      begin_step(on, "scale");
      row.store(0, j, Scale == scale_of_what::scores ? product * scale : product);
    }
  }
  /// row = exp(row - max row), scaled here where the exponent is; its sum. Scores of -inf weigh nothing.
  template <class T>
  static constexpr T weigh(machine<T> on, const matrix<T>& row, T scale) {
    begin_step(on, "softmax");
    T largest = tight ? row.load(0, 0) : on.number(-arithmetic::series::infinity);
    for (long long j = tight ? 1 : 0; j < row.columns; ++j) largest = arithmetic::larger(largest, row.load(0, j));
    largest = arithmetic::zero_if_infinite(largest);
    T total = on.number(0);
    for (long long j = 0; j < row.columns; ++j) {
      const T above = row.load(0, j) - largest;
      const T weight = Scale == scale_of_what::exponent ? arithmetic::scaled_exp(scale, above) : arithmetic::exp(above);
      total = tight && j == 0 ? weight : total + weight;
      row.store(0, j, weight);
    }
    return arithmetic::one_if_zero(total);
  }
  template <class T>
  static constexpr void normalise(machine<T> on, const matrix<T>& cells, T total) {
    begin_step(on, "normalise");
    const T by = reciprocal ? on.number(1) / total : total;
    for (long long j = 0; j < cells.columns; ++j)
      cells.store(0, j, reciprocal ? cells.load(0, j) * by : cells.load(0, j) / by);
  }
  template <class T>
  static constexpr void mix(machine<T> on, const matrix<T>& row, const readable<T>& v, const matrix<T>& out) {
    begin_step(on, "output");
    for (long long w = 0; w < out.columns; ++w)
      out.store(0, w, sum_of_products(
                          on, row.columns, [&](long long j) { return row.load(0, j); },
                          [&](long long j) { return v.load(j, w); }));
  }
};

}  // namespace forming

/// Each query is scaled before the products. (Rabe and Staats 2021, figure 1, divide it by sqrt(d_k).)
struct dense_scaled_queries : forming::dense_form<forming::scale_of_what::queries, forming::quotient_of_what::weights,
                                                  forming::beginning::nothing> {
  static constexpr const char* name = "dense_scaled_queries";
  static constexpr const char* title = "dense softmax attention, queries scaled in place of scores";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1, q/sqrt(d_k)·k for q·k/sqrt(d_k)";
  /// sqrt, div and mul of a query come before its products; then as dense, less the scaling of scores.
  static constexpr const char* depth_formula = "lg d_k + 3 lg n_k + 8";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::tree(s.d_k) + 3 * attending::tree(s.n_k) + 8;
  }
};

/// No score is scaled: the exponential is of base e^(1/sqrt(d_k)). (flash-attention's softmax.h multiplies by
/// scale·log2(e) before exp2, in one fused step with the maximum.)
struct dense_scaled_exponent : forming::dense_form<forming::scale_of_what::exponent, forming::quotient_of_what::weights,
                                                   forming::beginning::nothing> {
  static constexpr const char* name = "dense_scaled_exponent";
  static constexpr const char* title = "dense softmax attention, the scale folded into the exponential";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1, exp of base e^(1/sqrt(d_k))";
  static constexpr const char* depth_formula = "lg d_k + 3 lg n_k + 5";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::tree(s.d_k) + 3 * attending::tree(s.n_k) + 5;
  }
};

/// The output is divided, not the weights.
/// source   Rabe and Staats 2021, 2 (the division moved to the end)
struct dense_divided_output : forming::dense_form<forming::scale_of_what::scores, forming::quotient_of_what::output,
                                                  forming::beginning::nothing> {
  static constexpr const char* name = "dense_divided_output";
  static constexpr const char* title = "dense softmax attention, the output divided in place of the weights";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1; Rabe and Staats 2021, 2";
  /// A score; the trees of the maximum and of P·V, and between and after them subtract, exp, product, div.
  static constexpr const char* depth_formula = "max(1, lg d_k) + 2 lg n_k + 6";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_score(s.d_k) + 2 * attending::tree(s.n_k) + 4;
  }
};

/// Weights times the reciprocal of their sum, one a row.
struct dense_reciprocal : forming::dense_form<forming::scale_of_what::scores,
                                              forming::quotient_of_what::weights_by_reciprocal,
                                              forming::beginning::nothing> {
  static constexpr const char* name = "dense_reciprocal";
  static constexpr const char* title = "dense softmax attention, weights times one reciprocal a row";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1, p / l as p times 1/l";
  static constexpr const char* depth_formula = "max(1, lg d_k) + 3 lg n_k + 7";
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_softmax(s.d_k, s.n_k) + 1;
  }
};

/// The output times the reciprocal of the sum of weights, one a row.
/// source   flash-attention's softmax.h (Dao 2023), where the output is multiplied by inv_sum
struct dense_reciprocal_output : forming::dense_form<forming::scale_of_what::scores,
                                                     forming::quotient_of_what::output_by_reciprocal,
                                                     forming::beginning::nothing> {
  static constexpr const char* name = "dense_reciprocal_output";
  static constexpr const char* title = "dense softmax attention, the output times one reciprocal a row";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1; Dao 2023 (softmax.h)";
  /// As dense_divided_output: the reciprocal is made beside the products.
  static constexpr const char* depth_formula = dense_divided_output::depth_formula;
  static constexpr long long depth(const variant_sizes<long long>& s) { return dense_divided_output::depth(s); }
};

/// Sums and maxima begin with their first term: the count without additions to 0 (and, of matmul FLOPs, still 2 a
/// product: they are 2 for each multiply-add, the first of a sum among them).
struct dense_tight : forming::dense_form<forming::scale_of_what::scores, forming::quotient_of_what::weights,
                                         forming::beginning::first_term> {
  static constexpr const char* name = "dense_tight";
  static constexpr const char* title = "dense softmax attention, sums that begin with their first term";
  static constexpr const char* source = "Vaswani et al. 2017, eq. 1: of L terms L - 1 additions";
  static constexpr const char* depth_formula = attending::softmax_depth;
  static constexpr long long depth(const variant_sizes<long long>& s) {
    return attending::depth_of_softmax(s.d_k, s.n_k);
  }
};

}  // namespace conform
