// The sparse variants against their definitions: a predicate that says which pairs are scored, counted and attended by
// plain loops. Numbers agree to 1e-12 of the largest value; what a predicate excludes has no effect at all.
#include <boost/test/unit_test.hpp>

#include <map>
#include <random>
#include <set>
#include <string>

#include "predicate.hpp"

#include <conform/attention/bigbird.hpp>
#include <conform/attention/block_sparse.hpp>
#include <conform/attention/checking.hpp>
#include <conform/attention/chunked_local.hpp>
#include <conform/attention/cost.hpp>
#include <conform/attention/dilated.hpp>
#include <conform/attention/fixed.hpp>
#include <conform/attention/longformer.hpp>
#include <conform/attention/sinks.hpp>
#include <conform/attention/sliding_window.hpp>
#include <conform/attention/strided.hpp>
#include <conform/size/decide.hpp>

using namespace conform;
using namespace by_predicate;

namespace {

using at_sizes = variant_sizes<long long>;

// which pairs each paper scores: of the query at place i
bool scores(sliding_window*, const at_sizes& s, long long i, long long j) { return j <= i && i - j < s.w; }
bool scores(sliding_window_symmetric*, const at_sizes& s, long long i, long long j) { return std::abs(i - j) <= s.w; }
bool scores(dilated*, const at_sizes& s, long long i, long long j) {
  return j <= i && (i - j) % s.s == 0 && (i - j) / s.s < s.w;
}
bool scores(dilated_symmetric*, const at_sizes& s, long long i, long long j) {
  return (i - j) % s.s == 0 && std::abs(i - j) <= s.w * s.s;
}
bool scores(strided_local*, const at_sizes& s, long long i, long long j) { return j <= i && j >= i - s.l; }
bool scores(strided_column*, const at_sizes& s, long long i, long long j) { return j <= i && (i - j) % s.l == 0; }
bool scores(strided*, const at_sizes& s, long long i, long long j) {
  return scores(static_cast<strided_local*>(nullptr), s, i, j) || scores(static_cast<strided_column*>(nullptr), s, i, j);
}
bool scores(fixed_block*, const at_sizes& s, long long i, long long j) { return j <= i && j / s.l == i / s.l; }
bool scores(fixed_summary*, const at_sizes& s, long long i, long long j) { return j <= i && j % s.l >= s.l - s.c; }
bool scores(fixed*, const at_sizes& s, long long i, long long j) {
  return scores(static_cast<fixed_block*>(nullptr), s, i, j) || scores(static_cast<fixed_summary*>(nullptr), s, i, j);
}
bool scores(longformer*, const at_sizes& s, long long i, long long j) {
  return i < s.g || j < s.g || std::abs(i - j) <= s.w;
}
bool scores(sinks*, const at_sizes& s, long long i, long long j) { return j <= i && (j < s.g || i - j < s.w); }
bool scores(chunked_local*, const at_sizes& s, long long i, long long j) { return i / s.C == j / s.C; }
bool scores(chunked_local_causal*, const at_sizes& s, long long i, long long j) { return j <= i && i / s.C == j / s.C; }

/// The random blocks of a row of blocks: the last r that it lists.
template <unsigned long long Seed>
std::vector<long long> random_blocks(bigbird_drawn<Seed>*, const at_sizes& s, long long row) {
  const auto listed = bigbird_drawn<Seed>::blocks_of(s, row).blocks;
  std::vector<long long> all(listed.begin(), listed.end());
  return row < s.g ? std::vector<long long>{} : std::vector<long long>(all.end() - s.r, all.end());
}
template <unsigned long long Seed>
bool scores(bigbird_drawn<Seed>* v, const at_sizes& s, long long i, long long j) {
  const long long row = i / s.B_r, column = j / s.B_r;
  if (row < s.g || column < s.g || std::abs(row - column) <= s.w) return true;
  for (long long b : random_blocks(v, s, row))
    if (b == column) return true;
  return false;
}

/// The pairs of rows: query i stands i places behind the first of the last n_q.
template <class V>
predicate scored_by(V* v, const at_sizes& s) {
  return [v, s](long long i, long long j) { return scores(v, s, i + s.n_k - s.n_q, j); };
}

using behind_a_cache = symbols<sliding_window, dilated, sinks, chunked_local_causal>;

template <class Visit>
void for_each_pattern(Visit visit) {
  const auto each = [&]<class... V>(symbols<V...>) { (visit(static_cast<V*>(nullptr)), ...); };
  each(symbols<sliding_window, sliding_window_symmetric, dilated, dilated_symmetric, strided, strided_local,
               strided_column, fixed, fixed_block, fixed_summary, longformer, sinks, chunked_local, chunked_local_causal,
               bigbird, bigbird_drawn<7>>{});
}

at_sizes drawn(std::mt19937& random) {
  const auto pick = [&](long long low, long long high) {
    return std::uniform_int_distribution<long long>(low, high)(random);
  };
  at_sizes s;
  s.B_r = pick(1, 4), s.n_q = pick(1, 23);
  if (pick(0, 2) == 0) s.n_q = s.B_r * pick(1, 7);
  s.n_k = s.n_q + (pick(0, 2) == 0 ? pick(0, 12) : 0), s.d_k = pick(1, 5), s.d_v = pick(1, 5), s.w = pick(0, 7), s.g = pick(0, 3), s.r = pick(0, 2);
  s.s = pick(1, 4), s.l = pick(1, 6), s.c = pick(1, s.l), s.C = pick(1, 7), s.B_c = pick(1, 4);
  if (pick(0, 9) == 0) s.w += 30, s.s += pick(0, 20), s.C += 30;
  return s;
}
/// Calls check(sizes) at many sizes where V is possible, and asks that there be many.
template <class V>
void at_many(const std::function<void(const at_sizes&)>& check) {
  std::mt19937 random(3);
  int tried = 0;
  for (int draw = 0; draw < 3000 && tried < 150; ++draw) {
    const at_sizes s = drawn(random);
    if (V::impossible(s)) continue;
    ++tried;
    std::string written;
    at_sizes copy = s;
    copy.each([&](const char* name, long long x) { written += std::string(name) + "=" + std::to_string(x) + " "; });
    BOOST_TEST_CONTEXT(V::name << " at " << written) { check(s); }
  }
  BOOST_TEST(tried >= 50, V::name);
}

/// A NaN in key or value j changes just the rows that score j.
template <class V>
void nan_stays(const at_sizes& s, const predicate& scored, bool in_value) {
  trial<V, double> whole({}, s);
  whole.run();
  const std::vector<double> before = result(whole.problem);
  for (long long j = 0; j < s.n_k; ++j) {
    trial<V, double> broken({}, s);
    cell(in_value ? broken.problem.v : broken.problem.k, j, 0) = std::numeric_limits<double>::quiet_NaN();
    broken.run();
    for (long long i = 0; i < s.n_q; ++i) {
      const double is = broken.problem.out.cell(i, 0), was = before[static_cast<std::size_t>(i * s.d_v)];
      if (scored(i, j) != std::isnan(is) || (!scored(i, j) && is != was)) BOOST_ERROR("row " << i << ", key " << j);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sparse_variants)

BOOST_AUTO_TEST_CASE(count_the_pairs_of_their_predicate) {
  for_each_pattern([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    at_many<V>([&](const at_sizes& s) {
      const predicate scored = scored_by(v, s);
      long long counted = 0, longest = 0;
      for (long long i = 0; i < s.n_q; ++i) {
        long long row = 0;
        for (long long j = 0; j < s.n_k; ++j) row += scored(i, j);
        counted += row, longest = std::max(longest, row);
      }
      const auto exact = checking::sizes_as<integer>(s);
      BOOST_TEST(static_cast<long long>(V::pairs(exact)) == counted);
      BOOST_TEST(static_cast<long long>(V::scratch(exact)) == longest);
      if constexpr (requires { V::seen(exact); }) {
        long long seen = 0;
        for (long long j = 0; j < s.n_k; ++j) {
          bool by_any = false;
          for (long long i = 0; i < s.n_q; ++i) by_any = by_any || scored(i, j);
          seen += by_any;
        }
        BOOST_TEST(static_cast<long long>(V::seen(exact)) == seen);
      }
      if constexpr (V::enclosed) {
        BOOST_TEST(static_cast<long long>(V::pairs_below(exact)) <= counted);
        BOOST_TEST(static_cast<long long>(V::pairs_above(exact)) >= counted);
      }
    });
  });
}

BOOST_AUTO_TEST_CASE(have_formulas_with_the_same_values) {
  for_each_pattern([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    const auto formulas = costing::formulas_of(costing::alphabet<V>{});
    at_many<V>([&](const at_sizes& s) {
      std::vector<integer> values;
      auto written = formulas;
      auto sizes = s;
      std::vector<long long> all;
      sizes.each([&](const char*, long long x) { all.push_back(x); });
      std::size_t place = 0;
      std::map<int, integer> value;
      written.each([&](const char*, const polynomial& size) {
        if (!size.is_constant()) value[size.terms()[0].factors[0].id] = all[place];
        ++place;
      });
      const auto of = [&](const polynomial& p) {
        return static_cast<long long>(evaluate(p, [&](int id) { return value.at(id); }));
      };
      const auto exact = checking::sizes_as<integer>(s);
      BOOST_TEST(of(V::pairs(formulas)) == static_cast<long long>(V::pairs(exact)));
      BOOST_TEST(of(V::scratch(formulas)) == static_cast<long long>(V::scratch(exact)));
      BOOST_TEST(of(V::claim(formulas).unit_total()) == static_cast<long long>(V::claim(exact).unit_total()));
    });
  });
}

BOOST_AUTO_TEST_CASE(are_softmax_attention_over_their_predicate) {
  for_each_pattern([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    at_many<V>([&](const at_sizes& s) {
      for (double logits : {1.0, 30.0}) {
        trial<V, double> head({}, s);
        for (long long i = 0; i < s.n_q; ++i)
          for (long long f = 0; f < s.d_k; ++f) cell(head.problem.q, i, f) *= logits;
        head.run();
        agree(result(head.problem), attended(head.problem, scored_by(v, s)));
      }
    });
  });
}

BOOST_AUTO_TEST_CASE(keep_a_nan_in_the_rows_that_score_it) {
  for_each_pattern([](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    int tried = 0;
    at_many<V>([&](const at_sizes& s) {
      if (++tried > 30) return;
      const predicate scored = scored_by(v, s);
      nan_stays<V>(s, scored, false), nan_stays<V>(s, scored, true);
    });
  });
}

/// Behind a cache a pattern that looks back is the same pattern: the last queries alone get what they get among all, and
/// pass by pass as many pairs are scored.
BOOST_AUTO_TEST_CASE(go_on_behind_a_cache) {
  const auto check = [](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    int tried = 0;
    at_many<V>([&](const at_sizes& s) {
      at_sizes all = s;
      all.n_q = s.n_k;
      trial<V, double> whole({}, all), last({}, s);
      for (long long j = 0; j < s.n_k; ++j) {
        for (long long f = 0; f < s.d_k; ++f) cell(last.problem.k, j, f) = whole.problem.k.cell(j, f);
        for (long long w = 0; w < s.d_v; ++w) cell(last.problem.v, j, w) = whole.problem.v.cell(j, w);
      }
      const long long before = s.n_k - s.n_q;
      for (long long i = 0; i < s.n_q; ++i)
        for (long long f = 0; f < s.d_k; ++f) cell(last.problem.q, i, f) = whole.problem.q.cell(i + before, f);
      whole.run(), last.run();
      const std::vector<double> full = result(whole.problem);
      BOOST_TEST((result(last.problem) == std::vector<double>(full.begin() + before * s.d_v, full.end())));
      at_sizes first = all;
      first.n_q = first.n_k = before;
      const auto pairs = [](const at_sizes& at) { return V::pairs(checking::sizes_as<integer>(at)); };
      BOOST_TEST((pairs(first) + pairs(s) == pairs(all)));
      tried += before > 0;
    });
    BOOST_TEST(tried > 20);
  };
  const auto each = [&]<class... V>(symbols<V...>) { (check(static_cast<V*>(nullptr)), ...); };
  each(behind_a_cache{});
}

BOOST_AUTO_TEST_CASE(give_nothing_where_a_query_has_no_key) {
  at_sizes s;
  s.n_q = s.n_k = 7, s.d_k = 3, s.d_v = 2, s.l = 5, s.c = 2;
  trial<fixed_summary, double> head({}, s);
  head.run();
  for (long long i = 0; i < 3; ++i)
    for (long long w = 0; w < 2; ++w) BOOST_TEST(head.problem.out.cell(i, w) == 0.0);
  BOOST_TEST(head.problem.out.cell(3, 0) == head.problem.v.cell(3, 0));
}

BOOST_AUTO_TEST_CASE(refuse_what_is_no_pattern) {
  at_sizes s;
  s.n_q = s.n_k = 12, s.d_k = s.d_v = 2, s.w = 1, s.g = 1, s.r = 1, s.s = 1, s.l = 3, s.c = 2, s.C = 4;
  s.B_r = s.B_c = 2;
  int behind = 0;
  for_each_pattern([&](auto* v) {
    using V = std::remove_pointer_t<decltype(v)>;
    BOOST_TEST(!V::impossible(s), V::name);
    at_sizes cross = s;
    cross.n_k = 10;
    BOOST_TEST(V::impossible(cross), V::name);
    cross.n_k = 14;
    const bool goes_on = V::impossible(cross) == nullptr;
    behind += goes_on;
    BOOST_TEST(goes_on != V::square, V::name);
  });
  BOOST_TEST(behind == static_cast<int>(behind_a_cache::count));
  const auto refuses = [&](auto* v, long long at_sizes::*size, long long value) {
    at_sizes bad = s;
    bad.*size = value;
    return std::remove_pointer_t<decltype(v)>::impossible(bad) != nullptr;
  };
  BOOST_TEST(refuses(static_cast<sliding_window*>(nullptr), &at_sizes::w, 0));
  BOOST_TEST(refuses(static_cast<sliding_window_symmetric*>(nullptr), &at_sizes::w, -1));
  BOOST_TEST(!refuses(static_cast<sliding_window_symmetric*>(nullptr), &at_sizes::w, 0));
  BOOST_TEST(refuses(static_cast<dilated*>(nullptr), &at_sizes::w, 0));
  BOOST_TEST(refuses(static_cast<dilated*>(nullptr), &at_sizes::s, 0));
  BOOST_TEST(refuses(static_cast<dilated_symmetric*>(nullptr), &at_sizes::s, 0));
  BOOST_TEST(refuses(static_cast<strided*>(nullptr), &at_sizes::l, 0));
  BOOST_TEST(refuses(static_cast<fixed_block*>(nullptr), &at_sizes::l, 0));
  BOOST_TEST(refuses(static_cast<fixed*>(nullptr), &at_sizes::c, 0));
  BOOST_TEST(refuses(static_cast<fixed*>(nullptr), &at_sizes::c, 4));
  BOOST_TEST(refuses(static_cast<fixed_summary*>(nullptr), &at_sizes::c, 4));
  BOOST_TEST(refuses(static_cast<longformer*>(nullptr), &at_sizes::g, 13));
  BOOST_TEST(!refuses(static_cast<longformer*>(nullptr), &at_sizes::g, 12));
  BOOST_TEST(refuses(static_cast<sinks*>(nullptr), &at_sizes::w, 0));
  BOOST_TEST(refuses(static_cast<chunked_local*>(nullptr), &at_sizes::C, 0));
  BOOST_TEST(refuses(static_cast<bigbird*>(nullptr), &at_sizes::B_r, 5));
  BOOST_TEST(refuses(static_cast<bigbird*>(nullptr), &at_sizes::g, 7));
  BOOST_TEST(refuses(static_cast<bigbird*>(nullptr), &at_sizes::r, 3));
  BOOST_TEST(!refuses(static_cast<bigbird*>(nullptr), &at_sizes::r, 2));
  BOOST_TEST(refuses(static_cast<block_sparse*>(nullptr), &at_sizes::B_c, 0));
}

BOOST_AUTO_TEST_CASE(bigbird_draws_blocks_that_are_free_and_all_of_them_in_time) {
  at_sizes s;
  s.n_q = s.n_k = 3 * 40, s.B_r = 3, s.g = 2, s.w = 2, s.r = 4;
  std::set<long long> seen;
  long long same_for_both_seeds = 0;
  for (long long row = s.g; row < 40; ++row) {
    const auto blocks = random_blocks(static_cast<bigbird*>(nullptr), s, row);
    BOOST_TEST(blocks.size() == 4u);
    std::set<long long> own(blocks.begin(), blocks.end());
    BOOST_TEST(own.size() == 4u);
    for (long long b : blocks) {
      BOOST_TEST((b >= s.g && b < 40 && std::abs(b - row) > s.w));
      seen.insert(b);
    }
    const auto others = random_blocks(static_cast<bigbird_drawn<7>*>(nullptr), s, row);
    for (long long b : others) same_for_both_seeds += own.contains(b);
  }
  BOOST_TEST(seen.size() == 38u);              // 152 draws of 38 blocks: each is missed with probability 0.02
  BOOST_TEST(same_for_both_seeds < 152 / 4);   // about 18 by chance
}

BOOST_AUTO_TEST_CASE(block_sparse_scores_the_tiles_of_any_mask) {
  std::mt19937 random(5);
  for (int trial_number = 0; trial_number < 200; ++trial_number) {
    at_sizes s = drawn(random);
    s.n_k = 1 + static_cast<long long>(random() % 20);
    trial<block_sparse, double> head({}, s, random());
    const matrix<const double>& mask = head.problem.given[0];
    if (trial_number % 10 < 2)
      for (long long a = 0; a < mask.rows; ++a)
        for (long long b = 0; b < mask.columns; ++b) cell(mask, a, b) = trial_number % 10;  // none, or all
    const predicate scored = [&](long long i, long long j) { return mask.cell(i / s.B_r, j / s.B_c) != 0; };
    head.run();
    agree(result(head.problem), attended(head.problem, scored));
    long long counted = 0;
    for (long long i = 0; i < s.n_q; ++i)
      for (long long j = 0; j < s.n_k; ++j) counted += scored(i, j);
    BOOST_TEST(static_cast<long long>(block_sparse::pairs_given(head.problem)) == counted);
    const operations<integer> claimed = block_sparse::claim_given(head.problem);
    BOOST_TEST(static_cast<long long>(claimed.unit_total()) == counted * (2 * s.d_k + 2 * s.d_v + 6) + 2);
    if (trial_number % 10 == 1) BOOST_TEST((claimed == block_sparse::claim(checking::sizes_as<integer>(s))));
  }
}

BOOST_AUTO_TEST_CASE(strided_grows_as_n_to_the_one_and_a_half_for_strides_of_its_root) {
  // in powers that count square roots: l = n^(1/2) is l² = n
  const auto s = costing::formulas_of(strided::alphabet{});
  const polynomial total = growing::stretched(strided::claim(s).unit_total(), 2);
  const polynomial d = s.d_k + s.d_v;
  const auto grows = [&](int power) {
    polynomial bound = growing::stretched(d, 2);
    for (int i = 0; i < power; ++i) bound = bound * s.n_q;
    regime where;
    where.relations.push_back({growing::stretched(s.l, 2), s.n_q, true});
    const int count = static_cast<int>(strided::alphabet::count);
    return theta_verdict{growing::decide_in_roots(total, bound, count, where, 2, precision::any_constant),
                         growing::decide_in_roots(bound, total, count, where, 2, precision::any_constant)};
  };
  BOOST_TEST(grows(3).holds());
  BOOST_TEST(grows(2).upper.fails());
  BOOST_TEST(grows(4).lower.fails());
}

BOOST_AUTO_TEST_SUITE_END()
