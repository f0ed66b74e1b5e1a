// Counted execution is the hand-written count, in constant evaluation, over a grid of three sizes.
#include <static/operation/counting.hpp>

namespace {

using namespace counting;

static_assert(counts_as_expected<adds>(0, 3));
static_assert(counts_as_expected<multiplies>(1, 2));
static_assert(counts_as_expected<activates<activation::relu>>());
static_assert(counts_as_expected<activates<activation::silu>>(1, 2));
static_assert(counts_as_expected<activates<activation::gelu>>(1, 2));
static_assert(counts_as_expected<activates<activation::gelu_tanh>>(1, 2));
static_assert(counts_as_expected<rms_norms>(1, 2));
static_assert(counts_as_expected<layer_norms>(1, 2));
static_assert(counts_as_expected<rotates>());
static_assert(counts_as_expected<softmaxes>(1, 2));
static_assert(counts_as_expected<reduces>());
static_assert(counts_as_expected<ranks>());
static_assert(counts_as_expected<sums_products>());
static_assert(counts_as_expected<costs_nothing>(1, 2));

/// In place where the operand ends: the peak is that of the operands alone.
struct residual {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, model<cols>>();
    auto y = at.template make<query<rows>, model<cols>>();
    auto z = silu(std::move(x) + y);
    auto w = softmax<model>(y * std::move(z));
    auto v = rename<query, key>(rms_norm<model>(std::move(w), sum<query>(y), 0));
    auto u = merge<batch, key, model>(std::move(v));
  }
};
constexpr long long peak_of(long long r, long long c) { return counted_run<residual>(r, c, 1).peak; }
static_assert(peak_of(3, 5) == 2 * 15 + 5 && peak_of(1, 1) == 3);

}  // namespace
