// cost_of: the formulas of theory.md, section 1.1, per head; and how they grow.
#include <conform/attention/cost.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/multi_head.hpp>
#include <conform/size/growth.hpp>

using namespace conform;
using sizes::n_q, sizes::n_k, sizes::d_k, sizes::d_v, sizes::n, sizes::d, sizes::heads;

namespace {

constexpr auto every = n_q * n_k;
constexpr auto c = cost_of<dense>;
static_assert(c.mul == every * (d_k + 1 + d_v) && c.add == every * (d_k + 2 + d_v));
static_assert(c.cmp == every && c.exp == every && c.div == every + 1 && c.sqrt == 1);
static_assert(c.log == 0 && c.tanh == 0 && c.erf == 0 && c.sin == 0 && c.cos == 0);
static_assert(c.matmul_flops == 2 * every * (d_k + d_v));
static_assert(c.unit_total == every * (2 * d_k + 2 * d_v + 6) + 2);
static_assert(c.scratch == every);

// Causal, bottom-right aligned: the last k = min(n_q, n_k) queries score keys.
constexpr auto rows = min(n_q, n_k);
constexpr auto pairs = rows * (n_k - rows) + rows * (rows + 1) / 2;
constexpr auto masked = cost_of<dense, causal>;
static_assert(masked.exp == pairs && masked.matmul_flops == 2 * pairs * (d_k + d_v) && masked.div == pairs + 1);
static_assert(masked.scratch == every);
static_assert(masked.exp.at(n_q = 5, n_k = 3, d_k = 1, d_v = 1).value == 6);  // two queries see nothing: 1 + 2 + 3

constexpr auto self = c.with(n_q = n, n_k = n, d_k = d, d_v = d);
static_assert(self.matmul_flops == 4 * n * n * d && self.unit_total == 4 * n * n * d + 6 * n * n + 2);
static_assert(self.unit_total <= big_o(n * n * d));
static_assert(self.unit_total == theta(n * n * d));
static_assert(!(self.unit_total <= big_o(n * d)) && !(self.unit_total <= big_o(n * n)));

constexpr auto step = c.with(n_q = 1, n_k = n, d_k = d, d_v = d);  // one token behind a cache
static_assert(step.matmul_flops == 4 * n * d && step.unit_total <= big_o(n * d));

// A window of w keys makes it linear in n. (A window's formulas take more steps than clang grants a constant.)
static_assert(!(masked.exp.with(n_q = n, n_k = n) <= big_o(n)));
#ifndef __clang__
constexpr auto local = cost_of<dense, causal_window(256)>.with(n_q = n, n_k = n, d_k = d, d_v = d);
static_assert(local.unit_total <= big_o(n * d) && local.exp <= big_o(n));
static_assert(local.exp.at(n = 8192, d = 1).value == 8192 * 256 - 256 * 255 / 2);
#endif

// With its projections a layer is not in O(n²d), but in Theta(n²d + nd²).
constexpr auto layer = cost_of<multi_head>;
static_assert(!(layer.matmul_flops <= big_o(n * n * d)));
static_assert(layer.matmul_flops == theta(n * n * d + n * d * d));
static_assert(layer.matmul_flops == 4 * n * n * d + 8 * n * d * d);
static_assert(layer.unit_total.at(n = 3, heads = 2, d = 4).value ==
              2 * (9 * (2 * 2 + 2 * 2 + 6) + 2) + 2 * 4 * 3 * 4 * 4);

}  // namespace
