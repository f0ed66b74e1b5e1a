// Two extents agree when they are equal for all values of the named sizes.
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
struct other : size<"n"> { using size::operator=; };
inline constexpr other same_name;

template <auto A, auto B>
constexpr bool agree = extents_agree<query<A>, query<B>> && extents_agree<query<B>, query<A>>;
template <auto A, auto B>
constexpr bool differ = !extents_agree<query<A>, query<B>> && !extents_agree<query<B>, query<A>>;

static_assert(agree<8, 8u> && agree<8, std::size_t{8}> && differ<8, 9>);
static_assert(agree<n, n> && differ<n, m> && differ<n, 8>);
static_assert(agree<n + 1, 1 + n> && differ<n + 1, n> && differ<n + 1, n + 2>);
static_assert(agree<n - 1 + 1, n> && agree<n + m - m, n> && agree<n - n + 8, 8>);
static_assert(agree<n * m, m * n> && agree<2 * n, n + n> && agree<(n + 1) * (n - 1), n * n - 1>);
static_assert(differ<n * n, n> && differ<2 * n, n>);
static_assert(agree<n * (n + 1) / 2, (n * n + n) / 2> && differ<n / 2, n>);
static_assert(agree<ceil_div(n + 64, 64), ceil_div(n, 64) + 1> && agree<max(n, n + 1), n + 1>);
static_assert(differ<n, same_name> && differ<n + same_name, 2 * n>);  // a size is its type; the name is for people
static_assert(agree<n + same_name, same_name + n>);

// as contraction sees it
template <auto A, auto B>
constexpr bool contracts = requires(tensor<float, query<2>, head_dim<A>> q, tensor<float, key<3>, head_dim<B>> k) {
  contract<head_dim>(q, k);
};
static_assert(contracts<8, 8ull> && contracts<n + m, m + n> && contracts<n - 1 + 1, n>);
static_assert(!contracts<8, 4> && !contracts<n, m> && !contracts<n + 1, n> && !contracts<n, 8> && !contracts<n, same_name>);

}  // namespace
