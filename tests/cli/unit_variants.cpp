// Variants that lie, each in one way, are caught; and one that does not passes.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

#include <conform/attention/flash2.hpp>
#include <conform/attention/sliding_window.hpp>

#include "failure.hpp"
#include "proof/bound_tokens.hpp"
#include "proof/prove.hpp"
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

/// Possible sizes of every kind, lengths up to 36 among them.
std::vector<point_sizes> possible_points(const variant_entry& variant) {
  std::mt19937 random(11);
  const auto pick = [&](int high) { return 1 + static_cast<long long>(random() % static_cast<unsigned>(high)); };
  std::vector<point_sizes> out;
  for (int draw = 0; draw < 200'000 && out.size() < 4'000; ++draw) {
    point_sizes s;
    s.each([&](std::string_view, long long& size) { size = pick(6); });
    s.n_q = pick(36), s.n_k = draw % 2 == 0 ? s.n_q : pick(36);
    if (draw % 3 == 0) s.w = s.g = s.r = s.B_r = s.c = 1;  // what leaves room, and what leaves none
    if (draw % 5 == 0) s.n_q = s.n_k = pick(6);
    if (draw % 7 == 0) s.heads = s.kv_heads * pick(3);
    if (draw % 2 == 1) s.d_m = s.heads * s.d_k, s.d_v = s.d_k;
    point_sizes fitting;  // what the variant does not use is nothing, and one query
    fitting.n_q = 1;
    std::vector<long long*> places;
    fitting.each([&](std::string_view, long long& size) { places.push_back(&size); });
    std::size_t place = 0;
    s.each([&](const char* member, long long size) {
      for (const std::string_view name : variant.sizes)
        if (stands_for(name, member)) *places[place] = size;
      ++place;
    });
    if (variant.impossible(fitting) == nullptr) out.push_back(fitting);
  }
  return out;
}

integer value(const polynomial& p, const std::vector<integer>& at) {
  return evaluate(p, [&](int id) { return at[static_cast<std::size_t>(id)]; });
}

/// One letter of a variant's formulas, or two, by their places, as a regime writes them.
struct written_product {
  std::vector<std::size_t> letters;
  std::string text;
};
integer value(const written_product& p, const std::vector<integer>& at) {
  integer out = 1;
  for (const std::size_t letter : p.letters) out = out * at[letter];
  return out;
}
bool shares_a_letter(const written_product& a, const written_product& b) {
  return std::any_of(a.letters.begin(), a.letters.end(),
                     [&](std::size_t one) { return std::find(b.letters.begin(), b.letters.end(), one) != b.letters.end(); });
}

std::vector<written_product> products_of(const variant_entry& variant, const variant_formulas& all) {
  std::vector<written_product> out;
  for (std::size_t i = 0; i < all.letters.size(); ++i) {
    const std::string name = all.letters[i].name;
    if (variant.square && name == "n_k") continue;
    out.push_back({{i}, variant.square && name == "n_q" ? "n" : name});
  }
  const std::size_t alone = out.size();
  for (std::size_t i = 0; i < alone; ++i)
    for (std::size_t j = i + 1; j < alone; ++j)
      out.push_back({{out[i].letters[0], out[j].letters[0]}, out[i].text + "*" + out[j].text});
  return out;
}

/// Does growth know it from the facts of the variant?
bool follows(const variant_entry& variant, const variant_formulas& all, const written_product& lesser,
             const written_product& greater) {
  std::vector<std::string> names;
  for (const auto* product : {&lesser, &greater})
    for (const std::size_t letter : product->letters) {
      const std::string name = all.letters[letter].name;
      names.push_back(variant.square && name == "n_q" ? "n" : name);
    }
  const growth_letters letters = growth_letters_of(variant, all, names);
  regime where;
  for (const relation& fact : letters.facts) add_fact(where, fact);
  const auto told = [&](const written_product& p) {
    polynomial out{integer{1}};
    for (const std::size_t letter : p.letters) out = out * letters.values[letter];
    return out;
  };
  return decide(told(lesser), told(greater), letters.count(), where).holds();
}

bool is_refused(const variant_entry& variant, const std::string& regime) {
  try {
    (void)prove({&variant, "1", growth_relation::big_o, regime});
  } catch (const failure& why) {
    BOOST_TEST(why.problem().code == "REGIME");
    return true;
  }
  return false;
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

/// The facts that `prove` takes of a variant follow from what makes sizes impossible, and are as strong: where one letter,
/// or the product of two, is at most another at every possible point that is met, growth knows it; and to ask for
/// equality is refused as empty just where it is never met.
BOOST_AUTO_TEST_CASE(facts_are_as_strong_as_the_conditions) {
  int known = 0, empty = 0;
  for (const variant_entry& variant : all_variants()) {
    const variant_formulas all = variant.formulas();
    std::vector<std::vector<integer>> points;
    for (const point_sizes& s : possible_points(variant))
      if (const auto at = letters_at(all, variant.sizes, s))
        if (*std::min_element(at->begin(), at->end()) >= 1) points.push_back(*at);
    BOOST_TEST(points.size() >= 300u, variant.name << ": " << points.size());
    for (const relation& fact : all.always)
      for (const auto& at : points) BOOST_TEST((value(fact.lesser, at) <= value(fact.greater, at)));
    const std::vector<written_product> products = products_of(variant, all);
    for (const written_product& lesser : products)
      for (const written_product& greater : products) {
        if (greater.letters.size() > 1 || shares_a_letter(lesser, greater)) continue;
        bool at_most = true, equal = false;
        for (const auto& at : points) {
          const integer a = value(lesser, at), b = value(greater, at);
          at_most = at_most && a <= b, equal = equal || a == b;
        }
        if (!at_most) continue;
        ++known;
        BOOST_TEST(follows(variant, all, lesser, greater), variant.name << ": " << lesser.text << " <= " << greater.text);
        empty += !equal;
        BOOST_TEST(is_refused(variant, lesser.text + "=" + greater.text) == !equal,
                   variant.name << ": " << lesser.text << " = " << greater.text);
      }
  }
  BOOST_TEST(known > 20);
  BOOST_TEST(empty > 10);
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
