// cost_of the patterns whose formulas are longest, within the steps that every compiler grants a constant: clang++-14
// compiles this file, too (tests/headers), and so no flag is needed for it.
#include <conform/attention/bigbird.hpp>
#include <conform/attention/chunked_local.hpp>
#include <conform/attention/cost.hpp>
#include <conform/attention/dilated.hpp>
#include <conform/attention/fixed.hpp>

using namespace conform;
using sizes::n_q, sizes::n_k, sizes::d_k, sizes::d_v, sizes::l, sizes::c, sizes::C, sizes::w, sizes::s, sizes::g, sizes::r,
    sizes::B_r;

namespace {

// l = 3, c = 1, n = 7: rows of 1, 2, 3; 1 + (1, 2, 3); 2 + 1
constexpr auto merged = cost_of<fixed>;
static_assert(merged.exp.at(n_q = 7, n_k = 7, d_k = 2, d_v = 2, l = 3, c = 1).value == 6 + 9 + 3);
static_assert(merged.scratch.at(n_q = 7, n_k = 7, d_k = 2, d_v = 2, l = 3, c = 1).value == 4);
static_assert(merged.unit_total.at(n_q = 7, n_k = 7, d_k = 2, d_v = 3, l = 3, c = 1).value == 18 * (2 * 2 + 2 * 3 + 6) + 2);
// rows of 0, 0, 1; 1, 1, 2; 2
constexpr auto summary = cost_of<fixed_summary>;
static_assert(summary.exp.at(n_q = 7, n_k = 7, d_k = 2, d_v = 2, l = 3, c = 1).value == 1 + 4 + 2);
// 8 blocks of 2, a window of 3, one global, one random: 2 rows of 16, 14 of 2·(1 + 1) and their window, cut at both ends
constexpr auto drawn = cost_of<bigbird>;
static_assert(drawn.exp.at(n_q = 16, n_k = 16, d_k = 1, d_v = 1, B_r = 2, w = 1, g = 1, r = 1).value ==
              2 * 16 + 14 * 4 + 4 * (7 * 3 - 2));
// a step behind 6 keys, 2 apart, 3 at most
constexpr auto gaps = cost_of<dilated>;
static_assert(gaps.exp.at(n_q = 1, n_k = 7, d_k = 1, d_v = 1, w = 3, s = 2).value == 3);
// two queries behind 7 keys in chunks of 4: the end of one chunk, the start of the next
constexpr auto chunks = cost_of<chunked_local_causal>;
static_assert(chunks.exp.at(n_q = 2, n_k = 9, d_k = 1, d_v = 1, C = 4).value == 4 + 1);

}  // namespace
