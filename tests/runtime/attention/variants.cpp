// Every variant of the registry: what it claims is what its kernel does, in all and in each step, at many drawn sizes;
// and its growth is the one that it states.
#include <boost/hana/for_each.hpp>
#include <boost/test/unit_test.hpp>

#include <random>
#include <set>
#include <string>

#include <conform/attention/checking.hpp>
#include <conform/attention/cost.hpp>
#include <conform/attention/registry.hpp>
#include <conform/size/decide.hpp>

using namespace conform;

namespace {

template <class Visit>
void for_each_variant(Visit visit) {
  boost::hana::for_each(variants, [&](auto type) { visit(static_cast<typename decltype(type)::type*>(nullptr)); });
}

/// Small sizes of every kind, odd ones among them.
variant_sizes<long long> drawn(std::mt19937& random) {
  const auto pick = [&](long long low, long long high) {
    return std::uniform_int_distribution<long long>(low, high)(random);
  };
  variant_sizes<long long> s;
  s.n_q = pick(1, 16), s.n_k = pick(0, 2) == 0 ? pick(1, 16) : s.n_q;
  if (pick(0, 5) == 0) s.n_q = 1;
  s.d_k = pick(1, 6), s.d_v = pick(1, 5), s.B_r = pick(1, 6), s.B_c = pick(1, 6), s.w = pick(1, 6), s.g = pick(0, 3);
  s.r = pick(0, 2), s.s = pick(1, 4), s.l = pick(1, 5), s.c = pick(1, 4), s.C = pick(1, 6), s.k = pick(1, 5);
  s.features = pick(1, 6), s.landmarks = pick(1, 4), s.iterations = pick(0, 3), s.buckets = 2 * pick(1, 3);
  s.p = pick(1, 4), s.kv_heads = pick(1, 3), s.heads = s.kv_heads * pick(1, 3), s.d_m = pick(1, 6);
  s.d_c = pick(1, 5), s.d_R = pick(1, 3);
  return s;
}

std::string written(variant_sizes<long long> s) {
  std::string out;
  s.each([&](const char* name, long long size) { out += std::string(name) + "=" + std::to_string(size) + " "; });
  return out;
}

void same(const operations<integer>& claim, const operations<integer>& count) {
  std::vector<integer> claimed;
  claim.each([&](const char*, integer one) { claimed.push_back(one); });
  std::size_t kind = 0;
  count.each([&](const char* name, integer one) {
    BOOST_TEST(static_cast<long long>(claimed[kind++]) == static_cast<long long>(one), name);
  });
  BOOST_TEST(static_cast<long long>(claim.mac) == static_cast<long long>(count.mac), "mac");
}

void same(const checked_point& at) {
  same(at.claimed, at.counted);
  std::set<std::string> names;
  for (const checked_step& step : at.steps)
    BOOST_TEST_CONTEXT("step " << step.name) {
      BOOST_TEST((names.insert(step.name).second && *step.name && *step.meaning));
      same(step.claimed, step.counted);
    }
  BOOST_TEST_CONTEXT("in no step") { same({}, at.elsewhere); }
  BOOST_TEST_CONTEXT("the steps together") { same(at.claimed, at.steps_claimed()); }
  BOOST_TEST(at.stepped());
  BOOST_TEST(static_cast<long long>(at.claimed_scratch) == static_cast<long long>(at.counted_scratch), "scratch");
  const messages<integer>&claim = at.claimed_messages, &count = at.counted_messages;
  BOOST_TEST(static_cast<long long>(claim.device) == static_cast<long long>(count.device), "words sent by a device");
  BOOST_TEST(static_cast<long long>(claim.all) == static_cast<long long>(count.all), "words sent");
  if (!at.has_traffic) return;
  BOOST_TEST(static_cast<long long>(at.claimed_traffic.loads) == static_cast<long long>(at.counted_traffic.loads), "loads");
  BOOST_TEST(static_cast<long long>(at.claimed_traffic.stores) == static_cast<long long>(at.counted_traffic.stores),
             "stores");
  BOOST_TEST(static_cast<long long>(at.outside) == 0, "words used without staging");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(variants_of_the_registry)

BOOST_AUTO_TEST_CASE(are_named_once) {
  std::set<std::string> names;
  for_each_variant([&](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    BOOST_TEST(names.insert(V::name).second, V::name << " stands twice");
    BOOST_TEST((*V::title && *V::source), V::name);
  });
}

BOOST_AUTO_TEST_CASE(do_what_they_claim) {
  for_each_variant([&](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    std::mt19937 random(17);
    int tried = 0;
    for (int draw = 0; draw < 4000 && tried < 60; ++draw) {
      const variant_sizes<long long> s = drawn(random);
      if (V::impossible(s)) continue;
      ++tried;
      BOOST_TEST_CONTEXT(V::name << " at " << written(s)) {
        same(check_at<V>(s));
        if constexpr (V::enclosed) {
          const auto at = checking::sizes_as<integer>(s);
          if (s.n_q != s.n_k && costing::has_formula_alphabet<V>) continue;
          BOOST_TEST((V::claim_below(at).unit_total() <= V::claim(at).unit_total()));
          BOOST_TEST((V::claim(at).unit_total() <= V::claim_above(at).unit_total()));
        }
      }
    }
    BOOST_TEST(tried >= 20, V::name << " was possible at " << tried << " points");
  });
}

/// A square variant, and no other, has no sizes of more queries or more keys.
BOOST_AUTO_TEST_CASE(are_square_where_they_say_so) {
  for_each_variant([&](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    std::mt19937 random(5);
    bool oblong = false;
    for (int draw = 0; draw < 4000; ++draw) {
      variant_sizes<long long> s = drawn(random);
      if (std::is_base_of_v<dense_decode, V>) s.n_q = 1;
      oblong = oblong || (s.n_q != s.n_k && !V::impossible(s));
    }
    BOOST_TEST(oblong != V::square, V::name);
  });
}

/// The pairs that a variant states are those whose products its step "scores" executes, of the width of a score.
BOOST_AUTO_TEST_CASE(score_the_pairs_that_they_state) {
  int tried = 0;
  for_each_variant([&](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    if constexpr (V::has_pairs) {
      std::mt19937 random(23);
      for (int draw = 0; draw < 400; ++draw) {
        const variant_sizes<long long> s = drawn(random);
        if (V::impossible(s) || V::structured) continue;
        const checked_point at = check_at<V>(s);
        const std::string name = V::name;
        const long long width = name == "mla_naive" ? s.d_k + s.d_R : name == "mla_absorbed" ? s.d_c + s.d_R : s.d_k;
        for (const checked_step& step : at.steps) {
          const std::string what = step.name;
          if (what != "scores" && what != "recomputed scores" && what != "intra-chunk scores") continue;
          ++tried;
          BOOST_TEST_CONTEXT(name << " at " << written(s)) {
            BOOST_TEST(static_cast<long long>(step.counted.mac) ==
                       width * static_cast<long long>(V::pairs(checking::sizes_as<integer>(s))));
          }
        }
      }
    }
  });
  BOOST_TEST(tried > 4000);
}

BOOST_AUTO_TEST_CASE(grow_as_they_state) {
  for_each_variant([&](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    const auto s = costing::formulas_of(costing::alphabet<V>{});
    regime where;
    for (const auto& known : {V::assumed(s), V::always(s)})
      for (int i = 0; i < known.count; ++i) add_fact(where, {known.lesser[i], known.greater[i]});
    const int count = static_cast<int>(costing::alphabet<V>::count);
    operations<polynomial> low, high;
    if constexpr (V::enclosed)
      low = V::claim_below(s), high = V::claim_above(s);
    else
      low = high = V::claim(s);
    const verdict upper = decide(high.unit_total(), V::bound(s), count, where);
    const verdict lower = decide(V::bound(s), low.unit_total(), count, where);
    BOOST_TEST(upper.holds(), V::name << ": " << upper.why);
    BOOST_TEST(lower.holds(), V::name << ", from below: " << lower.why);
  });
}

BOOST_AUTO_TEST_SUITE_END()
