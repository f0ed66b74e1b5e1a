// f.at(...) is an exact integer, f.with(...) a formula again; what does not fit is refused.
#include <conform/size/render.hpp>

using namespace conform;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
inline constexpr struct d : size<"d"> { using size::operator=; } d;
inline constexpr struct n_q : size<"n_q"> { using size::operator=; } n_q;
inline constexpr struct n_k : size<"n_k"> { using size::operator=; } n_k;

constexpr auto dense = 4 * n * n * d + 6 * n * n + 2;
static_assert(dense.at(n = 4096, d = 64) == 4395630594);
static_assert(dense.at(d = 64, n = 4096) == dense.at(n = 4096, d = 64));
static_assert((n - n + 3).at(n = 7) == 3);   // a cancelled size is still asked for
static_assert(n.at(n = 12) == 12 && (n * (n + 1) / 2).at(n = 4) == 10);
static_assert(ceil_div(n, m).at(n = 10, m = 4) == 3);
static_assert(dense.at(n = 1'000'000'000, d = 1'000'000'000) / 1'000'000'000 / 1'000'000'000 == 4'000'000'006);

// ---- with

static_assert((n_q * n_k + n_q).with(n_q = n, n_k = n + 1) == n * n + 2 * n);
static_assert((n_q * n_k).with(n_q = n_k, n_k = n_q) == n_q * n_k);               // all at once
static_assert((n_q - n_k).with(n_q = n_k, n_k = n_q) == n_k - n_q);
static_assert(dense.with(n = 8) == 256 * d + 386 && dense.with(n = 8).at(d = 2) == 898);
static_assert(dense.with(n = 8, d = 2).at() == 898);
static_assert(dense.with() == dense && n.with(n = m + 1) == m + 1);
static_assert(dense.with(n = n + 1) == 4 * (n + 1) * (n + 1) * d + 6 * (n + 1) * (n + 1) + 2);
static_assert((n * n * n * n * n).with(n = n + m + d + 1).at(n = 1, m = 1, d = 1) == 1024);
static_assert(ceil_div(n, 64).with(n = 65 * m) == m + ceil_div(m, 64));
static_assert(min(n, m).with(m = n + d) == n && min(n, m).with(n = d, m = d) == d);
static_assert((min(n, m) * ceil_div(n, m)).with(m = 1) == min(n, 1) * n);
static_assert(ceil_div(n, m).with(m = 64, n = 64 * d + 1) == d + 1);

// ---- refused: unbound, unknown, bound twice, no whole number

template <class F, class... B>
concept evaluable = requires(F f, B... b) { f.at(b...); };
template <class F, class... B>
concept replaceable = requires(F f, B... b) { f.with(b...); };
using dense_t = decltype(dense);
static_assert(evaluable<dense_t, decltype(n = 1), decltype(d = 2u)> && evaluable<dense_t, decltype(d = 1), decltype(n = 2ull)>);
static_assert(!evaluable<dense_t> && !evaluable<dense_t, decltype(n = 1)>);
static_assert(!evaluable<dense_t, decltype(n = 1), decltype(d = 1), decltype(m = 1)>);
static_assert(!evaluable<dense_t, decltype(n = 1), decltype(d = 1), decltype(n = 1)>);
static_assert(!evaluable<dense_t, decltype(n = 1), decltype(d = 1.5)> && !evaluable<dense_t, decltype(n = 1), decltype(d = true)>);
static_assert(!evaluable<dense_t, decltype(n = 1), decltype(d = m)> && !evaluable<dense_t, int, int>);
static_assert(replaceable<dense_t, decltype(n = m)> && replaceable<dense_t, decltype(n = 1)>);
static_assert(!replaceable<dense_t, decltype(m = 1)> && !replaceable<dense_t, decltype(n = 1.5)> &&
              !replaceable<dense_t, decltype(n = 1), decltype(n = m)>);

// ---- a fresh size carries its value and goes by its type, not by its name

struct fresh : size<"n"> {
  long long value;
  constexpr fresh(long long v = 0) : value(v) {}
};
constexpr auto doubled = fresh{} * 2 + n;
static_assert(doubled.at(fresh{5}, n = 1) == 11);
static_assert(!evaluable<decltype(doubled), decltype(n = 1)> && !evaluable<decltype(doubled), fresh>);
static_assert(doubled.with(fresh{5}) == n + 10 && doubled.with(n = 3) == fresh{} * 2 + 3);

// ---- overflow leaves constant evaluation: the boundary itself is exact

template <auto Values>
concept constant = requires { typename std::integral_constant<bool, (Values(), true)>; };
constexpr integer half = integer{1} << 126;
constexpr auto whole_range = [] { return (n + m).at(n = half, m = half - 1); };     // 2^127 - 1, the largest
constexpr auto beyond = [] { return (n + m).at(n = half, m = half); };              // 2^127
constexpr auto lowest = [] { return (-2 * n).at(n = half); };                       // -2^127, the least
constexpr auto below = [] { return (-2 * n - 1).at(n = half); };
constexpr auto halves = [] { return (n / 2).at(n = 7); };
constexpr auto no_tiles = [] { return ceil_div(n, m).at(n = 7, m = 0); };
constexpr auto no_divisor = [] { return n / 0; };
constexpr auto too_large = [] { return n * (1ll << 62) * 4; };                      // a coefficient of 2^64
static_assert(constant<whole_range> && constant<lowest> && whole_range() > 0 && lowest() < 0);
static_assert(!constant<beyond> && !constant<below> && !constant<halves> && !constant<no_tiles> && !constant<no_divisor> &&
              !constant<too_large>);
