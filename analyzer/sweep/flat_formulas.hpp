#pragma once
// flat_formulas: polynomials as flat lists of numbers, to be evaluated at very many points.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <conform/size/polynomial.hpp>

namespace conform::analyzer {

/// Slots hold the named sizes, by their ids, and behind them what is computed from them, in order.
class flat_formulas {
 public:
  explicit flat_formulas(std::size_t sizes) : slots_{sizes} {}

  /// The slot that will hold its value. All its ids are sizes.
  std::size_t add(const polynomial& formula);

  std::size_t slots() const { return slots_; }

  /// Fills the slots behind the sizes. Throws integer_overflow (also where a term of a formula does not fit),
  /// not_whole.
  void evaluate(std::span<integer> slots) const;

 private:
  struct part {  ///< from first on, up to last
    std::size_t first, last;
  };
  struct flat_factor {
    std::size_t slot;
    int power;
  };
  struct flat_term {
    integer coefficient;
    part factors;
  };
  struct step {
    std::optional<atom_kind> atom;  ///< over arguments_; a sum of terms_ where there is none
    part over;
    integer denominator;  ///< of a sum
  };

  std::size_t slot_of(const factor& f);
  std::size_t add_step(const step& next);
  integer sum(const step& of, std::span<const integer> slots) const;
  integer atom(const step& of, std::span<const integer> slots) const;

  std::size_t slots_;
  std::vector<step> steps_;
  std::vector<flat_term> terms_;
  std::vector<flat_factor> factors_;
  std::vector<std::size_t> arguments_;
  std::vector<std::pair<factor, std::size_t>> atoms_;  ///< that have a slot already
};

}  // namespace conform::analyzer
