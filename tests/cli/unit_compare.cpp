// Crossovers beside brute force over every whole number; pieces of formulas; SVG that is well formed.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

#include <conform/size/atoms.hpp>

#include "comparison/compare.hpp"
#include "drawing/svg_chart.hpp"
#include "failure.hpp"
#include "proof/formula_bounds.hpp"
#include "proof/formula_signs.hpp"

using namespace conform;
using namespace conform::analyzer;

namespace {

/// A linear congruence: the same draws everywhere.
class dice {
 public:
  long long between(long long low, long long high) {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return low + static_cast<long long>((state_ >> 33) % static_cast<unsigned long long>(high - low + 1));
  }

 private:
  unsigned long long state_ = 5;
};

polynomial n() { return polynomial::symbol(0); }
polynomial whole(long long value) { return polynomial{integer{value}}; }

rational exactly(const polynomial& p, long long at) {
  return evaluate_in<rational>(p, [&](int) { return rational{integer{at}}; });
}

std::vector<sign_run> walked(const polynomial& p, long long from, long long to) {
  std::vector<sign_run> out;
  long long next = from;
  BOOST_TEST_REQUIRE(walk_signs(p, from, to, [&](const sign_run& run) {
    BOOST_TEST(run.from == next);
    BOOST_TEST(run.from <= run.to);
    next = run.to + 1;
    append(out, run);
  }));
  BOOST_TEST(next == to + 1);
  return out;
}

std::vector<sign_run> one_by_one(const polynomial& p, long long from, long long to) {
  std::vector<sign_run> out;
  for (long long at = from; at <= to; ++at) append(out, {at, at, sign_of(exactly(p, at).num)});
  return out;
}

void is_the_same(const polynomial& p, long long from, long long to) {
  BOOST_TEST((walked(p, from, to) == one_by_one(p, from, to)));
}

/// Sums of products of n, numbers and atoms, some within others.
polynomial drawn(dice& from, int depth) {
  polynomial sum = whole(from.between(-40, 40));
  for (long long terms = from.between(1, 3); terms > 0; --terms) {
    polynomial product = whole(from.between(-6, 6));
    for (long long factors = from.between(1, 2); factors > 0; --factors) {
      const long long kind = depth == 0 ? 0 : from.between(0, 4);
      if (kind == 0 || kind == 4) product = product * n();
      if (kind == 1) product = product * ceil_div(drawn(from, depth - 1), whole(from.between(1, 7)));
      if (kind == 2) product = product * min(drawn(from, depth - 1), drawn(from, depth - 1));
      if (kind == 3) product = product * max(drawn(from, depth - 1), drawn(from, depth - 1));
    }
    sum += product;
  }
  return sum;
}

compare_options asked_for(std::vector<const variant_entry*> variants, long long from, long long to) {
  compare_options out;
  out.variants = std::move(variants);
  out.n = {{from}, from, to};
  return out;
}

integer cost_of(const compared_variant& what, cost_metric metric, long long length) {
  const point_sizes at = at_length(*what.variant, what.at, length);
  if (metric == cost_metric::unit_total) return what.variant->work(at);
  if (metric == cost_metric::matmul_flops) return 2 * what.variant->claim(at).mac;
  if (metric == cost_metric::memory) return what.variant->scratch(at) + what.variant->resident(at);
  const traffic<integer> words = what.variant->io(at);
  return words.loads + words.stores;
}

/// Every change of order, number by number.
void is_what_brute_force_finds(const comparison& found, const pair_order& pair) {
  const compared_variant &a = found.first_of(pair), &b = found.second_of(pair);
  std::vector<order_at> all;
  for (long long at = found.asked.n.from; at <= found.asked.n.to; ++at) {
    if (a.variant->impossible(at_length(*a.variant, a.at, at)) ||
        b.variant->impossible(at_length(*b.variant, b.at, at)))
      continue;
    const int order = sign_of(cost_of(a, found.asked.metric, at) - cost_of(b, found.asked.metric, at));
    if (all.empty() || all.back().order != order) all.push_back({at, order});
  }
  BOOST_TEST_CONTEXT(a.variant->name << " and " << b.variant->name << ", " << name_of(found.asked.metric)) {
    BOOST_TEST(pair.undecided == "");
    BOOST_TEST_REQUIRE(pair.start.has_value() == !all.empty());
    if (all.empty()) return;
    BOOST_TEST((*pair.start == all.front()));
    BOOST_TEST(pair.count == static_cast<long long>(all.size()) - 1);
    if (all.size() > 1) BOOST_TEST((*pair.last == all.back()));
    all.erase(all.begin());
    if (all.size() > most_listed) all.resize(most_listed);
    BOOST_TEST((pair.changes == all));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comparing)

BOOST_AUTO_TEST_CASE(signs_of_polynomials) {
  dice from;
  for (int trial = 0; trial < 3000; ++trial) {
    std::vector<integer> p;
    for (long long left = from.between(0, 5); left > 0; --left) p.push_back(from.between(-50, 50));
    if (trial % 3 == 0) {  // with whole roots, some of them double
      p = {1};
      for (int root = 0; root < 3; ++root) {
        const long long at = from.between(-5, 20);
        std::vector<integer> product(p.size() + 1, 0);
        for (std::size_t i = 0; i < p.size(); ++i) product[i + 1] += p[i], product[i] -= p[i] * at;
        p = product;
      }
    }
    const long long low = from.between(-30, 10), high = low + from.between(-1, 60);
    std::vector<sign_run> all;
    for (long long at = low; at <= high; ++at) append(all, {at, at, sign_of(polynomial_at(p, at))});
    BOOST_TEST((sign_runs(p, low, high) == all));
  }
}

BOOST_AUTO_TEST_CASE(signs_far_away) {
  const long long far = 1LL << 40;  // (x - far)(x - far - 1)(x - 3)
  const std::vector<integer> p{-3 * integer{far} * (far + 1), integer{far} * (far + 1) + 3 * (2 * integer{far} + 1),
                               -(2 * integer{far} + 1) - 3, 1};
  const std::vector<sign_run> expected{
      {0, 2, -1}, {3, 3, 0}, {4, far - 1, 1}, {far, far + 1, 0}, {far + 2, 2 * far, 1}};
  BOOST_TEST((sign_runs(p, 0, 2 * far) == expected));
  BOOST_CHECK_THROW(sign_runs({0, 0, 0, 0, 1}, 0, far), integer_overflow);
}

BOOST_AUTO_TEST_CASE(signs_of_atoms) {
  is_the_same(ceil_div(n(), whole(64)) * n() - n() * n() / integer{16}, 1, 3000);
  is_the_same(min(n(), whole(100)) * whole(7) - max(whole(300), n() * whole(2)), 1, 500);
  is_the_same(ceil_div(n(), ceil_div(n(), whole(4))) * whole(9) - whole(33), 1, 400);
  is_the_same(ceil_div(n() * n() + whole(3), whole(10)) - n() * whole(5), 1, 200);
  is_the_same(n() * (n() + whole(1)) / integer{2} - whole(55), 1, 100);
  is_the_same(min(ceil_div(n(), whole(3)), max(whole(20) - n(), whole(4))) - whole(5), 1, 100);
  is_the_same(ceil_div(whole(1000), n()) - n(), 1, 100);
  is_the_same(ceil_div(n(), whole(7)) * whole(7) - n(), 5, 5);
}

BOOST_AUTO_TEST_CASE(signs_of_drawn_formulas) {
  dice from;
  int tried = 0;
  for (int trial = 0; trial < 400; ++trial) {
    const polynomial p = drawn(from, 2);
    const long long low = from.between(1, 40), high = low + from.between(0, 200);
    std::vector<sign_run> found;
    if (!walk_signs(p, low, high, [&](const sign_run& run) { append(found, run); })) {
      BOOST_TEST(found.empty());
      continue;
    }
    ++tried;
    BOOST_TEST((found == one_by_one(p, low, high)));
  }
  BOOST_TEST(tried > 300);
}

BOOST_AUTO_TEST_CASE(what_has_too_many_pieces_is_not_guessed) {
  const auto nothing = [](const sign_run&) { BOOST_ERROR("a run"); };
  BOOST_TEST(!walk_signs(ceil_div(n(), whole(16411)) - whole(3), 1, 100'000, nothing));
  BOOST_TEST(!walk_signs(ceil_div(n() * n(), n() + whole(1)) - whole(3), 1, 1'000'000, nothing));
}

BOOST_AUTO_TEST_CASE(linear_attention_against_dense) {
  const auto crossover = [](const char* quadratic, const char* linear, long long d) {
    compare_options asked = asked_for({&variant_named(quadratic), &variant_named(linear)}, 1, 1'048'576);
    asked.d = d;
    const comparison found = compare(asked);
    BOOST_TEST_REQUIRE(found.pairs.at(0).changes.size() == 1u);
    BOOST_TEST((*found.pairs[0].start == order_at{1, -1}));
    BOOST_TEST(found.pairs[0].changes[0].order == 1);
    return found.pairs[0].changes[0].n;
  };
  BOOST_TEST(crossover("dense", "linear_elu", 64) == 66);
  BOOST_TEST(crossover("dense", "linear_elu", 128) == 130);
  BOOST_TEST(crossover("dense_causal", "linear_elu_causal", 64) == 130);
  BOOST_TEST(crossover("dense_causal", "linear_elu_causal", 128) == 258);
}

BOOST_AUTO_TEST_CASE(every_pair_of_variants) {
  std::vector<const variant_entry*> all;
  for (const variant_entry& variant : all_variants()) all.push_back(&variant);
  for (const cost_metric metric : {cost_metric::unit_total, cost_metric::matmul_flops, cost_metric::memory}) {
    compare_options asked = asked_for(all, 24, 200);
    asked.d = 8;
    asked.metric = metric;
    asked.sizes = {{"B_r", 2},       {"B_c", 2},       {"w", 3},       {"r", 1},         {"g", 1},
                   {"s", 3},         {"l", 5},         {"c", 4},       {"C", 7},         {"k", 9},
                   {"p", 3},         {"landmarks", 4}, {"buckets", 4}, {"heads", 2},     {"kv_heads", 1},
                   {"features", 10}, {"d_c", 5},       {"d_R", 2},     {"iterations", 2}};
    const comparison found = compare(asked);
    BOOST_TEST(found.pairs.size() == all.size() * (all.size() - 1) / 2);
    for (const pair_order& pair : found.pairs) is_what_brute_force_finds(found, pair);
  }
}

BOOST_AUTO_TEST_CASE(tiles_of_any_shape) {
  std::vector<const variant_entry*> tiled;
  for (const char* name : {"flash1", "flash1_causal", "flash2", "flash2_causal", "dense", "dense_causal",
                           "linear_elu_chunked", "split_k", "block_sparse"})
    tiled.push_back(&variant_named(name));
  dice from;
  for (int trial = 0; trial < 12; ++trial) {
    compare_options asked = asked_for(tiled, from.between(1, 60), 150);
    asked.d = from.between(1, 9);
    asked.sizes = {{"B_r", from.between(1, 20)},
                   {"B_c", from.between(1, 20)},
                   {"C", from.between(1, 30)},
                   {"s", from.between(1, 6)}};
    const comparison found = compare(asked);
    for (const pair_order& pair : found.pairs) is_what_brute_force_finds(found, pair);
  }
  std::vector<const variant_entry*> moving;
  for (const variant_entry& variant : all_variants())
    if (variant.io != nullptr) moving.push_back(&variant);
  compare_options asked = asked_for(moving, 1, 300);
  asked.metric = cost_metric::io;
  const comparison found = compare(asked);
  for (const pair_order& pair : found.pairs) is_what_brute_force_finds(found, pair);
}

BOOST_AUTO_TEST_CASE(tiles_of_other_shapes_than_squares_over_long_ranges) {
  compare_options asked = asked_for({&variant_named("flash1_causal"), &variant_named("linear_elu_chunked"),
                                     &variant_named("split_k"), &variant_named("fixed")}, 1, 20'000);
  asked.sizes = {{"B_r", 53}, {"B_c", 61}, {"C", 59}, {"s", 7}, {"l", 67}, {"c", 5}};
  const comparison found = compare(asked);
  for (const pair_order& pair : found.pairs) is_what_brute_force_finds(found, pair);
}

/// Plain signs are those of the formula, at every number; and most numbers have one.
BOOST_AUTO_TEST_CASE(plain_signs_are_exact) {
  dice from;
  long long known = 0, all = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const polynomial formula = drawn(from, 2);
    const long long begin = from.between(0, 60), end = begin + from.between(0, 400);
    long long next = begin;
    for (const sign_run& run : plain_signs(formula, begin, end)) {
      BOOST_TEST_REQUIRE(run.from == next);
      next = run.to + 1;
      for (long long x = run.from; x <= run.to && run.sign != unknown_sign; ++x, ++known) {
        const rational value = evaluate_in<rational>(formula, [&](int) { return rational{integer{x}}; });
        const int sign = value < rational{} ? -1 : value == rational{} ? 0 : 1;
        if (sign != run.sign) BOOST_TEST(sign == run.sign, "at " << x);
      }
    }
    BOOST_TEST(next == end + 1);
    all += end - begin + 1;
  }
  BOOST_TEST(known > all / 3);
}

BOOST_AUTO_TEST_CASE(sums_that_take_too_long_are_not_guessed) {
  compare_options asked = asked_for({&variant_named("flash2_causal"), &variant_named("dense_causal")}, 1, 16'777'216);
  asked.sizes = {{"B_r", 2}, {"B_c", 4}};
  const comparison found = compare(asked);
  BOOST_TEST(!found.pairs.at(0).undecided.empty());
  BOOST_TEST(!found.pairs[0].start.has_value());
  BOOST_TEST(write_comparison_text(found).find("not decided: ") != std::string::npos);
  BOOST_TEST(write_comparison_json(found).find("\"crossovers\": null") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(possible_lengths_of_a_range) {
  const possible_lengths even{3, 8, [](long long at) { return at % 2 == 0; }};
  BOOST_TEST((!even.all() && !even.at(3) && even.at(4) && !even.at(7) && even.at(8)));
  BOOST_TEST(even.first_impossible() == 3);
  const possible_lengths late{3, 8, [](long long at) { return at != 6; }};
  BOOST_TEST((late.at(3) && late.at(5) && !late.at(6) && late.at(7)));
  BOOST_TEST(late.first_impossible() == 6);
  BOOST_TEST(possible_lengths(3, 8, [](long long) { return true; }).all());
}

BOOST_AUTO_TEST_CASE(lengths_are_read_exactly) {
  const auto shown = [](const char* words) { return read_lengths(words).shown; };
  BOOST_TEST((shown("1k..8k:x2") == std::vector<long long>{1024, 2048, 4096, 8192}));
  BOOST_TEST((shown("3..20:x3") == std::vector<long long>{3, 9}));
  BOOST_TEST((shown("3..10:+3") == std::vector<long long>{3, 6, 9}));
  BOOST_TEST((shown("7") == std::vector<long long>{7}));
  BOOST_TEST((shown("1,2k,1M") == std::vector<long long>{1, 2048, 1048576}));
  BOOST_TEST(read_lengths("3..10:+3").to == 10);
  BOOST_TEST(shown("1..1000:+1").size() == 1000u);
  for (const char* words :
       {"",           "0",       "k",         "1..",      "..2",        "1..2",       "1..2:", "1..2:2", "1..2:x1",
        "1..2:x0",    "1..2:+0", "1..2:x",    "2..1:x2",  "1,1",        "2,1",        "1,,2",  ",1",     "1,",
        "1..1001:+1", "17M",     "1..17M:x2", "1...2:x2", "1..2..3:x2", "1..2:x2:x2", "-1",    "1.5",    "1..4:x-2"})
    BOOST_CHECK_THROW(read_lengths(words), failure);
}

BOOST_AUTO_TEST_CASE(charts_escape_what_they_are_given) {
  svg_chart chart{"<script>&\"'", "]]> \x01 \xff", "n", "y", true, true, {}, {}};
  chart.series = {{"<a>", {{1, 2}, {8, 0}, {16, -1}, {64, std::nan("")}, {1024, 1e30}}}, {"none", {}}};
  chart.marks = {{8, "<m>"}, {0, "outside"}, {std::numeric_limits<double>::infinity(), "outside"}};
  const std::string text = write_svg(chart);
  for (const char* never : {"<script>", "<a>", "<m>", "outside", "\x01", "\xff", "]]>", "inf,", "nan,"})
    BOOST_TEST(text.find(never) == std::string::npos, never);
  for (const char* there : {"<title>&lt;script&gt;&amp;&quot;&#39;</title>", "&lt;m&gt;", ">1k</text>", "1e+30"})
    BOOST_TEST(text.find(there) != std::string::npos, there);
  BOOST_TEST(text == write_svg(chart));
  for (const bool logarithmic : {true, false}) {
    svg_chart empty{"t", "d", "x", "y", logarithmic, logarithmic, {}, {}};
    BOOST_TEST(write_svg(empty).ends_with("</svg>\n"));
    empty.series = {{"one", {{5, 5}}}, {"flat", {{5, 5}, {6, 5}}}};
    BOOST_TEST(write_svg(empty).find("nan") == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
