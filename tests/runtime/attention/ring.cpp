// Ring attention: its numbers are dense attention's whatever the number of devices, and the words that go round.
#include <boost/test/unit_test.hpp>

#include <conform/attention/checking.hpp>
#include <conform/attention/cost.hpp>
#include <conform/attention/ring.hpp>

#include "definition.hpp"

using namespace conform;
using namespace definition;

namespace {

variant_sizes<long long> ring_sizes(long long n, long long devices, long long d_k, long long d_v) {
  variant_sizes<long long> s;
  s.n_q = s.n_k = n, s.p = devices, s.d_k = d_k, s.d_v = d_v;
  return s;
}
table dense_by_definition(const head_problem<double>& p) {
  return softmax_attention(read(p.q), read(p.k), read(p.v),
                           static_cast<double>(p.size.d_k));
}
long long whole(integer x) { return static_cast<long long>(x); }

}  // namespace

BOOST_AUTO_TEST_SUITE(ring_attention)

BOOST_AUTO_TEST_CASE(equals_dense_attention) {
  for (const double larger : {1.0, 30.0})
    for (long long n = 1; n <= 12; ++n)
      for (long long devices = 1; devices <= n; ++devices) {
        if (n % devices != 0) continue;
        trial<ring, double> head(machine<double>{}, ring_sizes(n, devices, 3, 2), 11);
        scale(head.problem.q, larger);
        head.run();
        BOOST_TEST(error(read(head.problem.out), dense_by_definition(head.problem)) < 1e-13);
      }
}

/// A block of keys that no query can reach comes first at its own device.
BOOST_AUTO_TEST_CASE(survives_blocks_of_scores_of_minus_infinity) {
  trial<ring, double> head(machine<double>{}, ring_sizes(6, 3, 1, 2), 3);
  for (long long i = 0; i < 6; ++i) cell(head.problem.q, i, 0) = 1 + static_cast<double>(i);
  for (long long j : {0, 1}) cell(head.problem.k, j, 0) = -std::numeric_limits<double>::infinity();
  head.run();
  BOOST_TEST(error(read(head.problem.out), dense_by_definition(head.problem)) < 1e-13);
}

BOOST_AUTO_TEST_CASE(keeps_a_nan_in_the_row_of_its_query) {
  trial<ring, double> head(machine<double>{}, ring_sizes(6, 3, 2, 2), 3);
  cell(head.problem.q, 3, 1) = std::nan("");
  head.run();
  const table out = read(head.problem.out);
  for (std::size_t i = 0; i < 6; ++i) BOOST_TEST(std::isnan(out[i][0]) == (i == 3));
}

/// Each device sends all blocks but the last that it gets: (p - 1)(n/p)(d_k + d_v) words.
BOOST_AUTO_TEST_CASE(sends_every_block_past_every_device) {
  for (long long devices : {1, 2, 3, 4, 6, 12}) {
    const checked_point at = check_at<ring>(ring_sizes(12, devices, 3, 2));
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

BOOST_AUTO_TEST_CASE(needs_devices_that_divide_the_positions) {
  BOOST_TEST(!ring::impossible(ring_sizes(6, 3, 1, 1)));
  for (long long devices : {0, 4, 7, 12}) BOOST_TEST(ring::impossible(ring_sizes(6, devices, 1, 1)) != nullptr);
  BOOST_TEST(ring::impossible(ring_sizes(0, 2, 1, 1)) != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
