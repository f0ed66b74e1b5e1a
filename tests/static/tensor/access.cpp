// Cells by axis, in any order of axes; all of it in constant evaluation too.
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;

constexpr int mixed() {
  tensor<int, query<2>, key<n>, head_dim<4>> x(n = 3);
  generate<query, key, head_dim>(x, [](auto i, auto j, auto k) { return 100 * i + 10 * j + k; });
  at<head_dim, query, key>(x, 3, 1, 2) += 1000;
  const auto cell = unchecked<key, head_dim, query>(x);
  return at<query, key, head_dim>(x, 1u, 2ull, short{3}) + cell(0, 1, 1);
}
static_assert(mixed() == 1123 + 101);

// constness is the tensor's, or the element's of a view; a tensor that ends gives a copy
using owner = tensor<float, query<2>>;
static_assert(std::is_same_v<decltype(at<query>(std::declval<owner&>(), 0)), float&>);
static_assert(std::is_same_v<decltype(at<query>(std::declval<const owner&>(), 0)), const float&>);
static_assert(std::is_same_v<decltype(at<query>(std::declval<owner>(), 0)), float>);
static_assert(std::is_same_v<decltype(at<query>(std::declval<const view<float, query<2>>&>(), 0)), float&>);
static_assert(std::is_same_v<decltype(at<query>(std::declval<view<const float, query<2>>>(), 0)), const float&>);
static_assert(at(tensor<int>{}) == 0);  // no axes, no index

template <class X>
constexpr bool takes_bool = requires(X& x) { at<query>(x, true); };
template <class X>
constexpr bool takes_char = requires(X& x) { at<query>(x, 'a'); };
template <class X>
constexpr bool takes_int = requires(X& x) { at<query>(x, 1); };
static_assert(takes_int<owner> && !takes_bool<owner> && !takes_char<owner>);

static_assert(extent<query>(tensor<int, key<3>, query<n + 2>>(n = 5)) == 7);

// by name, whatever the order of axes
constexpr bool assigns() {
  tensor<int, query<2>, key<3>> a;
  tensor<int, key<3>, query<2>> b;
  generate<query, key>(a, [](auto i, auto j) { return 10 * i + j; });
  assign(b, a);
  bool same = true;
  for_each_index<query, key>(a, [&](auto i, auto j) { same = same && at<query, key>(b, i, j) == 10 * i + j; });
  fill(a, 4);
  return same && at<query, key>(a, 1, 2) == 4 && at<query, key>(b, 1, 2) == 12;
}
static_assert(assigns());

}  // namespace
