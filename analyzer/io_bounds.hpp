#pragma once
// io_bounds: words moved beside what no schedule can do without.

#include <vector>

#include "compare.hpp"

namespace conform::analyzer {

/// Words of a variant at one length, over four quantities.
struct io_ratio {
  long long n;
  double theorem;     ///< n²d²/M: Dao et al. 2022, theorem 2; prop. 3: no exact schedule does with less for all M in [d, nd]
  double saha_ye;     ///< min(n²d²/M, n²d/sqrt(M)): Saha and Ye 2024, for each M
  double products;    ///< 2n²d/sqrt(M): Hong and Kung 1981, a product of n·n·d multiply-adds each for Q·Kᵀ and P·V apart
  double compulsory;  ///< inputs and outputs, each once
};

/// At the lengths that are shown, where the fast memory is known: constants, not bounds themselves.
std::vector<io_ratio> io_ratios(const comparison& what, const compared_variant& one);

}  // namespace conform::analyzer
