// Claimed equals counted at larger and odd sizes, and the formulas at a wide grid.
#include <boost/test/unit_test.hpp>

#include "static/attention/counts.hpp"

using namespace attention_counts;

namespace {

void same(const cost& a, const cost& b) {
  a.done.each([&](const char* kind, long long count) {
    b.done.each([&](const char* other, long long twin) {
      if (freezing::compare({kind, 0}, {other, 0}) == 0) BOOST_TEST(count == twin, kind);
    });
  });
  BOOST_TEST(a.done.mac == b.done.mac);
  BOOST_TEST(a.peak == b.peak);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_counts_what_it_claims)

BOOST_AUTO_TEST_CASE(at_odd_sizes) {
  constexpr point points[]{{1, 1, 1, 1},           {1, 57, 13, 7},         {57, 1, 7, 13},       {31, 47, 5, 3},
                           {47, 31, 3, 5},         {64, 64, 16, 16},       {65, 63, 17, 1},      {17, 19, 1, 33},
                           {9, 12, 4, 4, 3, 5, 2}, {12, 9, 3, 5, 2, 1, 7}, {5, 5, 8, 8, 1, 4, 1}};
  for (const point& p : points)
    for (const pattern& keys :
         {full, causal, causal_window(1), causal_window(10), causal_window(31), causal_window(100), causal_chunks(1),
          causal_chunks(10), causal_chunks(31), causal_chunks(100)})
      BOOST_TEST_CONTEXT(p.n_q << ' ' << p.n_k << ' ' << p.d_k << ' ' << p.d_v << " window " << keys.window << " chunk "
                               << keys.chunk)
  same(counted_at(p, keys), claimed_at(p, keys));
}

BOOST_AUTO_TEST_CASE(a_window_holds_a_key) {
  for (long long width : {0ll, -1ll, -4096ll}) BOOST_CHECK_THROW(causal_window(width), window_invalid);
  BOOST_TEST((scored_pairs<integer>(pattern{true, -1}, 4, 4) == 10));  // as keys_of has it: no limit
}
BOOST_AUTO_TEST_CASE(a_chunk_holds_a_key) {
  for (long long length : {0ll, -1ll, -8192ll}) BOOST_CHECK_THROW(causal_chunks(length), chunk_invalid);
}

BOOST_AUTO_TEST_CASE(as_formulas_at_a_wide_grid) {
  for (const pattern& keys :
       {full, causal, causal_window(1), causal_window(4), causal_window(9), causal_chunks(1), causal_chunks(5)}) {
    const formulas all(keys);
    int points = 0;
    for (long long n_q = 0; n_q <= 12; ++n_q)
      for (long long n_k = 0; n_k <= 12; ++n_k)
        for (long long d_k : {1, 2, 5})
          for (long long d_v : {1, 3, 4})
            points += all.at({n_q, n_k, d_k, d_v, 2, 3, 1}) == claimed_at({n_q, n_k, d_k, d_v, 2, 3, 1}, keys);
    BOOST_TEST(points == 13 * 13 * 9);
  }
}

BOOST_AUTO_TEST_CASE(on_a_meter_as_claimed) {
  for (const pattern& keys : {full, causal, causal_window(3), causal_chunks(3)}) {
    meter at;
    const queries<metered> q(at);
    const keys_of<metered> k(at);
    const values_of<metered> v(at);
    const polynomial inputs = at.live;
    {
      scope here(machine<metered>(at), "core");
      const auto out = attention(q, k, v, keys);
    }
    const auto symbol = [&](const char* name) {
      for (std::size_t i = 0; i < at.sizes.size(); ++i)
        if (freezing::compare({at.sizes[i].name, 0}, {name, 0}) == 0) return polynomial::symbol(static_cast<int>(i));
      return polynomial{};
    };
    const attention_sizes<polynomial> s{symbol("n_q"), symbol("n_k"), symbol("d_k"), symbol("d_v"),
                                        symbol("batch") * symbol("kv_heads") * symbol("group")};
    BOOST_TEST_REQUIRE(at.places.rows.size() == 1u);
    BOOST_TEST((at.places.rows[0].done == dense::claim(s, keys)));
    BOOST_TEST_REQUIRE(at.peaks.size() == 1u);
    BOOST_TEST((at.peaks[0].live == inputs + s.carried * s.n_q * s.d_v + s.n_q * s.n_k));
    BOOST_TEST((at.live == inputs));
  }
}

BOOST_AUTO_TEST_SUITE_END()
