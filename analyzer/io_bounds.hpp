#pragma once
// io_bounds: words moved beside what no schedule can do without.

#include <optional>
#include <vector>

#include "comparison/compare.hpp"

namespace conform::analyzer {

/// Words of a variant at one length, over four quantities.
struct io_ratio {
  long long n;
  /// n²d²/M: Dao et al. 2022, theorem 2; prop. 3: no exact schedule does with less for all M in [d, nd]. Nothing where M
  /// is outside.
  std::optional<double> theorem;
  double saha_ye;     ///< min(n²d²/M, n²d/sqrt(M)): Saha and Ye 2024, for each M
  double products;    ///< Σ n·n·d/sqrt(M) over the variant's matrix products apart: Hong and Kung 1981
  double compulsory;  ///< inputs and outputs, each once
};

/// At the lengths that are shown, where the fast memory is known: constants, not bounds themselves.
std::vector<io_ratio> io_ratios(const comparison& what, const compared_variant& one);

}  // namespace conform::analyzer
