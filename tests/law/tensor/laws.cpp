// Laws over random shapes: three axes with extents from 0 to 5, one of them known at run time only.
#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include <numeric>
#include <vector>

#include <conform/conform.hpp>
#include <conform/operation.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct l : size<"l"> { using size::operator=; } l;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
inline constexpr struct n : size<"n"> { using size::operator=; } n;
using cube = tensor<int, batch<l>, query<m>, key<n>>;

struct any_cube {
  long long depth = *rc::gen::inRange(0, 6), height = *rc::gen::inRange(0, 6), width = *rc::gen::inRange(0, 6);
  cube x{l = depth, m = height, n = width};
  any_cube() { std::iota(x.begin(), x.end(), 0); }
};

BOOST_AUTO_TEST_SUITE(laws_of_tensors)

BOOST_AUTO_TEST_CASE(cells_are_row_major_in_every_order_of_names) {
  BOOST_TEST(rc::check([] {
    const any_cube any;
    const auto cell = unchecked<key, batch, query>(any.x);
    for_each_index<batch, query, key>(any.x, [&](auto i, auto j, auto k) {
      const auto expected = (i * any.height + j) * any.width + k;
      RC_ASSERT((at<batch, query, key>(any.x, i, j, k)) == expected);
      RC_ASSERT((at<key, query, batch>(any.x, k, j, i)) == expected);
      RC_ASSERT(cell(k, i, j) == expected);
    });
  }));
}

BOOST_AUTO_TEST_CASE(every_index_is_visited_once_in_order) {
  BOOST_TEST(rc::check([] {
    const any_cube any;
    int next = 0;
    for_each_index<batch, query, key>(any.x, [&](auto i, auto j, auto k) {
      RC_ASSERT((at<batch, query, key>(any.x, i, j, k)) == next++);
    });
    RC_ASSERT(static_cast<std::size_t>(next) == any.x.size());
  }));
}

BOOST_AUTO_TEST_CASE(an_index_is_refused_exactly_where_it_is_outside) {
  BOOST_TEST(rc::check([] {
    const any_cube any;
    const long long i = *rc::gen::inRange(-2, 8), j = *rc::gen::inRange(-2, 8), k = *rc::gen::inRange(-2, 8);
    const bool inside = i >= 0 && i < any.depth && j >= 0 && j < any.height && k >= 0 && k < any.width;
    bool refused = false;
    try {
      at<batch, query, key>(any.x, i, j, k);
    } catch (const index_error&) {
      refused = true;
    }
    RC_ASSERT(inside != refused);
  }));
}

BOOST_AUTO_TEST_CASE(assigning_there_and_back_is_identity) {
  BOOST_TEST(rc::check([] {
    const any_cube any;
    tensor<int, key<n>, batch<l>, query<m>> turned(l = any.depth, m = any.height, n = any.width);
    assign(turned, any.x);
    cube back(l = any.depth, m = any.height, n = any.width);
    assign(back, turned);
    RC_ASSERT(std::equal(back.begin(), back.end(), any.x.begin()));
    const auto permuted = copy(permute<key, batch, query>(any.x));
    RC_ASSERT(std::equal(turned.begin(), turned.end(), permuted.begin()));
  }));
}

BOOST_AUTO_TEST_CASE(a_boundary_takes_exactly_the_right_sizes) {
  BOOST_TEST(rc::check([] {
    any_cube any;
    const std::vector<int> memory(any.x.begin(), any.x.end());
    const long long d = *rc::gen::inRange(-1, 7), h = *rc::gen::inRange(-1, 7), w = *rc::gen::inRange(-1, 7);
    const bool fits = d >= 0 && h >= 0 && w >= 0 && d * h * w == static_cast<long long>(memory.size());
    try {
      const auto seen = view_of<batch<l>, query<m>, key<n>>(memory, {d, h, w});
      RC_ASSERT(fits);
      const auto own = tensor_from<batch<l>, query<m>, key<n>>(memory, std::vector{d, h, w});
      RC_ASSERT(std::equal(own.begin(), own.end(), memory.begin()));
      for_each_index<batch, query, key>(seen, [&](auto i, auto j, auto k) {
        RC_ASSERT((at<batch, query, key>(seen, i, j, k)) == static_cast<int>((i * h + j) * w + k));
      });
    } catch (const size_mismatch&) {
      RC_ASSERT(!fits);
    }
  }));
}

BOOST_AUTO_TEST_CASE(strides_reach_what_they_may_and_no_more) {
  BOOST_TEST(rc::check([] {
    std::vector<int> memory(static_cast<std::size_t>(*rc::gen::inRange(0, 20)));
    std::iota(memory.begin(), memory.end(), 0);
    const long long h = *rc::gen::inRange(0, 5), w = *rc::gen::inRange(0, 5);
    const long long down = *rc::gen::inRange(-4, 8), right = *rc::gen::inRange(-4, 8);
    bool fits = true;
    for (long long i = 0; i < h; ++i)
      for (long long j = 0; j < w; ++j) {
        const long long place = i * down + j * right;
        fits = fits && place >= 0 && place < static_cast<long long>(memory.size());
      }
    try {
      const auto seen = view_of<query<m>, key<n>>(memory, {h, w}, {down, right});
      RC_ASSERT(fits);
      for_each_index<query, key>(seen, [&](auto i, auto j) {
        RC_ASSERT((at<query, key>(seen, i, j)) == static_cast<int>(i * down + j * right));
      });
    } catch (const size_mismatch&) {
      RC_ASSERT(!fits);
    }
  }));
}

BOOST_AUTO_TEST_CASE(spellings_of_one_size_convert_without_a_change) {
  BOOST_TEST(rc::check([] {
    const long long a = *rc::gen::inRange(0, 9), b = *rc::gen::inRange(0, 9);
    tensor<int, key<l + m>, query<(l + 1) * (l + 1)>> x(l = a, m = b);
    std::iota(x.begin(), x.end(), 0);
    const tensor<int, key<m + l>, query<l * l + 2 * l + 1>> y = x;
    RC_ASSERT(std::equal(y.begin(), y.end(), x.begin(), x.end()));
    RC_ASSERT(extent<key>(y) == a + b);
  }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
