// Bounds and regimes read as text, and what they mean.
#include <boost/test/unit_test.hpp>

#include <conform/attention/dense.hpp>

#include "failure.hpp"
#include "proof/bound_parser.hpp"
#include "proof/prove.hpp"

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

/// Heads with their projections: 8 n d_m² + n²(4 d_m + 6 heads), d_m = heads·d_k, told by the widths of heads ...
struct layer_of_heads : dense {
  static constexpr const char* name = "layer_of_heads";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::heads, struct sizes::d_k,
                           struct sizes::d_v, struct sizes::d_m>;
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out;
    out.mul = s.n_q * s.d_m * s.heads * s.d_k * N{4} + s.n_k * s.d_m * s.heads * s.d_v * N{4};
    out.add = s.heads * s.n_q * s.n_k * (s.d_k + s.d_v) * N{2};
    out.exp = s.heads * s.n_q * s.n_k * N{6};
    return out;
  }
};
/// ... or by the width of the layer alone.
struct whole_layer : dense {
  static constexpr const char* name = "whole_layer";
  using alphabet = symbols<struct sizes::n, struct sizes::heads, struct sizes::d_k, struct sizes::d_v,
                           struct sizes::d_m>;
  using formula_alphabet = symbols<struct sizes::n, struct sizes::heads, struct sizes::d>;
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>& s) {
    return {{s.heads}, {s.d_m}, 1};
  }
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out;
    out.mul = s.n_q * s.d_m * s.d_m * N{8};
    out.add = s.n_q * s.n_q * s.d_m * N{4};
    out.exp = s.heads * s.n_q * s.n_q * N{6};
    return out;
  }
};
/// n·ceil(n/l) + n·l pairs, with one size for queries and keys: a window and a stride.
struct window_and_stride : dense {
  static constexpr const char* name = "window_and_stride";
  using alphabet = symbols<struct sizes::n_q, struct sizes::n_k, struct sizes::d_k, struct sizes::d_v, struct sizes::l>;
  using formula_alphabet = symbols<struct sizes::n, struct sizes::d_k, struct sizes::d_v, struct sizes::l>;
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out;
    out.mul = (s.n_q * ceil_div(s.n_q, s.l) + s.n_q * s.l) * (s.d_k + s.d_v);
    return out;
  }
};

template <class V>
proof proof_of(const std::string& bound, growth_relation relation = growth_relation::big_o,
               const std::string& regime = "") {
  static const variant_entry entry = entry_of<V>();
  return prove({&entry, bound, relation, regime});
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

BOOST_AUTO_TEST_CASE(d_is_the_whole_width_of_a_layer) {
  using enum growth_relation;
  const proof projections = proof_of<layer_of_heads>("n^2*d");
  BOOST_TEST((projections.is() == outcome::fails));
  BOOST_TEST(write_proof(projections).find("w = (0, 1) of (n, d), along ") != std::string::npos);
  BOOST_TEST((proof_of<layer_of_heads>("n^2*d + n*d^2", theta).is() == outcome::holds));
  BOOST_TEST((proof_of<layer_of_heads>("n^2*d", theta, "d<=n").is() == outcome::holds));
  BOOST_TEST((proof_of<layer_of_heads>("n*d_m*heads*(d_k + d_v) + heads*n^2*(d_k + d_v)", theta).is() ==
              outcome::holds));
  const proof whole = proof_of<whole_layer>("n^2*d");
  BOOST_TEST((whole.is() == outcome::fails));
  BOOST_TEST(write_proof(whole).find("w = (0, 1) of (n, d), along ") != std::string::npos);
  BOOST_TEST(write_proof(whole).find("heads <= d") != std::string::npos);  // known of any layer
  BOOST_TEST((proof_of<whole_layer>("n^2*d + n*d^2", theta).is() == outcome::holds));
  BOOST_TEST((proof_of<whole_layer>("n^2*d_m + n*d_m^2", theta).is() == outcome::holds));
  BOOST_CHECK_THROW(proof_of<whole_layer>("n^2*d_k"), failure);  // d/heads, which no formula has
  BOOST_TEST((proof_of<whole_layer>("n^2*d", theta, "d<=n").is() == outcome::holds));
}

BOOST_AUTO_TEST_CASE(a_stride_of_the_root) {
  using enum growth_relation;
  BOOST_TEST((proof_of<window_and_stride>("n^1.5*d", theta, "l=n^0.5").is() == outcome::holds));
  BOOST_TEST((proof_of<window_and_stride>("n^1.5*d", theta, "n=l^2").is() == outcome::holds));
  BOOST_TEST((proof_of<window_and_stride>("n^1.5*d", theta).is() == outcome::fails));
  BOOST_TEST((proof_of<window_and_stride>("n^1.4*d", big_o, "l=n^0.5").is() == outcome::fails));
  BOOST_TEST((proof_of<window_and_stride>("n^2*d + n*l*d").is() == outcome::holds));
  BOOST_CHECK_THROW(proof_of<window_and_stride>("n_q^2*d + n*l*d"), failure);  // its formulas are of n = n_q = n_k
  BOOST_CHECK_THROW(proof_of<window_and_stride>("n^2*d", big_o, "n_k<=n"), failure);
}

BOOST_AUTO_TEST_CASE(fractional_powers_are_exact) {
  using enum growth_relation;
  BOOST_TEST((answer("dense", "n^(23/12)*d") == outcome::fails));
  BOOST_TEST((answer("dense", "n^(25/12)*d") == outcome::holds));
  BOOST_TEST((answer("dense", "n^(23/12)*d", omega) == outcome::holds));
  BOOST_TEST((answer("dense", "(n*d^0.5)^2", theta) == outcome::holds));
  BOOST_CHECK_THROW(answer("dense", "(n + d)^0.5"), failure);
  BOOST_CHECK_THROW(answer("dense", "n^(1/11)*d^(1/12)"), failure);  // too fine a root
  BOOST_CHECK_THROW(answer("dense", "(((((((((n^12)^12)^12)^12)^12)^12)^12)^12)^12)^12"), failure);  // beyond int
  BOOST_CHECK_THROW(answer("dense", "(n + d + n*d + 1)^12"), failure);  // too many terms
}

BOOST_AUTO_TEST_SUITE_END()
