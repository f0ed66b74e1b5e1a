// Verdicts against numbers: where f is in O(g), f <= C·g on a grid; where it is not, f / g grows along the witness.
#include <boost/test/unit_test.hpp>

#include <conform/size/decide.hpp>

#include <rapidcheck.h>

#include <random>

using namespace conform;

namespace {

constexpr int names = 3;

struct values {
  integer of[names];
  integer operator()(int id) const { return of[id]; }
};

class source {
 public:
  explicit source(unsigned seed) : random_(seed) {}

  int one_of(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  polynomial name() { return polynomial::symbol(one_of(names)); }
  polynomial number(int low, int high) { return polynomial{static_cast<integer>(low + one_of(high - low + 1))}; }
  polynomial monomial(int degree) {
    polynomial out{integer{1}};
    for (int i = one_of(degree + 1); i > 0; --i) out = out * name();
    return out;
  }
  polynomial positive(int terms, int degree) {
    polynomial out = number(1, 9) * monomial(degree);
    for (int i = one_of(terms); i > 0; --i) out += number(1, 9) * monomial(degree);
    return out;
  }
  polynomial signed_sum(int terms, int degree) { return positive(terms, degree) - positive(terms, degree); }
  polynomial with_atoms(int terms, int degree) {
    polynomial out = positive(terms, degree);
    for (int i = one_of(3); i >= 0; --i) {
      const polynomial factor = number(1, 5) * monomial(1);
      switch (one_of(4)) {
        case 0: out += factor * ceil_div(positive(2, 2), number(1, 9)); break;
        case 1: out += factor * ceil_div(positive(2, 2), name()); break;
        case 2: out += factor * min(positive(2, 2), positive(2, 2)); break;
        default: out += factor * max(positive(2, 2), positive(2, 2)); break;
      }
    }
    return out;
  }
  regime where() {
    regime out;
    const polynomial n = polynomial::symbol(0), d = polynomial::symbol(1);
    switch (one_of(5)) {
      case 0: out.relations.push_back({d, n, false}); break;
      case 1: out.relations.push_back({d * d, n, false}); break;
      case 2: out.relations.push_back({n, d, true}); break;
      default: break;
    }
    return out;
  }

 private:
  std::mt19937 random_;
};

bool inside(const regime& where, const values& at) {
  for (const relation& r : where.relations) {
    const integer low = evaluate(r.lesser, at), high = evaluate(r.greater, at);
    if (r.equal ? low != high : low > high) return false;
  }
  return true;
}

constexpr integer grid[] = {1, 2, 3, 7, 16, 65};

void bounded(const polynomial& f, const polynomial& g, const regime& where, rational constant) {
  for (integer i : grid)
    for (integer j : grid)
      for (integer k : grid) {
        const values at{{i, j, k}};
        if (!inside(where, at)) continue;
        RC_ASSERT(evaluate_in<rational>(f, at) <= constant * evaluate_in<rational>(g, at));
      }
}

values along(const verdict& v, integer t) {
  values out{};
  for (int i = 0; i < names; ++i) {
    out.of[i] = 1;
    for (integer j = 0; j < v.witness[i]; ++j) out.of[i] = checked_mul(out.of[i], t);
  }
  return out;
}

/// At t = 2^8 the ratio has begun to grow; at 2^12 it is at least four times as large. Asymptotically it is 16 times.
bool grows(const polynomial& f, const polynomial& g, const regime& where, const verdict& v) {
  try {
    const values near = along(v, 1 << 8), far = along(v, 1 << 12);
    RC_ASSERT(inside(where, near) && inside(where, far));
    const rational f_near = evaluate_in<rational>(f, near), f_far = evaluate_in<rational>(f, far);
    const rational g_near = evaluate_in<rational>(g, near), g_far = evaluate_in<rational>(g, far);
    RC_ASSERT(f_far > rational{});
    if (!(g_far > rational{})) return true;
    RC_ASSERT(f_far * g_near >= rational{4} * f_near * g_far);
    return true;
  } catch (const integer_overflow&) {
    return false;
  }
}

integer weight_of(const polynomial& p, const integer* w) {
  integer most = 0;
  for (const term& t : p.terms()) {
    integer sum = 0;
    for (const factor& f : t.factors) sum += f.power * w[f.id];
    most = max(most, sum);
  }
  return most;
}

struct tally {
  int hold = 0, fail = 0, open = 0;
};

tally check(source& random, const polynomial& f, const polynomial& g) {
  const regime where = random.where();
  const verdict v = decide(f, g, names, where);
  if (v.holds()) bounded(f, g, where, v.constant);
  if (v.fails()) grows(f, g, where, v);
  return {v.holds(), v.fails(), v.is == outcome::undecided};
}

template <class Law>
tally holds(const char* name, const Law& law) {
  tally all;
  BOOST_TEST(rc::check(name, [&] {
    source random(*rc::gen::noShrink(rc::gen::inRange(0u, 1u << 30)));
    for (int i = 0; i < 5; ++i) {
      const tally one = law(random);
      all.hold += one.hold, all.fail += one.fail, all.open += one.open;
    }
  }));
  BOOST_TEST_MESSAGE(name << ": " << all.hold << " hold, " << all.fail << " fail, " << all.open << " undecided");
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(growth)

BOOST_AUTO_TEST_CASE(sums_of_monomials_are_always_decided) {
  const tally all = holds("positive", [](source& random) {
    return check(random, random.positive(4, 4), random.positive(4, 4));
  });
  BOOST_TEST((all.open == 0 && all.hold > 20 && all.fail > 20));
}

BOOST_AUTO_TEST_CASE(no_direction_of_small_weights_is_overlooked) {
  holds("weights", [](source& random) -> tally {
    const polynomial f = random.positive(4, 4), g = random.positive(4, 4);
    const verdict v = decide(f, g, names);
    bool outgrown = false;
    for (integer i = 0; i < 5; ++i)
      for (integer j = 0; j < 5; ++j)
        for (integer k = 0; k < 5; ++k) {
          const integer w[names] = {i, j, k};
          outgrown = outgrown || weight_of(f, w) > weight_of(g, w);
        }
    if (outgrown) RC_ASSERT(v.fails());
    if (v.fails()) {
      RC_ASSERT(weight_of(f, v.witness) > weight_of(g, v.witness));
      RC_ASSERT(rational{weight_of(f, v.witness)} == v.grows && rational{weight_of(g, v.witness)} == v.bound_grows);
    }
    return {v.holds(), v.fails(), 0};
  });
}

BOOST_AUTO_TEST_CASE(negative_terms_never_make_a_false_verdict) {
  const tally above = holds("negative in f", [](source& random) {
    return check(random, random.signed_sum(4, 4), random.positive(3, 4));
  });
  BOOST_TEST((above.hold > 20 && above.fail > 20));
  holds("negative in g", [](source& random) {
    return check(random, random.positive(3, 3), random.positive(3, 4) * random.number(2, 9) - random.positive(2, 3));
  });
  holds("negative in both", [](source& random) {
    return check(random, random.signed_sum(4, 3), random.signed_sum(4, 3));
  });
}

BOOST_AUTO_TEST_CASE(atoms_never_make_a_false_verdict) {
  const tally all = holds("atoms", [](source& random) {
    return check(random, random.with_atoms(2, 3), random.with_atoms(2, 3));
  });
  BOOST_TEST((all.hold > 20 && all.fail > 20));
  holds("atoms and negative terms", [](source& random) {
    return check(random, random.with_atoms(2, 2) - random.with_atoms(2, 2), random.with_atoms(2, 3) - random.positive(2, 1));
  });
}

BOOST_AUTO_TEST_CASE(big_o_is_a_preorder) {
  holds("reflexive, transitive, closed under sums", [](source& random) -> tally {
    const polynomial f = random.positive(3, 3), g = random.positive(3, 3), h = random.positive(3, 3);
    RC_ASSERT(decide(f, f, names).holds() && decide(f, f + g, names).holds());
    if (decide(f, g, names).holds() && decide(g, h, names).holds()) RC_ASSERT(decide(f, h, names).holds());
    if (decide(f, h, names).holds() && decide(g, h, names).holds()) RC_ASSERT(decide(f + g, h, names).holds());
    if (decide(f, g, names).holds()) RC_ASSERT(decide(f * h, g * h, names).holds());
    return {};
  });
}

BOOST_AUTO_TEST_SUITE_END()
