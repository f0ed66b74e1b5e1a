// One form for each size: however it is spelled, the value is equal, and where nothing cancels so is the type.
#include <conform/size/render.hpp>

#include <cstdint>
#include <limits>

using namespace conform;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
inline constexpr struct d : size<"d"> { using size::operator=; } d;
inline constexpr struct k : size<"k"> { using size::operator=; } k;
inline constexpr struct w : size<"w"> { using size::operator=; } w;

// Another size that is called n: sizes are told apart by their type.
namespace elsewhere {
inline constexpr struct n : size<"n"> { using size::operator=; } n;
}

namespace one_type {

template <auto N>
struct sized {};
template <auto N, auto M>
inline constexpr bool same = std::is_same_v<sized<N>, sized<M>>;

static_assert(same<n + 1, 1 + n>);
static_assert(same<n + m, m + n>);
static_assert(same<n * m, m * n>);
static_assert(same<n * m * d, d * m * n>);
static_assert(same<n + m + d, d + (m + n)>);
static_assert(same<(n + 1) * (m + 2), (2 + m) * (1 + n)>);
static_assert(same<n - 1, n + -1>);
static_assert(same<4 * n, n * 4>);
static_assert(same<n + 1, n + 1u> && same<n + 1, n + std::size_t{1}> && same<n + 1, n + 1ll> && same<n + 1, n + integer{1}>);
static_assert(!same<n + 1, n + 2> && !same<n + 1, m + 1>);
static_assert(same<ceil_div(n, 64), ceil_div(n, 64u)>);
static_assert(same<min(n, m), min(m, n)> && same<max(n, m), max(m, n)>);

}  // namespace one_type

// ---- equality is a zero difference, not the same type

static_assert(n + m + n == 2 * n + m);
static_assert(n - 1 + 1 == n && n - n == 0 && 0 == n - n && n * 0 == 0);
static_assert(n + 1 != n && n != m && n * n != n && 2 * n != n);
static_assert((n + m) * (n - m) == n * n - m * m);
static_assert((n + 1) * (n + 1) * (n + 1) == n * n * n + 3 * n * n + 3 * n + 1);
static_assert(n * (n + 1) / 2 * 2 == n * n + n && n / 3 * 3 == n);
static_assert(n / 2 + n / 3 == 5 * n / 6);
static_assert(-n + n == 0 && -(n - m) == m - n);
static_assert((n + 1) * (m + 2) * (d + 3) ==
              n * m * d + 3 * n * m + 2 * n * d + m * d + 6 * n + 3 * m + 2 * d + 6);
static_assert((n + m + d + k + w) * (n + m + d + k + w) - n * n - m * m - d * d - k * k - w * w ==
              2 * (n * m + n * d + n * k + n * w + m * d + m * k + m * w + d * k + d * w + k * w));

// ---- sizes of one name are not one size

static_assert(n != elsewhere::n && n - elsewhere::n != 0 && n + elsewhere::n != 2 * n);
static_assert(n + elsewhere::n == elsewhere::n + n);
static_assert(n * elsewhere::n - elsewhere::n * n == 0);
static_assert((n + elsewhere::n) * (n + elsewhere::n) ==
              elsewhere::n * elsewhere::n + 2 * elsewhere::n * n + n * n);
static_assert(min(n, elsewhere::n) == min(elsewhere::n, n));

// ---- many sizes

namespace many {
#define SIZE(NAME) inline constexpr struct NAME : size<#NAME> { using size::operator=; } NAME
SIZE(a1); SIZE(a2); SIZE(a3); SIZE(a4); SIZE(a5); SIZE(a6); SIZE(a7); SIZE(a8); SIZE(a9); SIZE(b1); SIZE(b2); SIZE(b3);
#undef SIZE
constexpr auto forth = a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + b1 + b2 + b3;
constexpr auto back = b3 + b2 + b1 + a9 + a8 + a7 + a6 + a5 + a4 + a3 + a2 + a1;
static_assert(forth == back && std::is_same_v<decltype(forth), decltype(back)>);
static_assert(a1 * a2 * a3 * a4 * a5 * a6 * a7 * a8 * a9 * b1 * b2 * b3 == b3 * b2 * b1 * a9 * a8 * a7 * a6 * a5 * a4 * a3 * a2 * a1);
static_assert(forth.at(a1 = 1, a2 = 2, a3 = 3, a4 = 4, a5 = 5, a6 = 6, a7 = 7, a8 = 8, a9 = 9, b1 = 10, b2 = 11, b3 = 12) == 78);
}  // namespace many

// ---- literals: whole numbers of any type, nothing else

template <class A, class B>
concept addable = requires(A x, B y) { x + y; };
template <class A, class B>
concept comparable = requires(A x, B y) { x == y; };
using named = struct n;
static_assert(addable<named, short> && addable<named, unsigned char> && addable<named, std::uint64_t> && addable<named, integer>);
static_assert(!addable<named, bool> && !addable<named, char> && !addable<named, char8_t> && !addable<named, wchar_t>);
static_assert(!addable<named, double> && !addable<named, const char*>);
static_assert(!comparable<named, bool> && !comparable<named, double>);

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto most_unsigned = std::numeric_limits<std::uint64_t>::max();
static_assert(n + most - most == n && n + least - least == n && (n - most + most) == n);
static_assert((n + most).at(n = 1) == integer{most} + 1 && (n - most_unsigned / 2).at(n = 0) == -integer{most});
static_assert((least + n).at(n = -1) == integer{least} - 1);
static_assert((n + 7).at(n = most_unsigned) == integer{most_unsigned} + 7);

// ---- formulas as template arguments

template <auto N>
struct key {
  static constexpr auto extent = N;
};
static_assert(key<n + 1>::extent == key<1 + n>::extent);
static_assert(key<(n + 1) * (m + 2)>::extent.at(n = 3, m = 4) == 24);
static_assert(key<ceil_div(n + 63, 64) * d>::extent.at(n = 2, d = 5) == 10);
