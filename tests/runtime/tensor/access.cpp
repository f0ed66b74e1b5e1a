// Cells by axis: out of range is an error that names the axis.
#include <boost/test/unit_test.hpp>

#include <conform/conform.hpp>
#include <conform/operation.hpp>

#include "says.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;

BOOST_AUTO_TEST_SUITE(cells_by_axis)

BOOST_AUTO_TEST_CASE(every_order_of_axes_is_the_same_cell) {
  tensor<int, query<2>, key<n>> x(n = 3);
  generate<query, key>(x, [](auto i, auto j) { return 10 * i + j; });
  BOOST_TEST((at<query, key>(x, 1, 2)) == 12);
  BOOST_TEST((at<key, query>(x, 2, 1)) == 12);
  BOOST_TEST((at<query, key>(std::as_const(x), 1, 2)) == 12);
  BOOST_TEST((at<query, key>(copy(x), 1, 2)) == 12);  // of a tensor that ends: a copy
  at<key, query>(x, 2, 1) = 5;
  BOOST_TEST(x.begin()[5] == 5);
  auto turned = permute<key, query>(x);
  BOOST_TEST((at<key, query>(turned, 2, 1)) == 5);
  BOOST_TEST((unchecked<query, key>(turned)(1, 2)) == 5);
  BOOST_TEST((unchecked<key, query>(turned)(2, 1)) == 5);
}

BOOST_AUTO_TEST_CASE(outside_is_refused_by_name) {
  tensor<int, query<2>, key<n>> x(n = 3);
  BOOST_SAYS("axis query: index 2 is outside its extent 2", at<query, key>(x, 2, 0));
  BOOST_SAYS("axis key: index 3 is outside its extent 3", at<query, key>(x, 0, 3));
  BOOST_SAYS("axis key: index -1 is outside its extent 3", at<key, query>(x, -1, 0));
  BOOST_SAYS("axis key: index 18446744073709551615 is outside its extent 3", at<key, query>(x, ~0ull, 0));
  BOOST_SAYS("axis key: index 18446744073709551616 is outside its extent 3", at<key, query>(x, integer{1} << 64, 0));
  BOOST_SAYS("axis query: index 0 is outside its extent 0", at<query>(tensor<int, query<0>>(), 0));
  BOOST_CHECK_THROW((at<query, key>(permute<key, query>(x), 2, 0)), index_error);
}

BOOST_AUTO_TEST_CASE(assignment_compares_sizes_and_goes_by_name) {
  tensor<int, query<2>, key<n>> x(n = 3);
  tensor<int, key<n>, query<2>> y(n = 3), other(n = 4);
  fill(y, 7);
  assign(x, y);
  for (int cell : x) BOOST_TEST(cell == 7);
  BOOST_SAYS("size n: expected 3, found 4", assign(x, other));
  auto row = slice<query<1>>(x, 1);
  fill(row, 1);
  BOOST_TEST((at<query, key>(x, 0, 2)) == 7);
  BOOST_TEST((at<query, key>(x, 1, 2)) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
