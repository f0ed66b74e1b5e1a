// Named sizes get their values at run time: what cannot be a size is named and refused, never computed with.
#include <boost/test/unit_test.hpp>

#include <limits>
#include <vector>

#include <conform/conform.hpp>
#include <conform/operation.hpp>

#include "says.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
using rows = tensor<float, query<n>>;
using square = tensor<float, query<n>, key<n>>;

BOOST_AUTO_TEST_SUITE(binding_sizes_at_run_time)

BOOST_AUTO_TEST_CASE(a_size_is_a_whole_number_from_zero) {
  BOOST_TEST(rows(n = 0).size() == 0u);
  BOOST_TEST(rows(n = std::size_t{5}).size() == 5u);
  BOOST_TEST(rows(n = static_cast<signed char>(5)).size() == 5u);
  BOOST_SAYS("size n: expected at least 0, found -2", rows(n = -2));
  BOOST_SAYS("size n: expected at least 0, found -9223372036854775808", rows(n = std::numeric_limits<long long>::min()));
  BOOST_SAYS("size n: expected at most 9223372036854775807, found 18446744073709551615", rows(n = ~0ull));
}

BOOST_AUTO_TEST_CASE(a_formula_gives_a_size_or_is_refused) {
  BOOST_TEST((tensor<float, query<n - 3>>(n = 3).size()) == 0u);
  BOOST_SAYS("size n - 3: expected at least 0, found -1", (tensor<float, query<n - 3>>(n = 2)));
  BOOST_SAYS("size m·n: expected at most 9223372036854775807, found 1208925819614629174706176",
             (tensor<float, query<n * m>>(n = 1ll << 40, m = 1ll << 40)));
  BOOST_CHECK_THROW((tensor<float, query<n / 2>>(n = 3)), not_whole);
  BOOST_CHECK_THROW((tensor<float, query<n * n * n>>(n = std::numeric_limits<long long>::max())), integer_overflow);
}

BOOST_AUTO_TEST_CASE(more_cells_than_memory_has_are_never_asked_for) {
  const char* says = "a tensor has more cells than memory can address";
  BOOST_SAYS(says, rows(n = std::numeric_limits<long long>::max()));
  BOOST_SAYS(says, square(n = 1ll << 31));
  BOOST_SAYS(says, (tensor<float, query<n>, key<n>, head<n>, batch<n>>(n = 1ll << 40)));
  BOOST_CHECK_THROW(square(n = 1ll << 40), integer_overflow);  // too_many_cells is one
}

BOOST_AUTO_TEST_CASE(an_extent_of_zero_has_no_cells_however_wide_the_others) {
  const tensor<float, batch<0>, query<n>, key<n>> outer(n = 1ll << 40);
  const tensor<float, batch<1>, query<n>, key<0>> inner(n = 1ll << 40);
  BOOST_TEST(outer.size() == 0u);
  BOOST_TEST(inner.size() == 0u);
  const layout cells = layout_of(outer);  // no overflow on the way to its strides
  BOOST_TEST(cells.extent.at[1] == 1ll << 40);
  const auto same = outer;
  BOOST_TEST(same.size() == 0u);
  tensor<float, query<3>, head_dim<0>> q;
  tensor<float, key<2>, head_dim<0>> k;
  for (float score : contract<head_dim>(q, k)) BOOST_TEST(score == 0);  // a sum of nothing
}

BOOST_AUTO_TEST_CASE(two_tensors_of_one_name_agree_on_its_value) {
  const tensor<float, query<n>, head_dim<2>> q(n = 3);
  const tensor<float, key<n>, head_dim<2>> k(n = 4);
  BOOST_SAYS("size n: expected 3, found 4", contract<head_dim>(q, k));
  const tensor<float, key<2>, head_dim<n>> wide(n = 4);
  BOOST_SAYS("size n: expected 3, found 4", contract<head_dim>(tensor<float, query<2>, head_dim<n>>(n = 3), wide));
  BOOST_SAYS("size n: expected 3, found 4", q + tensor<float, query<n>, head_dim<2>>(n = 4));
  BOOST_CHECK_THROW(contract<head_dim>(q, k), size_mismatch);
}

BOOST_AUTO_TEST_CASE(a_size_that_the_result_drops_is_compared_too) {
  const tensor<float, query<2>, head_dim<n>> q(n = 3);
  const tensor<float, key<n>, head_dim<n>> k(n = 4);
  BOOST_SAYS("size n: expected 3, found 4", contract<head_dim>(q, k));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
