// Budgets in the build: a cost is a formula, and a claim about it holds or the program does not compile.

#include <conform/attention/cost.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/multi_head.hpp>
#include <conform/interop/fmt.hpp>
#include <conform/size/growth_text.hpp>

using namespace conform;

// [sizes]
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct d : size<"d"> { using size::operator=; } d;
// [/sizes]

// [cost]
constexpr auto head = cost_of<dense>.with(sizes::n_q = n, sizes::n_k = n, sizes::d_k = d, sizes::d_v = d);
static_assert(head.matmul_flops == 4 * n * n * d);               // 2 FLOPs a multiply-add, Q·Kᵀ and P·V
static_assert(head.unit_total == 4 * n * n * d + 6 * n * n + 2);  // every scalar operation counts 1
// [/cost]

// [budget]
static_assert(head.matmul_flops.at(n = 4096, d = 64) < 5_GFLOP);
// [/budget]

// [growth]
static_assert(head.unit_total <= big_o(n * n * d));
static_assert(head.unit_total == theta(n * n * d));

// A whole layer also projects Q, K, V and its output: n·d² is not in O(n²·d) ...
constexpr auto layer = cost_of<multi_head>.with(sizes::n = n, sizes::d = d);
static_assert(!(layer.matmul_flops <= big_o(n * n * d)));
static_assert(layer.matmul_flops == theta(n * n * d + n * d * d));
// ... unless the sequence is at least as long as the layer is wide.
static_assert(layer.matmul_flops <= big_o(n * n * d).given(d <= n));
// [/growth]

// [causal]
constexpr auto masked = cost_of<dense, causal>.with(sizes::n_q = n, sizes::n_k = n, sizes::d_k = d, sizes::d_v = d);
static_assert(masked.matmul_flops == 2 * n * (n + 1) * d);  // the diagonal counts: not just half of 4n²d
// [/causal]

int main() {
  fmt::print("dense, one head:  {} matmul FLOPs\n", head.matmul_flops.formula);
  fmt::print("causal, one head: {} matmul FLOPs\n", masked.matmul_flops.formula);
  fmt::print("multi-head layer: {} matmul FLOPs\n", layer.matmul_flops.formula);
  const verdict core = explain(head.unit_total, big_o(n * n * d));
  fmt::print("head in O(n²·d): {}, constant {}\n", core.holds() ? "yes" : "no", static_cast<long long>(core.constant.num));
  // [explanation]
  fmt::print("layer in O(n²·d): {}\n", explanation(layer.matmul_flops, big_o(n * n * d)));
  // [/explanation]
}
