// Variants that lie, each in one way, are caught; and one that does not passes.
#include <boost/test/unit_test.hpp>

#include <conform/attention/flash2.hpp>
#include <conform/attention/sliding_window.hpp>

#include "verify.hpp"

using namespace conform;
using namespace conform::analyzer;

namespace {

struct honest : sliding_window {
  static constexpr const char* name = "honest";
};

struct claims_more : sliding_window {
  static constexpr const char* name = "claims_more";
  static inline int place = 0;  ///< which, of twelve
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = sliding_window::claim(s);
    N* const kinds[] = {&out.mul, &out.add, &out.div, &out.exp, &out.cmp, &out.sqrt,
                        &out.log, &out.tanh, &out.erf, &out.sin, &out.cos, &out.mac};
    *kinds[place] = *kinds[place] + N{1};
    return out;
  }
};

struct moves_a_multiplication : sliding_window {  // the unit total is right
  static constexpr const char* name = "moves_a_multiplication";
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = sliding_window::claim(s);
    out.mul = out.mul + N{1}, out.add = out.add - N{1};
    return out;
  }
};

struct claims_less_memory : sliding_window {
  static constexpr const char* name = "claims_less_memory";
  template <class N>
  static constexpr N scratch(const variant_sizes<N>& s) {
    return sliding_window::scratch(s) - N{1};
  }
};

struct grows_faster : sliding_window {
  static constexpr const char* name = "grows_faster";
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.d_k + s.n_q * s.d_v;
  }
};

struct grows_slower : sliding_window {
  static constexpr const char* name = "grows_slower";
  template <class N>
  static constexpr N bound(const variant_sizes<N>& s) {
    return s.n_q * s.n_k * (s.d_k + s.d_v);
  }
};

struct formula_lies : sliding_window {  // right in numbers
  static constexpr const char* name = "formula_lies";
  template <class N>
  static constexpr operations<N> claim(const variant_sizes<N>& s) {
    operations<N> out = sliding_window::claim(s);
    if constexpr (!std::is_same_v<N, integer>) out.exp = out.exp + out.exp;
    return out;
  }
};

struct does_more : sliding_window {
  static constexpr const char* name = "does_more";
  template <class T>
  static constexpr void run(const head_problem<T>& p, machine<T> on) {
    sliding_window::run(p, on);
    p.out.store(0, 0, p.out.load(0, 0) + on.number(0));
  }
};

struct moves_between_steps : sliding_window {  // the steps add up to the claim
  static constexpr const char* name = "moves_between_steps";
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    step_list<N> out = sliding_window::steps(s);
    out.steps[0].cost.mul = out.steps[0].cost.mul + N{1}, out.steps[1].cost.mul = out.steps[1].cost.mul - N{1};
    return out;
  }
};

struct states_another_step : sliding_window {  // of the claim
  static constexpr const char* name = "states_another_step";
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    return step_list<N>().add("all", "softmax(Q·Kᵀ)·V", sliding_window::claim(s));
  }
};

struct leaves_out_a_step : sliding_window {
  static constexpr const char* name = "leaves_out_a_step";
  template <class N>
  static constexpr step_list<N> steps(const variant_sizes<N>& s) {
    const step_list<N> all = sliding_window::steps(s);
    step_list<N> out;
    for (std::size_t i = 1; i < all.steps.size(); ++i) out.steps.push_back(all.steps[i]);
    return out;
  }
};

struct never_possible : sliding_window {
  static constexpr const char* name = "never_possible";
  static constexpr const char* impossible(const variant_sizes<long long>&) { return "always"; }
};

struct claims_more_words : flash2 {
  static constexpr const char* name = "claims_more_words";
  template <class N>
  static constexpr traffic<N> io(const variant_sizes<N>& s) {
    traffic<N> out = flash2::io(s);
    out.stores = out.stores + N{1};
    return out;
  }
};

struct encloses_nothing : flash2_causal {
  static constexpr const char* name = "encloses_nothing";
  template <class N>
  static constexpr operations<N> claim_above(const variant_sizes<N>& s) {
    return claim_below(s);
  }
};

template <class V>
verification verified(grid wanted = grid::small) {
  static const variant_entry entry = entry_of<V>();
  verify_options asked;
  asked.variants = {&entry};
  asked.grid = wanted;
  return verify(asked);
}

