// Laws of the algebra on random polynomials with ceil_div, min and max: arithmetic on forms is arithmetic on values.
#include <boost/test/unit_test.hpp>

#include <conform/size/render.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <string>
#include <vector>

using namespace conform;

namespace {

constexpr int names = 3;
const char* const alphabet[names] = {"n", "m", "d"};

polynomial number(integer i) { return polynomial{i}; }

/// A random formula over n, m and d; every divisor is >= 1 for sizes >= 0.
polynomial grown(std::mt19937& random, int depth, bool atoms) {
  const auto one_of = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
  if (depth == 0) return one_of(3) == 0 ? number(one_of(9) - 3) : polynomial::symbol(one_of(names));
  const polynomial a = grown(random, depth - 1, atoms), b = grown(random, depth - 1, atoms);
  switch (one_of(atoms ? 7 : 4)) {
    case 0: return a + b;
    case 1: return a - b;
    case 2: return a * b;
    case 3: return a * number(one_of(5) + 1);
    case 4: return min(a, b);
    case 5: return max(a, b);
    default: return ceil_div(a, one_of(2) == 0 ? number(one_of(6) + 1) : polynomial::symbol(one_of(names)) + number(1));
  }
}

struct values {
  integer of[names];
  integer operator()(int id) const { return of[id]; }
};
values some_values(std::mt19937& random) {
  values out{};
  for (integer& v : out.of) v = static_cast<integer>(random() % 12);
  return out;
}

integer ceiling(integer a, integer b) { return a >= 0 ? (a + b - 1) / b : -(-a / b); }

bool canonical_form(const polynomial& p) {
  for (std::size_t i = 0; i < p.terms().size(); ++i) {
    if (p.terms()[i].coefficient == rational{}) return false;
    if (i > 0 && canonical::order_monomial(p.terms()[i - 1], p.terms()[i]) >= 0) return false;
    for (const factor& f : p.terms()[i].factors)
      for (const polynomial& q : f.arguments)
        if (!canonical_form(q)) return false;
  }
  return true;
}

std::string text_of(const polynomial& p) {
  list<char> out;
  rendering::put_sum(out, p, [](int id) { return alphabet[id]; });
  return {out.begin(), out.end()};
}

/// Reads back what rendering wrote.
class parser {
 public:
  explicit parser(std::string text) : text_(std::move(text)) {}
  polynomial whole() {
    polynomial out = sum();
    RC_ASSERT(at_ == text_.size());
    return out;
  }

 private:
  bool take(const std::string& word) {
    if (text_.compare(at_, word.size(), word) != 0) return false;
    at_ += word.size();
    return true;
  }
  polynomial sum() {
    polynomial out = take("-") ? -product() : product();
    for (;;)
      if (take(" + "))
        out = out + product();
      else if (take(" - "))
        out = out - product();
      else
        return out;
  }
  polynomial product() {
    polynomial out = power();
    for (;;)
      if (take("·"))
        out = out * power();
      else if (!in_ceiling_ && take("/"))
        out = out / literal();
      else
        return out;
  }
  polynomial power() {
    polynomial base = primary();
    static const char* const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    int exponent = 0;
    for (bool more = true; more;) {
      more = false;
      for (int digit = 0; digit < 10; ++digit)
        if (take(raised[digit])) exponent = 10 * exponent + digit, more = true;
    }
    polynomial out = base;
    for (int i = 1; i < exponent; ++i) out = out * base;
    return out;
  }
  polynomial primary() {
    if (take("ceil(")) {
      const polynomial a = part_of_ceiling();
      RC_ASSERT(take("/"));
      const polynomial b = part_of_ceiling();
      RC_ASSERT(take(")"));
      return ceil_div(a, b);
    }
    for (const bool least : {true, false})
      if (take(least ? "min(" : "max(")) {
        polynomial out = inside();
        while (take(", ")) {
          const polynomial next = inside();
          if (least)
            out = min(out, next);
          else
            out = max(out, next);
        }
        RC_ASSERT(take(")"));
        return out;
      }
    for (int id = 0; id < names; ++id)
      if (take(alphabet[id])) return polynomial::symbol(id);
    return number(literal());
  }
  polynomial inside() {
    const bool before = in_ceiling_;
    in_ceiling_ = false;
    polynomial out = sum();
    in_ceiling_ = before;
    return out;
  }
  polynomial part_of_ceiling() {
    if (take("(")) {
      polynomial out = inside();
      RC_ASSERT(take(")"));
      return out;
    }
    const bool before = in_ceiling_;
    in_ceiling_ = true;
    polynomial out = sum();
    in_ceiling_ = before;
    return out;
  }
  integer literal() {
    RC_ASSERT(at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])));
    integer out = 0;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]))) out = 10 * out + (text_[at_++] - '0');
    return out;
  }

  std::string text_;
  std::size_t at_ = 0;
  bool in_ceiling_ = false;
};

