// Cells have one owner. What they moved away from is empty, and says so where cells are wanted.
#include <boost/test/unit_test.hpp>

#include <utility>

#include <conform/conform.hpp>
#include <conform/operation.hpp>

#include "says.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct past : size<"past"> { using size::operator=; } past;
using rows = tensor<float, query<n>>;

BOOST_AUTO_TEST_SUITE(moving_and_copying)

BOOST_AUTO_TEST_CASE(copies_are_deep) {
  rows a(n = 3);
  rows b = a;
  at<query>(b, 1) = 7;
  BOOST_TEST(at<query>(a, 1) == 0);
  a = b;
  at<query>(b, 1) = 8;
  BOOST_TEST(at<query>(a, 1) == 7);
  rows& alias = a;
  a = alias;
  BOOST_TEST(at<query>(a, 1) == 7);
  a = std::move(alias);
  BOOST_TEST(at<query>(a, 1) == 7);
}

BOOST_AUTO_TEST_CASE(assignment_brings_the_sizes_along) {
  rows a(n = 3), b(n = 5);
  a = b;
  BOOST_TEST(a.size() == 5u);
  BOOST_TEST(extent<query>(a) == 5);
}

BOOST_AUTO_TEST_CASE(another_spelling_takes_the_cells_of_what_ends) {
  tensor<float, query<n + past>> a(n = 2, past = 1);
  at<query>(a, 2) = 7;
  const float* const cells = a.data();
  tensor<float, query<past + n>> kept = a;
  BOOST_TEST(kept.data() != cells);
  BOOST_TEST(at<query>(kept, 2) == 7);
  tensor<float, query<past + n>> taken = std::move(a);
  BOOST_TEST(taken.data() == cells);
  BOOST_TEST(a.data() == nullptr);  // NOLINT: what a moved tensor does is what is tested
  BOOST_TEST(extent<query>(taken) == 3);
  tensor<float, query<8>> fixed;
  const float* const fixed_cells = fixed.data();
  tensor<float, query<8u>> unsigned_extent = std::move(fixed);
  BOOST_TEST(unsigned_extent.data() == fixed_cells);
}

BOOST_AUTO_TEST_CASE(what_was_moved_from_is_empty) {
  const char* says = "a tensor has no cells: they have moved elsewhere, or were never made";
  rows a(n = 3);
  rows b = std::move(a);
  BOOST_TEST(b.size() == 3u);
  BOOST_TEST(a.size() == 0u);           // NOLINT: what a moved tensor does is what is tested
  BOOST_TEST((a.begin() == a.end()));
  rows c = a;
  BOOST_TEST(c.size() == 0u);
  BOOST_SAYS(says, at<query>(a, 0));
  BOOST_SAYS(says, unchecked<query>(a));
  BOOST_SAYS(says, contract<query>(a, b));
  BOOST_SAYS(says, fill(a, 1));
  BOOST_SAYS(says, assign(b, a));
  BOOST_SAYS(says, copy(a));
  BOOST_SAYS(says, (view<const float, query<n>>(a)));
  tensor<float, query<4>> fixed;
  const auto gone = std::move(fixed);
  BOOST_SAYS(says, contract<query>(fixed, gone));
  BOOST_SAYS(says, at<query>(fixed, 0));
  a = b;
  BOOST_TEST(at<query>(a, 2) == 0);
}

BOOST_AUTO_TEST_CASE(what_was_assigned_from_is_empty) {
  rows a(n = 1), b(n = 1000);
  a = std::move(b);
  BOOST_TEST(a.size() == 1000u);
  BOOST_TEST(b.size() == 0u);  // not a's cells under b's extents
  BOOST_SAYS("a tensor has no cells: they have moved elsewhere, or were never made", sum<query>(b));
  tensor<float, query<4>> fixed, other;
  fixed = std::move(other);
  BOOST_TEST(other.size() == 0u);
  ledger book;
  tensor<counted<float>, query<n>> counted_a(n = 2, book), counted_b(n = 3, book);
  counted_a = std::move(counted_b);
  BOOST_TEST(book.live == 3);
}

BOOST_AUTO_TEST_CASE(braces_make_zeros) {
  struct two {
    tensor<float, query<2>> a;
    tensor<float, key<2>> b;
  };
  const two both{};
  BOOST_TEST(both.a.size() + both.b.size() == 4u);
  const auto made = []() -> tensor<float, query<2>> { return {}; }();
  BOOST_TEST(made.size() == 2u);
}

BOOST_AUTO_TEST_CASE(spellings_of_one_size_share_cells) {
  tensor<float, key<n + past>> a(n = 2, past = 3);
  at<key>(a, 4) = 9;
  const float* cells = a.data();
  tensor<float, key<past + n>> b = std::move(a);
  BOOST_TEST(b.data() == cells);
  BOOST_TEST(at<key>(b, 4) == 9);
  tensor<float, key<2 * past + n - past>> c = b;
  BOOST_TEST(c.size() == 5u);
  BOOST_TEST(at<key>(c, 4) == 9);
  b = c;
}

BOOST_AUTO_TEST_CASE(counted_memory_follows_the_cells) {
  ledger book;
  {
    tensor<counted<float>, query<n>> a(n = 4, book);
    auto b = std::move(a);
    const auto none = a;
    BOOST_TEST(book.live == 4);
    auto c = b;
    BOOST_TEST(book.live == 8);
    c = std::move(b);
    BOOST_TEST(book.peak == 8);
  }
  BOOST_TEST(book.live == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