/// Every point differs, or as many as are said.
template <class V>
void is_caught(const std::string& said) {
  const verification found = verified<V>();
  BOOST_TEST(!found.passes(), V::name);
  BOOST_TEST(verdict_of(found.variants[0]) == said, V::name << ": " << verdict_of(found.variants[0]));
  BOOST_TEST(write_verification_text(found).find("FAIL: ") != std::string::npos);
  BOOST_TEST(write_verification_json(found).find("\"pass\": false") != std::string::npos);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(variants)

BOOST_AUTO_TEST_CASE(an_honest_variant_passes) {
  for (const grid wanted : {grid::small, grid::full}) {
    const verification found = verified<honest>(wanted);
    BOOST_TEST(found.passes());
    BOOST_TEST(found.variants[0].points.size() == (wanted == grid::small ? 40u : 300u));
    for (const variant_point& point : found.variants[0].points) BOOST_TEST((point.formulas == std::optional{true}));
  }
}

BOOST_AUTO_TEST_CASE(formulas_of_a_layer_are_of_its_whole_width) {
  const variant_entry& layer = variant_named("mha");
  const auto told = [&](long long heads, long long d_k, long long d_v, long long d_m) {
    point_sizes s;
    s.n_q = s.n_k = 3, s.heads = heads, s.d_k = d_k, s.d_v = d_v, s.d_m = d_m;
    const variant_point point = layer.check(s, layer.formulas());
    BOOST_TEST(point.equal());
    return point.formulas.has_value();
  };
  BOOST_TEST(told(2, 4, 4, 8));
  BOOST_TEST(told(1, 5, 5, 5));
  BOOST_TEST(!told(2, 4, 4, 4));
  BOOST_TEST(!told(2, 4, 3, 8));
}

BOOST_AUTO_TEST_CASE(each_wrong_count_is_caught) {
  for (claims_more::place = 0; claims_more::place < 12; ++claims_more::place)
    is_caught<claims_more>("differs at 40 of 40 points");
  is_caught<moves_a_multiplication>("differs at 40 of 40 points");
  is_caught<claims_less_memory>("differs at 40 of 40 points");
  is_caught<does_more>("differs at 40 of 40 points");
  is_caught<claims_more_words>("differs at 40 of 40 points");
  is_caught<formula_lies>("differs at 40 of 40 points");
}

BOOST_AUTO_TEST_CASE(what_differs_is_told) {
  const std::string text = write_verification_text(verified<moves_a_multiplication>());
  BOOST_TEST(text.find("moves_a_multiplication differs at n_q = ") != std::string::npos, text);
  BOOST_TEST(text.find("\n  mul ") != std::string::npos);
  BOOST_TEST(text.find("\n  add ") != std::string::npos);
  BOOST_TEST(text.find("\n  exp ") == std::string::npos);
  BOOST_TEST(text.find("unit_total") == std::string::npos);
  BOOST_TEST(write_verification_text(verified<formula_lies>()).find("the formulas do not say") != std::string::npos);
  BOOST_TEST(write_verification_text(verified<encloses_nothing>()).find("enclose it") != std::string::npos);
  BOOST_TEST(write_verification_text(verified<claims_more_words>()).find("\n  stores ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_step_is_caught_and_named) {
  is_caught<moves_between_steps>("differs at 40 of 40 points");
  is_caught<states_another_step>("differs at 40 of 40 points");
  is_caught<leaves_out_a_step>("differs at 40 of 40 points");
  const auto says = [](const verification& found, const char* what) {
    const std::string text = write_verification_text(found);
    BOOST_TEST(text.find(what) != std::string::npos, text);
  };
  const auto moved = verified<moves_between_steps>(), other = verified<states_another_step>(),
             left = verified<leaves_out_a_step>();
  says(moved, "\n  scores: mul ");
  says(moved, "\n  scale: mul ");
  says(other, "\n  all: exp ");
  says(other, "\n  in no step: exp ");
  says(left, "\n  in no step: matmul_flops ");
  says(left, "\n  the steps do not add up to the claim\n");
  BOOST_TEST(write_verification_text(moved).find("softmax: ") == std::string::npos);
  BOOST_TEST(write_verification_text(moved).find("do not add up") == std::string::npos);
  BOOST_TEST(write_verification_json(moved).find("\"steps_differing\": [\"scores\", \"scale\"]") != std::string::npos);
  BOOST_TEST(write_verification_json(left).find("\"steps_differing\": [\"in no step\"]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_growth_is_caught) {
  is_caught<grows_faster>("agrees on 40 points, growth not proved");
  is_caught<grows_slower>("agrees on 40 points, growth not proved");
  BOOST_TEST(write_verification_text(verified<grows_faster>()).find("from above refuted") != std::string::npos);
  BOOST_TEST(write_verification_text(verified<grows_slower>()).find("from below refuted") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_never_ran_does_not_pass) {
  is_caught<never_possible>("ran at no point");
}

BOOST_AUTO_TEST_CASE(grids_are_the_same_every_time_and_have_odd_points) {
  for (const variant_entry& variant : all_variants()) {
    const auto points = points_of(variant, grid::full);
    BOOST_TEST(points.size() >= 100u, variant.name);
    BOOST_TEST(points_of(variant, grid::small).size() >= 24u, variant.name);
    bool one = false, wide = false;
    for (const point_sizes& s : points) {
      BOOST_TEST((variant.impossible(s) == nullptr));
      one = one || s.n_k <= 2;  // hashing needs two chunks
      wide = wide || s.d_k != s.d_v;
    }
    BOOST_TEST((one && wide), variant.name);
    std::string first, again;
    for (const point_sizes& s : points) first += sizes_text(variant, s) + '\n';
    for (const point_sizes& s : points_of(variant, grid::full)) again += sizes_text(variant, s) + '\n';
    BOOST_TEST(first == again);
  }
}

BOOST_AUTO_TEST_SUITE_END()
