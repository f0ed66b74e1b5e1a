// What dense attention tells the meter that it moves: queries, the keys and values that are scored and the output, each
// once, as executed; and the scores four times, as standard attention is claimed and executed to move them.
#include <boost/test/unit_test.hpp>

#include <conform/attention/attention.hpp>
#include <conform/attention/dense_standard.hpp>
#include <law/touched.hpp>

namespace {

using namespace touching;

/// rows queries score cols keys of one head of deep, for two heads of queries.
template <int Window>
struct attends {
  static constexpr pattern keys = Window < 0 ? full : Window == 0 ? causal : pattern{true, Window};

  static void run(const auto& at, const auto& begin) {
    auto q = at.template make<group<2>, query<rows>, head_dim<counting::deep>>();
    auto k = at.template make<key<cols>, head_dim<counting::deep>>();
    auto v = at.template make<key<cols>, value_dim<counting::deep>>();
    begin();
    auto out = attention(q, k, v, keys);
  }
  static long long pairs(long long r, long long c) {
    return static_cast<long long>(scored_pairs(keys, integer{r}, integer{c}));
  }
};

/// The kernel keeps the scores of one head in cells that it uses again for the next: read and written, each counts
/// once.
template <class Case>
void agrees() {
  for (const long long r : {1, 2, 5})
    for (const long long c : {5, 6, 9})
      for (const long long e : {1, 2, 6}) {
        const long long scores = Case::pairs(r, c);
        BOOST_TEST(moved<Case>(r, c, e) - 2 * 4 * scores == touched<Case>(r, c, e) - 2 * scores,
                   r << " " << c << " " << e);
      }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_moves)

BOOST_AUTO_TEST_CASE(operands_that_are_scored) {
  agrees<attends<-1>>(), agrees<attends<0>>(), agrees<attends<1>>(), agrees<attends<3>>(), agrees<attends<20>>();
}

/// dense_standard's words are claimed and counted in a scratchpad (conform verify).
BOOST_AUTO_TEST_CASE(scores_as_in_standard_attention) {
  for (const long long n : {1, 3, 8}) {
    const variant_sizes<long long> one{.n_q = n, .n_k = 2 * n, .d_k = 4, .d_v = 5};
    const traffic<long long> io = dense_standard::io(one);
    const attention_sizes<integer> head{n, 2 * n, 4, 5, 1};
    const auto scores = static_cast<long long>(dense::moved_scores(head, full));
    BOOST_TEST(io.loads + io.stores == n * 4 + 2 * n * (4 + 5) + n * 5 + scores);
  }
}

BOOST_AUTO_TEST_SUITE_END()
