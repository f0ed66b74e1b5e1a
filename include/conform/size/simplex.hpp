#pragma once
// Exact linear programming over the weights of named sizes: is there a direction of growth that keeps some monomials
// above others? Tableaux of fractions and Bland's rule, so the answer is exact and always comes.

#include <conform/size/list.hpp>
#include <conform/size/rational.hpp>

namespace conform::growing {

/// One whole number for each named size: the exponents of a monomial, or the weights of a direction.
using exponents = list<integer>;

constexpr exponents difference(const exponents& a, const exponents& b) {
  exponents out = a;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = checked_sub(out[i], b[i]);
  return out;
}

/// The power of t to which a monomial grows along x_i = t^w_i.
constexpr integer weight(const exponents& monomial, const exponents& along) {
  integer sum = 0;
  for (std::size_t i = 0; i < monomial.size(); ++i) sum = checked_add(sum, checked_mul(monomial[i], along[i]));
  return sum;
}

/// Maximise the last variable over the rows  row · x <= limit,  x >= 0,  every limit >= 0.
class simplex {
 public:
  explicit constexpr simplex(std::size_t variables) : columns_(variables) {
    for (std::size_t i = 0; i < variables; ++i) {
      outside_.push_back(i);
      gain_.push_back(rational{integer{i + 1 == variables ? 1 : 0}});
    }
  }

  constexpr void require(list<rational> row, rational limit) {
    inside_.push_back(columns_ + rows_.size());
    rows_.push_back(std::move(row));
    limits_.push_back(limit);
  }

  /// True when the maximum is positive; value() then gives a place where it is reached.
  constexpr bool solve() {
    for (;;) {
      std::size_t in = columns_, out = rows_.size();
      for (std::size_t j = 0; j < columns_; ++j)
        if (gain_[j] > rational{} && (in == columns_ || outside_[j] < outside_[in])) in = j;
      if (in == columns_) return best_ > rational{};
      rational least;
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (!(rows_[i][in] > rational{})) continue;
        const rational ratio = limits_[i] / rows_[i][in];
        if (out == rows_.size() || ratio < least || (ratio == least && inside_[i] < inside_[out])) out = i, least = ratio;
      }
      if (out == rows_.size()) return true;  // unbounded: callers always bound the sum of the variables
      pivot(out, in);
    }
  }
  constexpr rational value(std::size_t variable) const {
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (inside_[i] == variable) return limits_[i];
    return {};
  }

 private:
  constexpr void pivot(std::size_t out, std::size_t in) {
    const rational turn = rational{1} / rows_[out][in];
    for (std::size_t j = 0; j < columns_; ++j) rows_[out][j] = j == in ? turn : rows_[out][j] * turn;
    limits_[out] = limits_[out] * turn;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const rational share = rows_[i][in];
      if (i == out || share == rational{}) continue;
      for (std::size_t j = 0; j < columns_; ++j)
        rows_[i][j] = j == in ? -(share * turn) : rows_[i][j] - share * rows_[out][j];
      limits_[i] = limits_[i] - share * limits_[out];
    }
    const rational share = gain_[in];
    for (std::size_t j = 0; j < columns_; ++j)
      gain_[j] = j == in ? -(share * turn) : gain_[j] - share * rows_[out][j];
    best_ = best_ + share * limits_[out];
    const std::size_t old = outside_[in];
    outside_[in] = inside_[out];
    inside_[out] = old;
  }

  std::size_t columns_;
  list<list<rational>> rows_;
  list<rational> limits_, gain_;
  list<std::size_t> inside_, outside_;  ///< which variable stands for a row, for a column
  rational best_;
};

/// Weights >= 0, smallest whole numbers, with row · w >= 0 for every row of the cone and row · w > 0 for every row of
/// `apart`; empty where there are none.
constexpr exponents separating(std::size_t sizes, const list<exponents>& cone, const list<exponents>& apart) {
  simplex program(sizes + 1);
  auto require = [&](const exponents& row, bool gap) {
    list<rational> negated;
    for (const integer& x : row) negated.push_back(rational{checked_sub(0, x)});
    negated.push_back(rational{integer{gap ? 1 : 0}});
    program.require(std::move(negated), rational{});
  };
  for (const exponents& row : cone) require(row, false);
  for (const exponents& row : apart) require(row, true);
  list<rational> total;
  for (std::size_t i = 0; i < sizes; ++i) total.push_back(rational{1});
  total.push_back(rational{});
  program.require(std::move(total), rational{1});

  exponents out;
  if (!program.solve()) return out;
  integer scale = 1, shared = 0;
  for (std::size_t i = 0; i < sizes; ++i) {
    const integer den = program.value(i).den;
    scale = checked_mul(scale, den / greatest_common_divisor(scale, den));
  }
  for (std::size_t i = 0; i < sizes; ++i) {
    const rational x = program.value(i) * rational{scale};
    out.push_back(x.num);
    shared = greatest_common_divisor(shared, x.num);
  }
  for (integer& x : out) x /= shared > 0 ? shared : 1;
  return out;
}

}  // namespace conform::growing
