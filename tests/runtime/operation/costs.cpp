// The metered claim of every operation, a polynomial, evaluated at numbers, is what counted execution counts, and the
// hand-written count of the tests.
#include <boost/test/unit_test.hpp>
#include <static/operation/counting.hpp>

namespace {

using namespace counting;

template <class Case>
void agrees_with_meter() {
  meter claims;
  Case::template run<metered>(place<metered>{machine<metered>(claims)});
  BOOST_TEST(claims.live.is_zero());
  operations<polynomial> claimed;
  for (const auto& row : claims.places.rows) claimed = claimed + row.done;
  for (long long r : {1, 2, 7})
    for (long long c : {1, 3, 8})
      for (long long e : {1, 2, 5}) {
        const auto value = [&](const polynomial& p) {
          return static_cast<long long>(evaluate(p, [&](int id) {
            const char first = claims.sizes[static_cast<std::size_t>(id)].name[0];
            return integer{first == 'r' ? r : first == 'c' ? c : e};
          }));
        };
        const ledger book = counted_run<Case>(r, c, e);
        const tally expected = Case::expected(r, c, e);
        BOOST_TEST((book.done == expected));
        const tally metered_count{value(claimed.mul),  value(claimed.add), value(claimed.div),  value(claimed.exp),
                                  value(claimed.cmp),  value(claimed.sqrt), value(claimed.log), value(claimed.tanh),
                                  value(claimed.erf),  value(claimed.sin), value(claimed.cos),  value(claimed.mac)};
        BOOST_TEST((metered_count == expected));
        long long peak = 0;
        for (const memory_peak& p : claims.peaks) peak = value(p.live) > peak ? value(p.live) : peak;
        BOOST_TEST(peak == book.peak);
      }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(operation_costs)

BOOST_AUTO_TEST_CASE(elementwise) { agrees_with_meter<adds>(), agrees_with_meter<multiplies>(); }
BOOST_AUTO_TEST_CASE(activations) {
  agrees_with_meter<activates<activation::relu>>();
  agrees_with_meter<activates<activation::silu>>();
  agrees_with_meter<activates<activation::gelu>>();
  agrees_with_meter<activates<activation::gelu_tanh>>();
}
BOOST_AUTO_TEST_CASE(norms) { agrees_with_meter<rms_norms>(), agrees_with_meter<layer_norms>(); }
BOOST_AUTO_TEST_CASE(rotary_embedding) { agrees_with_meter<rotates>(); }
BOOST_AUTO_TEST_CASE(softmax_of_rows) { agrees_with_meter<softmaxes>(); }
BOOST_AUTO_TEST_CASE(reductions) { agrees_with_meter<reduces>(); }
BOOST_AUTO_TEST_CASE(rankings) { agrees_with_meter<ranks>(); }
BOOST_AUTO_TEST_CASE(einsums) { agrees_with_meter<sums_products>(); }
BOOST_AUTO_TEST_CASE(what_is_free) { agrees_with_meter<costs_nothing>(); }

BOOST_AUTO_TEST_SUITE_END()
