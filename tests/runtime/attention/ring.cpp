// Ring attention: its numbers are dense attention's whatever the number of devices, and the words that go round.
#include <boost/test/unit_test.hpp>

#include <tuple>

#include <conform/attention/checking.hpp>
#include <conform/attention/cost.hpp>
#include <conform/attention/ring_backward.hpp>

#include "definition.hpp"

using namespace conform;
using namespace definition;

namespace {

variant_sizes<long long> ring_sizes(long long n, long long devices, long long d_k, long long d_v) {
  variant_sizes<long long> s;
  s.n_q = s.n_k = n, s.p = devices, s.d_k = d_k, s.d_v = d_v;
  return s;
}
/// Ordered: row i over its first i + 1 keys.
template <class V>
table dense_by_definition(const head_problem<double>& p) {
  table out;
  for (long long i = 0; i < p.size.n_q; ++i) {
    const long long keys = std::is_same_v<V, ring_causal> ? i + 1 : p.size.n_k;
    out.push_back(softmax_attention(read(p.q.some_rows(i, 1)), read(p.k.some_rows(0, keys)), read(p.v.some_rows(0, keys)),
                                    static_cast<double>(p.size.d_k))[0]);
  }
  return out;
}
using rings = std::tuple<ring, ring_causal>;
long long whole(integer x) { return static_cast<long long>(x); }

}  // namespace

BOOST_AUTO_TEST_SUITE(ring_attention)

BOOST_AUTO_TEST_CASE_TEMPLATE(equals_dense_attention, V, rings) {
  for (const double larger : {1.0, 30.0})
    for (long long n = 1; n <= 12; ++n)
      for (long long devices = 1; devices <= n; ++devices) {
        if (n % devices != 0) continue;
        trial<V, double> head(machine<double>{}, ring_sizes(n, devices, 3, 2), 11);
        scale(head.problem.q, larger);
        head.run();
        BOOST_TEST(error(read(head.problem.out), dense_by_definition<V>(head.problem)) < 1e-13);
      }
}

/// A block of keys that no query can reach comes first at its own device.
BOOST_AUTO_TEST_CASE_TEMPLATE(survives_blocks_of_scores_of_minus_infinity, V, rings) {
  trial<V, double> head(machine<double>{}, ring_sizes(6, 3, 1, 2), 3);
  for (long long i = 0; i < 6; ++i) cell(head.problem.q, i, 0) = 1 + static_cast<double>(i);
  for (long long j : {0, 1}) cell(head.problem.k, j, 0) = -std::numeric_limits<double>::infinity();
  head.run();
  table expected = dense_by_definition<V>(head.problem);
  for (row& of_query : expected)
    for (double& x : of_query) x = std::isnan(x) ? 0 : x;  // a query of such keys alone
  BOOST_TEST(error(read(head.problem.out), expected) < 1e-13);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(keeps_a_nan_in_the_row_of_its_query, V, rings) {
  trial<V, double> head(machine<double>{}, ring_sizes(6, 3, 2, 2), 3);
  cell(head.problem.q, 3, 1) = std::nan("");
  head.run();
  const table out = read(head.problem.out);
  for (std::size_t i = 0; i < 6; ++i) BOOST_TEST(std::isnan(out[i][0]) == (i == 3));
}

/// Each device sends all blocks but the last that it gets: (p - 1)(n/p)(d_k + d_v) words.
BOOST_AUTO_TEST_CASE_TEMPLATE(sends_every_block_past_every_device, V, rings) {
  for (long long devices : {1, 2, 3, 4, 6, 12}) {
    const checked_point at = check_at<V>(ring_sizes(12, devices, 3, 2));
    BOOST_TEST(at.has_messages);
    BOOST_TEST(at.equal());
    BOOST_TEST(whole(at.counted_messages.device) == (devices - 1) * (12 / devices) * 5);
    BOOST_TEST(whole(at.counted_messages.all) == (devices - 1) * 12 * 5);
  }
}

BOOST_AUTO_TEST_CASE(computes_as_flash2_with_a_tile_for_each_device) {
  for (long long devices : {1, 2, 4}) {
    variant_sizes<long long> s = ring_sizes(8, devices, 3, 2);
    s.B_r = 8 / devices, s.B_c = 8 / devices;
    operations<integer> tiled = flash2::claim(checking::sizes_as<integer>(s));
    tiled.sqrt += devices - 1, tiled.div += devices - 1;  // a scale each
    BOOST_TEST((ring::claim(checking::sizes_as<integer>(s)) == tiled));
  }
}

/// A later key and value in the block of the query's own device, and one of another device.
BOOST_AUTO_TEST_CASE(keeps_nan_behind_the_mask) {
  for (const long long later : {3, 5}) {
    trial<ring_causal, double> head(machine<double>{}, ring_sizes(6, 3, 2, 2), 3);
    cell(head.problem.k, later, 0) = cell(head.problem.v, later, 1) = std::nan("");
    head.run();
    const table out = read(head.problem.out);
    for (long long i = 0; i < 6; ++i) BOOST_TEST(std::isnan(out[static_cast<std::size_t>(i)][1]) == (i >= later));
  }
}

/// n(n + n/p)/2 pairs, of which n(n + 1)/2 are not masked; the busiest device does p of its (p + 1)/2 on average.
BOOST_AUTO_TEST_CASE(takes_no_block_of_later_positions) {
  for (long long devices : {1, 2, 3, 4, 6, 12}) {
    const checked_point at = check_at<ring_causal>(ring_sizes(12, devices, 3, 2));
    const long long block = 12 / devices;
    BOOST_TEST(whole(at.counted.mac) == devices * (devices + 1) / 2 * block * block * 5);
  }
}

/// Gradients are those of one device, and go home: K and V hop p - 1 times, dK and dV p times.
BOOST_AUTO_TEST_CASE(gradients_are_those_of_flash2) {
  for (long long devices : {1, 2, 3, 4, 6, 12}) {
    variant_sizes<long long> s = ring_sizes(12, devices, 3, 2);
    s.B_r = 5, s.B_c = 4;
    trial<ring_backward, double> round(machine<double>{}, s, 7);
    trial<flash2_backward, double> one(machine<double>{}, s, 7);
    round.run(), one.run();
    for (int which = 0; which < 3; ++which)
      BOOST_TEST(error(read(round.problem.made[which]), read(one.problem.made[which])) < 1e-12);
    const checked_point at = check_at<ring_backward>(s);
    BOOST_TEST(at.equal());
    const long long hops = devices == 1 ? 0 : 2 * devices - 1;
    BOOST_TEST(whole(at.counted_messages.device) == hops * (12 / devices) * 5);
    BOOST_TEST(whole(at.counted_messages.all) == hops * 12 * 5);
  }
}

BOOST_AUTO_TEST_CASE(needs_devices_that_divide_the_positions) {
  BOOST_TEST(!ring::impossible(ring_sizes(6, 3, 1, 1)));
  for (long long devices : {0, 4, 7, 12}) BOOST_TEST(ring::impossible(ring_sizes(6, devices, 1, 1)) != nullptr);
  BOOST_TEST(ring::impossible(ring_sizes(0, 2, 1, 1)) != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
