// From memory with run-time extents: every disagreement is found at the boundary, with axis, expected and found.
#include <boost/test/unit_test.hpp>

#include <array>
#include <limits>
#include <span>
#include <vector>

#include <conform/conform.hpp>

#include "says.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

struct memory {
  std::vector<float> values{0, 1, 2, 3, 4, 5};
  float* start = values.data();
};

BOOST_FIXTURE_TEST_SUITE(at_the_boundary, memory)

BOOST_AUTO_TEST_CASE(memory_is_seen_where_it_is) {
  const std::size_t height = 2;
  const int width = 3;
  auto x = view_of<query<n>, key<m>>(values, {height, width});
  BOOST_TEST(extent<query>(x) == 2);
  BOOST_TEST((at<query, key>(x, 1, 0)) == 3);
  at<query, key>(x, 1, 0) = 30;
  BOOST_TEST(values[3] == 30);
  BOOST_TEST((at<query, key>(view_of<query<2>, key<3>>(std::span(values)), 1, 0)) == 30);
  BOOST_TEST((at<query, key>(view_of<query<n>, key<m>>(values, std::vector{2, 3}), 1, 0)) == 30);
  BOOST_TEST((at<query, key>(view_of<query<n>, key<m>>(start, {2, 3}), 1, 0)) == 30);
  BOOST_TEST((at<key, query>(view_of<key<m>, query<n>>(values, {3, 2}, {1, 3}), 0, 1)) == 30);
  auto own = tensor_from<query<n>, key<m>>(values, {2, 3});
  at<query, key>(own, 1, 0) = 0;
  BOOST_TEST(values[3] == 30);
}

BOOST_AUTO_TEST_CASE(what_the_type_says_is_checked) {
  BOOST_SAYS("axis key: expected 3, found 4", view_of<query<n>, key<3>>(values, {2, 4}));
  BOOST_SAYS("axis key<n>: expected 2, found 3", view_of<query<n>, key<n>>(values, {2, 3}));
  BOOST_SAYS("axis key<n + 2>: expected 4, found 3", view_of<query<n>, key<n + 2>>(values, {2, 3}));
  BOOST_SAYS("axis key<2·n>: expected 4, found 3", tensor_from<query<n>, key<2 * n>>(values, {2, 3}));
  BOOST_SAYS("axis query<2·n>: expected 6, found 2", view_of<query<2 * n>, key<n>>(values, {2, 3}));
  BOOST_SAYS("axes: expected 2, found 3", view_of<query<n>, key<m>>(values, std::array{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(elements_are_counted) {
  BOOST_SAYS("elements: expected 9, found 6", view_of<query<n>, key<3>>(values, {3, 3}));
  BOOST_SAYS("elements: expected 3, found 6", view_of<query<n>, key<3>>(values, {1, 3}));
  BOOST_SAYS("elements: expected 7, found 6", view_of<query<n>>(values, n = 7));
  BOOST_SAYS("elements: expected 2, found 0", view_of<query<n>>(static_cast<float*>(nullptr), {2}));
  BOOST_TEST(extent<query>(view_of<query<n>>(static_cast<float*>(nullptr), {0})) == 0);
  BOOST_TEST(tensor_from<query<n>>(std::vector<int>(), {0}).size() == 0u);
}

BOOST_AUTO_TEST_CASE(extents_are_sizes) {
  BOOST_SAYS("axis key: expected at least 0, found -3", view_of<query<n>, key<m>>(values, {2, -3}, {1, 1}));
  BOOST_SAYS("axis query: expected at least 0, found -2", view_of<query<2>>(values, {-2}));
  BOOST_SAYS("axis query: expected at most 9223372036854775807, found 9223372036854775808",
             view_of<query<n>>(start, {1ull << 63}));
  BOOST_CHECK_THROW((view_of<query<n>, key<m>>(start, {1ll << 62, 3})), integer_overflow);
  BOOST_CHECK_THROW((view_of<query<n>, key<m>>(values, {1ll << 40, 1ll << 40})), integer_overflow);
  BOOST_CHECK_THROW((view_of<query<n>, key<m>>(values, {1ll << 40, 1ll << 40}, {0, 0})), integer_overflow);
}

BOOST_AUTO_TEST_CASE(strides_stay_inside) {
  BOOST_SAYS("elements: expected at least 7, found 6", view_of<query<n>, key<m>>(values, {2, 2}, {4, 2}));
  BOOST_SAYS("elements before the first: expected 0, found 3", view_of<query<n>, key<m>>(values, {2, 2}, {-3, 1}));
  BOOST_TEST((at<query>(view_of<query<n>>(start + 5, {6}, {-1}), 5)) == 0);
  BOOST_TEST((at<query, key>(view_of<query<n>, key<m>>(values, {4, 3}, {1, 1}), 3, 2)) == 5);  // windows
  BOOST_TEST(extent<key>(view_of<query<n>, key<m>>(values, {0, 9}, {100, 100})) == 9);          // no cells, no reach
  const long long far = std::numeric_limits<long long>::max();
  BOOST_CHECK_THROW((view_of<query<n>>(start, {2}, {far})), integer_overflow);
  BOOST_CHECK_THROW((view_of<query<n>>(start, {2}, {-far - 1})), integer_overflow);
  BOOST_CHECK_THROW((view_of<query<n>, key<m>>(start, {1 << 20, 1 << 20}, {1ll << 40, 1})), integer_overflow);
}

BOOST_AUTO_TEST_CASE(a_fresh_size_crosses_the_boundary) {
  const auto total = with_size(values.size(), [&](auto t) {
    const auto x = view_of<query<t>>(values, t);
    tensor<float, query<t>> ones{t};
    fill(ones, 1);
    return *contract<query>(x, ones).begin();
  });
  BOOST_TEST(total == 15);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
