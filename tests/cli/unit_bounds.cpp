// Bounds and regimes read as text, and what they mean.
#include <boost/test/unit_test.hpp>

#include "bound_parser.hpp"
#include "failure.hpp"
#include "prove.hpp"

using namespace conform;
using namespace conform::analyzer;

namespace {

/// The tree as text: (n^2*d), (n + d), min(n, w).
std::string shown(const bound_node& node) {
  const auto joined = [&](const char* between) {
    std::string out;
    for (const bound_node& part : node.parts) out += (out.empty() ? "" : between) + shown(part);
    return "(" + out + ")";
  };
  const auto number = [](const rational& r) {
    return std::to_string(static_cast<long long>(r.num)) +
           (r.den == 1 ? "" : "/" + std::to_string(static_cast<long long>(r.den)));
  };
  switch (node.kind) {
    case bound_kind::number: return number(node.value);
    case bound_kind::letter: return node.letter;
    case bound_kind::sum: return joined(" + ");
    case bound_kind::product: return joined("*");
    case bound_kind::power: return shown(node.parts[0]) + "^" + number(node.value);
    case bound_kind::least: return "min" + joined(", ");
    case bound_kind::greatest: return "max" + joined(", ");
  }
  return "";
}

std::string complaint(const std::string& text) {
  try {
    return shown(parse_bound(text));
  } catch (const failure& problem) {
    return problem.what();
  }
}

outcome answer(const char* variant, const std::string& bound, growth_relation relation = growth_relation::big_o,
               const std::string& regime = "") {
  return prove({&variant_named(variant), bound, relation, regime}).is();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bounds)

BOOST_AUTO_TEST_CASE(are_read_as_written) {
  BOOST_TEST(complaint("n") == "n");
  BOOST_TEST(complaint(" n^2 * d + n*d^1.5 ") == "((n^2*d) + (n*d^3/2))");
  BOOST_TEST(complaint("n^(3/2)*d_k") == "(n^3/2*d_k)");
  BOOST_TEST(complaint("n\u00b2\u00b7d") == "(n^2*d)");
  BOOST_TEST(complaint("n\u00b9\u00b2") == "n^12");
  BOOST_TEST(complaint("2*(n + d)^2") == "(2*(n + d)^2)");
  BOOST_TEST(complaint("min(n, w)*max(d_k,d_v + 1)") == "(min(n, w)*max(d_k, (d_v + 1)))");
  BOOST_TEST(complaint("min*n") == "(min*n)");
}

BOOST_AUTO_TEST_CASE(errors_name_the_column) {
  const auto column = [](const std::string& text) {
    const std::string said = complaint(text), place = "error[BOUND] BOUND: column ";
    return said.starts_with(place) ? std::stoi(said.substr(place.size())) : 0;
  };
  BOOST_TEST(column("") == 1);
  BOOST_TEST(column("  ") == 3);
  BOOST_TEST(column("n^") == 3);
  BOOST_TEST(column("n^x") == 3);
  BOOST_TEST(column("n^-1") == 3);
  BOOST_TEST(column("n^0") == 3);
  BOOST_TEST(column("n^13") == 3);
  BOOST_TEST(column("n^1.37") == 3);
  BOOST_TEST(column("n^(1/0)") == 6);
  BOOST_TEST(column("n^2^2") == 4);
  BOOST_TEST(column("n\u00b2\u00b7d d") == 6);  // characters, not bytes
  BOOST_TEST(column("n*d - 1") == 5);
  BOOST_TEST(column("n/d") == 2);
  BOOST_TEST(column("0*n") == 1);
  BOOST_TEST(column("(n") == 3);
  BOOST_TEST(column("n)") == 2);
  BOOST_TEST(column("min(n") == 6);
  BOOST_TEST(column("n*1234567890123") == 3);
  BOOST_TEST(column("n*\xff") == 3);
  BOOST_TEST(column(std::string(1001, 'n')) == 1);
  BOOST_TEST(column(std::string(200, '(')) == 34);
}

BOOST_AUTO_TEST_CASE(letters_are_those_of_the_variant) {
  BOOST_CHECK_THROW(answer("dense", "n*w"), failure);
  BOOST_CHECK_THROW(answer("dense", "n*d", growth_relation::big_o, "w<=n"), failure);
  BOOST_CHECK_NO_THROW(answer("sliding_window", "n*w"));
  BOOST_TEST((answer("dense", "n_q*n_k*d") == outcome::holds));
  BOOST_TEST((answer("dense", "n_q*m*d_k + n_q*m*d_v") == outcome::holds));
  BOOST_TEST((answer("dense", "n_q^2*d") == outcome::fails));  // n_k is another size
  BOOST_TEST((answer("dense", "n^2*d_k") == outcome::fails));  // so is d_v
  BOOST_TEST((answer("dense", "n*n_q*d") == outcome::holds));  // n is n_q and n_k
  BOOST_TEST((answer("flash2", "n^2*d*Br*Bc") == outcome::holds));
}

BOOST_AUTO_TEST_CASE(regimes_restrict_the_sizes) {
  using enum growth_relation;
  BOOST_TEST((answer("dense", "n*d^2") == outcome::fails));
  BOOST_TEST((answer("dense", "n*d^2", big_o, "n<=d") == outcome::holds));
  BOOST_TEST((answer("dense", "n*d^2", big_o, "d>=n") == outcome::holds));
  BOOST_TEST((answer("dense", "n^2.5", theta, "d=n^0.5") == outcome::holds));
  BOOST_TEST((answer("dense", "d^5", theta, "n=d^2") == outcome::holds));
  BOOST_TEST((answer("dense", "n^2", theta, "d fixed") == outcome::holds));
  BOOST_TEST((answer("dense", "n^2", big_o) == outcome::fails));
  BOOST_TEST((answer("dense", "n^3", theta, "d=n, n=d") == outcome::holds));
  BOOST_TEST((answer("dense", "n^3", theta, "n^2*d = n^3") == outcome::holds));  // no lone letter: a relation
  BOOST_TEST((answer("sliding_window", "n*w*d") == outcome::holds));
  BOOST_TEST((answer("sliding_window", "n*w*d", theta) == outcome::fails));
  BOOST_TEST((answer("sliding_window", "n*w*d", theta, "w<=n") == outcome::holds));
  BOOST_TEST((answer("sliding_window", "n*min(n, w)*d", theta) == outcome::holds));
  BOOST_TEST((answer("sliding_window", "n^1.5*d", theta, "w=n^0.5") == outcome::holds));
}

BOOST_AUTO_TEST_CASE(fractional_powers_are_exact) {
  using enum growth_relation;
  BOOST_TEST((answer("dense", "n^(23/12)*d") == outcome::fails));
  BOOST_TEST((answer("dense", "n^(25/12)*d") == outcome::holds));
  BOOST_TEST((answer("dense", "n^(23/12)*d", omega) == outcome::holds));
  BOOST_TEST((answer("dense", "(n*d^0.5)^2", theta) == outcome::holds));
  BOOST_CHECK_THROW(answer("dense", "(n + d)^0.5"), failure);
  BOOST_CHECK_THROW(answer("dense", "n^(1/11)*d^(1/12)"), failure);  // too fine a root
  BOOST_CHECK_THROW(answer("dense", "(((((((((n^12)^12)^12)^12)^12)^12)^12)^12)^12)^12"), failure);  // a power beyond int
  BOOST_CHECK_THROW(answer("dense", "(n + d + n*d + 1)^12"), failure);                               // too many terms
}

BOOST_AUTO_TEST_SUITE_END()
