// Evaluation at run time: exact at the edge of 128 bits, an exception beyond it, and never a fraction.
#include <boost/test/unit_test.hpp>

#include <conform/size/growth_text.hpp>

#include <string>

using namespace conform;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

const polynomial x = polynomial::symbol(0), y = polynomial::symbol(1);
polynomial number(integer i) { return polynomial{i}; }
const integer highest = ~(integer{1} << 127), lowest = integer{1} << 127;

integer at(const polynomial& p, integer first, integer second = 1) {
  return evaluate(p, [&](int id) { return id == 0 ? first : second; });
}
std::string spoken(const list<char>& text) { return {text.begin(), text.end()}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluation)

BOOST_AUTO_TEST_CASE(the_edge_of_128_bits_is_exact) {
  BOOST_TEST((at(x, highest) == highest && at(x, lowest) == lowest));
  BOOST_TEST((at(x + y, highest - 1, 1) == highest && at(x - y, lowest + 1, 1) == lowest));
  BOOST_TEST((at(x * y, highest / 3, 3) == highest - highest % 3));
  BOOST_TEST((at(x * x, integer{1} << 63) == integer{1} << 126));
  BOOST_TEST((at(x * x * x * x * x * x * x, 1 << 18) == integer{1} << 126));
}

BOOST_AUTO_TEST_CASE(beyond_it_is_an_exception) {
  BOOST_CHECK_THROW(at(x + y, highest, 1), integer_overflow);
  BOOST_CHECK_THROW(at(x - y, lowest, 1), integer_overflow);
  BOOST_CHECK_THROW(at(x * x, integer{1} << 64), integer_overflow);
  BOOST_CHECK_THROW(at(-x, lowest), integer_overflow);
  BOOST_CHECK_THROW(number(highest) + number(1), integer_overflow);
  BOOST_CHECK_THROW(number(lowest) * number(-1), integer_overflow);
  BOOST_CHECK_THROW((n * m).at(n = highest, m = 2), integer_overflow);
  BOOST_CHECK_THROW(n * (1ll << 62) * 4, integer_overflow);  // coefficients of formulas have 64 bits
  BOOST_CHECK_THROW(checked_add(highest, 1), integer_overflow);
  BOOST_CHECK_THROW(checked_sub(lowest, 1), integer_overflow);
  BOOST_CHECK_THROW(checked_mul(lowest, -1), integer_overflow);
  BOOST_CHECK_THROW(checked_mul(highest / 2 + 1, 2), integer_overflow);
}

BOOST_AUTO_TEST_CASE(powers_do_not_wrap) {
  polynomial p = x;
  for (int i = 0; i < 30; ++i) p = p * p;  // x^(2^30)
  BOOST_TEST((at(p, 1) == 1 && at(p, 0) == 0 && at(p, -1) == 1));
  BOOST_CHECK_THROW(at(p, 2), integer_overflow);
  BOOST_CHECK_THROW(p * p, integer_overflow);  // the power itself
}

BOOST_AUTO_TEST_CASE(fractions_and_missing_divisors_are_exceptions) {
  const polynomial half = x / 2, tiles = ceil_div(x, y);
  BOOST_TEST((at(half, 8) == 4 && at(x * (x + number(1)) / 2, 7) == 28));
  BOOST_CHECK_THROW(at(half, 7), not_whole);
  BOOST_TEST((at(tiles, 7, 2) == 4 && at(tiles, 0, 2) == 0 && at(tiles, -7, 2) == -3));
  BOOST_CHECK_THROW(at(tiles, 7, 0), not_whole);
  BOOST_CHECK_THROW(at(tiles, 7, -1), not_whole);
  BOOST_CHECK_THROW(ceil_div(x, number(0)), not_whole);
  BOOST_CHECK_THROW(ceil_div(x, number(-2)), not_whole);
  BOOST_CHECK_THROW(ceil_div(x, -y), not_whole);
  BOOST_CHECK_THROW(x / 0, not_whole);
  BOOST_CHECK_THROW((ceil_div(n, m).at(n = 1, m = 0)), not_whole);
}

