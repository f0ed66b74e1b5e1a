#pragma once
// bound_parser: 'n^2*d + n*d^1.5' and 'd<=n, l=n^0.5, w fixed' as trees; what the letters mean is not known here.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/rational.hpp>

namespace conform::analyzer {

enum class bound_kind : std::uint8_t { number, letter, sum, product, power, least, greatest };

struct bound_node {
  bound_kind kind{};
  std::size_t column{};  ///< where it begins, in characters from 1
  rational value;        ///< number: itself; power: the exponent, > 0
  std::string letter;
  std::vector<bound_node> parts;
};

enum class regime_kind : std::uint8_t { at_most, equal, fixed };

/// left <= right, left = right, or left fixed.
struct regime_item {
  regime_kind kind{};
  bound_node left, right;
};

/// Sums, products and powers of letters and numbers, min and max. Exponents are 2, 1.5 or (3/2). Throws failure BOUND
/// at "BOUND: column N".
bound_node parse_bound(std::string_view text);

/// Throws failure REGIME at "--regime: column N".
std::vector<regime_item> parse_regime(std::string_view text);

/// The letters in order of their first appearance.
void collect_letters(const bound_node& node, std::vector<std::string>& into);

/// Ends with the failure that a parser would end with at this column.
[[noreturn]] void refuse_bound(std::size_t column, std::string_view what);
[[noreturn]] void refuse_regime(std::size_t column, std::string_view what);

}  // namespace conform::analyzer