template <class Law>
void holds(const char* name, const Law& law) {
  BOOST_TEST(rc::check(name, [&] {
    std::mt19937 random(*rc::gen::noShrink(rc::gen::inRange(0u, 1u << 30)));
    for (int i = 0; i < 30; ++i) law(random);
  }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(algebra)

BOOST_AUTO_TEST_CASE(polynomials_are_a_commutative_ring) {
  holds("ring", [](std::mt19937& random) {
    const polynomial a = grown(random, 3, true), b = grown(random, 3, true), c = grown(random, 2, true);
    RC_ASSERT(a + b == b + a && a * b == b * a);
    RC_ASSERT((a + b) + c == a + (b + c) && (a * b) * c == a * (b * c));
    RC_ASSERT(a * (b + c) == a * b + a * c && (a - b) + b == a && (a - a).is_zero());
    RC_ASSERT(a * number(1) == a && (a * number(0)).is_zero() && a + number(0) == a);
    RC_ASSERT(canonical_form(a) && canonical_form(a * b) && canonical_form(a - c));
    RC_ASSERT((a / 6) * number(6) == a);
  });
}

BOOST_AUTO_TEST_CASE(forms_are_values) {
  holds("evaluation is a homomorphism", [](std::mt19937& random) {
    const polynomial a = grown(random, 3, true), b = grown(random, 3, true);
    const values at = some_values(random);
    const integer x = evaluate(a, at), y = evaluate(b, at), tile = 1 + static_cast<integer>(random() % 7);
    RC_ASSERT(evaluate(a + b, at) == x + y);
    RC_ASSERT(evaluate(a - b, at) == x - y);
    RC_ASSERT(evaluate(a * b, at) == x * y);
    RC_ASSERT(evaluate(min(a, b), at) == min(x, y));
    RC_ASSERT(evaluate(max(a, b), at) == max(x, y));
    RC_ASSERT(evaluate(ceil_div(a, number(tile)), at) == ceiling(x, tile));
    if (y > 0) RC_ASSERT(evaluate(ceil_div(a, b), at) == ceiling(x, y));
    if (a.never_negative()) RC_ASSERT(x >= 0);
    if (canonical::never_above(a, b)) RC_ASSERT(x <= y);
    if (a == b) RC_ASSERT(x == y);
  });
}

BOOST_AUTO_TEST_CASE(substitution_commutes_with_evaluation) {
  holds("substitution", [](std::mt19937& random) {
    const polynomial p = grown(random, 3, true);
    polynomial by[names];
    for (polynomial& q : by) q = grown(random, 1, false);
    const values at = some_values(random);
    values through{};
    for (int i = 0; i < names; ++i) through.of[i] = evaluate(by[i], at);
    for (const integer& v : through.of)
      if (v < 0) return;
    RC_ASSERT(evaluate(evaluate_in<polynomial>(p, [&](int id) { return by[id]; }), at) == evaluate(p, through));
    RC_ASSERT(evaluate_in<polynomial>(p, [](int id) { return polynomial::symbol(id); }) == p);
  });
}

BOOST_AUTO_TEST_CASE(equal_polynomials_without_atoms_are_equal_functions_and_conversely) {
  holds("identity on a grid", [](std::mt19937& random) {
    const polynomial a = grown(random, 2, false), b = grown(random, 2, false);
    bool same = true;  // degree at most 4 in each size: five values each decide
    for (integer i = 0; i < 5; ++i)
      for (integer j = 0; j < 5; ++j)
        for (integer k = 0; k < 5; ++k) {
          const values at{{i, j, k}};
          same = same && evaluate(a, at) == evaluate(b, at);
        }
    RC_ASSERT(same == (a == b));
  });
}

BOOST_AUTO_TEST_CASE(atoms_do_not_depend_on_the_order_of_their_making) {
  holds("lattice", [](std::mt19937& random) {
    const polynomial a = grown(random, 1, false), b = grown(random, 1, false), c = grown(random, 1, false);
    RC_ASSERT(min(a, b) == min(b, a) && max(a, b) == max(b, a) && min(a, a) == a);
    RC_ASSERT(min(a, min(b, c)) == min(min(a, b), c) && max(max(c, a), b) == max(a, max(c, b)));
    RC_ASSERT(min(a, max(a, b)) == a && max(a, min(a, b)) == a);
    const integer tile = 1 + static_cast<integer>(random() % 9), tiles = 1 + static_cast<integer>(random() % 9);
    RC_ASSERT(ceil_div(a * number(tile), number(tile)) == a);
    RC_ASSERT(ceil_div(a + b * number(tile), number(tile)) == ceil_div(a, number(tile)) + b);
    RC_ASSERT(ceil_div(a * number(tiles), number(tile * tiles)) == ceil_div(a, number(tile)));
    RC_ASSERT(ceil_div(ceil_div(a, number(tile)), number(tiles)) == ceil_div(a, number(tile * tiles)));
  });
}

BOOST_AUTO_TEST_CASE(text_can_be_read_back) {
  holds("rendering", [](std::mt19937& random) {
    polynomial p = grown(random, 3, true);
    if (random() % 3 == 0) p = p / static_cast<integer>(1 + random() % 6);
    const std::string text = text_of(p);
    RC_LOG() << text << '\n';
    RC_ASSERT(parser(text).whole() == p);
  });
}

BOOST_AUTO_TEST_CASE(text_does_not_depend_on_the_numbering) {
  holds("sorted rendering", [](std::mt19937& random) {
    const auto seed = random();
    int place[names] = {0, 1, 2};
    std::shuffle(place, place + names, random);
    list<freezing::label> plain, shuffled;
    for (int i = 0; i < names; ++i) plain.push_back({alphabet[i], 0}), shuffled.push_back({});
    for (int i = 0; i < names; ++i) shuffled[static_cast<std::size_t>(place[i])] = {alphabet[i], 0};
    std::mt19937 same(seed);
    const polynomial p = grown(same, 3, true);
    const polynomial q = evaluate_in<polynomial>(p, [&](int id) { return polynomial::symbol(place[id]); });
    const list<char> a = to_characters(p, plain), b = to_characters(q, shuffled);
    RC_ASSERT(std::string(a.begin(), a.end()) == std::string(b.begin(), b.end()));
  });
}

BOOST_AUTO_TEST_CASE(freezing_keeps_everything) {
  holds("freeze and thaw", [](std::mt19937& random) {
    struct n : size<"n"> {};
    struct m : size<"m"> {};
    struct d : size<"d"> {};
    const polynomial p = grown(random, 3, true);
    const auto frozen = freeze<symbols<n, m, d>, 100, 4000>(p);
    RC_ASSERT((thaw<symbols<n, m, d>>(frozen)) == p);
    int turned[names] = {2, 0, 1};
    RC_ASSERT(thaw_as(frozen, turned) == evaluate_in<polynomial>(p, [&](int id) { return polynomial::symbol(turned[id]); }));
  });
}

BOOST_AUTO_TEST_SUITE_END()
