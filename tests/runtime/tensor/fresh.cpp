// Fresh sizes: one place may run with several values; they are compared when tensors meet.
#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <vector>

#include <conform/conform.hpp>

#include "says.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

BOOST_AUTO_TEST_SUITE(fresh_sizes)

BOOST_AUTO_TEST_CASE(the_value_is_that_of_the_call) {
  for (const int count : {0, 1, 7}) {
    const auto size = with_size(count, [](auto t) { return tensor<float, query<t + 1>>{t}.size(); });
    BOOST_TEST(size == static_cast<std::size_t>(count) + 1);
  }
  BOOST_TEST(with_size(5, [](auto t) { return t.value * 2; }) == 10);
}

BOOST_AUTO_TEST_CASE(one_place_run_twice_is_compared_by_value) {
  const auto make = [](auto t) { return tensor<float, query<t>>{t}; };
  const auto three = with_size(3, make), four = with_size(4, make), again = with_size(3, make);
  BOOST_TEST(contract<query>(three, again).size() == 1u);
  BOOST_SAYS("size fresh: expected 3, found 4", contract<query>(three, four));
  const auto named = [](auto t) { return tensor<float, query<t>>{t}; };
  BOOST_SAYS("size rows: expected 3, found 4", contract<query>(with_size<"rows">(3, named), with_size<"rows">(4, named)));
}

BOOST_AUTO_TEST_CASE(a_copy_has_no_value_and_says_so) {
  const char* says = "a copy of a fresh size has no value: capture the argument of with_size by reference";
  BOOST_SAYS(says, with_size(3, [](auto t) {
    const auto lost = t;
    return tensor<float, query<t>>{lost}.size();
  }));
  BOOST_SAYS(says, with_size(3, [](auto t) { return static_cast<long long>(decltype(t){t}.value); }));
  BOOST_TEST(with_size(3, [](auto t) {
    const auto& kept = t;
    return tensor<float, query<t>>{kept}.size();
  }) == 3u);
}

BOOST_AUTO_TEST_CASE(two_places_are_two_sizes_on_a_meter) {
  meter at;
  with_size(3, [&](auto t) {
    with_size(4, [&](auto u) {
      const tensor<metered, query<t>, model<5>> x{at};
      const tensor<metered, model<5>, key<u>> y{at};
      const auto scores = contract<model>(x, y);
    });
  });
  BOOST_TEST(at.sizes.size() == 2u);
  const auto powers = at.places.rows[0].done.mac.terms()[0].factors;
  BOOST_TEST(powers.size() == 2u);  // 5·fresh·fresh, not 5·fresh²
}

BOOST_AUTO_TEST_CASE(a_count_is_a_size) {
  const auto size = [](auto t) { return tensor<float, query<t>>{t}.size(); };
  BOOST_SAYS("size fresh: expected at least 0, found -4", with_size(-4, size));
  BOOST_SAYS("size fresh: expected at most 9223372036854775807, found 18446744073709551615", with_size(~0ull, size));
  BOOST_CHECK_THROW(with_size(std::numeric_limits<long long>::max(), size), integer_overflow);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