BOOST_AUTO_TEST_CASE(rationals_at_the_edge) {
  BOOST_TEST((rational{lowest, 2} == rational{lowest / 2} && rational{lowest, 4}.den == 1));
  BOOST_TEST((rational{6, -4} == rational{-3, 2} && rational{0, 5} == rational{}));
  BOOST_TEST((rational{highest, 3} * rational{3, highest} == rational{1}));
  BOOST_CHECK_THROW((rational{1, 0}), not_whole);
  BOOST_CHECK_THROW((rational{1} / rational{}), not_whole);
  BOOST_CHECK_THROW((rational{1, lowest}), integer_overflow);
  BOOST_TEST((ceil_div(rational{7, 2}, rational{1}) == rational{4} && ceil_div(rational{-7, 2}, rational{1}) == rational{-3}));
}

BOOST_AUTO_TEST_CASE(a_formula_that_outgrows_its_room_says_so) {
  const polynomial long_one = (x + y + number(1)) * (x + number(2)) * (y + number(3));
  BOOST_CHECK_THROW((freeze<symbols<struct n, struct m>, 2, 13>(long_one)), formula_too_long);
  BOOST_TEST((freeze<symbols<struct n, struct m>, 12, 200>(long_one) == (n + m + 1) * (n + 2) * (m + 3)));
}

BOOST_AUTO_TEST_CASE(verdicts_of_polynomials_with_ids) {
  const polynomial cost = number(8) * x * y * y + number(4) * x * x * y;
  const verdict no = decide(cost, x * x * y, 2);
  BOOST_TEST((no.fails() && no.witness[0] == 0 && no.witness[1] == 1 && no.grows == rational{2}));
  BOOST_TEST(cost.terms()[static_cast<std::size_t>(no.offending)].degree() == 3);
  BOOST_TEST((decide_theta(cost, x * x * y + x * y * y, 2).holds()));
  regime narrow;
  narrow.relations.push_back({y, x, false});
  BOOST_TEST((decide(cost, x * x * y, 2, narrow).constant == rational{12}));
  regime fixed_width;
  fixed_width.fixed.push_back(1);
  BOOST_TEST((decide(cost, x * x, 2, fixed_width).holds() && !decide(cost, x * x, 2, fixed_width).uniform));

  list<freezing::label> sizes;
  sizes.push_back({"n", 0}), sizes.push_back({"d", 1});
  BOOST_TEST(spoken(explanation(no, cost, x * x * y, sizes)) == "along d = t, n fixed: n·d² grows by t² and the bound by t");
  BOOST_TEST(spoken(explanation(decide(cost, x * x * x * y * y, 2), cost, x * x * x * y * y, sizes)) == "at most 12·n³·d²");
  list<freezing::label> turned;  // the same sizes, numbered the other way round
  turned.push_back({"d", 1}), turned.push_back({"n", 0});
  const polynomial same = number(8) * y * x * x + number(4) * y * y * x;
  BOOST_TEST(spoken(explanation(decide(same, y * y * x, 2), same, y * y * x, turned)) ==
             "along d = t, n fixed: n·d² grows by t² and the bound by t");
  BOOST_TEST(spoken(to_characters(same, turned)) == "4·n²·d + 8·n·d²");
}

BOOST_AUTO_TEST_CASE(a_bool_is_asked_only_of_what_is_decided) {
  BOOST_CHECK_THROW(static_cast<void>(n * (n - 1) >= omega(n * n)), undecided);
  BOOST_CHECK_THROW(static_cast<void>(n <= big_o(n).given(2 * n <= m)), assumption_not_monomial);
  BOOST_TEST((n <= big_o(n * m)));
}

BOOST_AUTO_TEST_SUITE_END()
