// Layers by themselves: the cache and its limits, learned positions, a layer without a cache, what it costs in all.
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>
#include <random>

#include <conform/attention/multi_head.hpp>
#include <conform/layer/block.hpp>
#include <conform/layer/embedding.hpp>
#include <conform/layer/rotary.hpp>
#include <conform/operation/copy.hpp>
#include <conform/size/alphabet.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

void randomize(auto& cells, std::mt19937& random) {
  std::uniform_real_distribution<double> any(-1, 1);
  for (auto& x : cells) x = static_cast<std::remove_reference_t<decltype(x)>>(any(random));
}
struct filler {
  std::mt19937& random;
  void enter(const char*) {}
  void leave() {}
  void parameter(auto& p) { randomize(*p, random); }
};
auto refused(std::string text) {
  return [text](const std::exception& e) { return e.what() == text; };
}

using cache_of = key_value_cache<double, 2, sizes::context, sizes::seq, 3, 4>;
/// What a step binds.
auto sizes_of_step(long long past, long long fresh) {
  bound_sizes<cache_of::named> out;
  tensor<char, key<sizes::context>, query<sizes::seq>> both{sizes::context = past, sizes::seq = fresh};
  out.meet(both.sizes());
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cache)

BOOST_AUTO_TEST_CASE(holds_what_was_appended_in_order) {
  std::mt19937 random(1);
  cache_of cache;
  cache.make({}, sizes_of_step(0, 3), 7);
  tensor<double, batch<2>, key<7>, head<3>, head_dim<4>> all;
  randomize(all, random);
  for (const auto& [past, fresh] : {std::pair{0, 3}, {3, 0}, {3, 2}, {5, 1}, {6, 1}}) {
    cache.resize(sizes_of_step(past, fresh));
    tensor<double, batch<2>, key<sizes::seq>, head<3>, head_dim<4>> added{sizes::seq = fresh};
    for (int b = 0; b < 2; ++b)
      std::copy_n(all.data() + (b * 7 + past) * 12, fresh * 12, added.data() + b * fresh * 12);
    cache.keys.append(added);
    const auto seen = cache.keys.all();
    const auto extent = extents_of(seen);
    BOOST_TEST(extent.at[1] == past + fresh);
    for (int b = 0; b < 2; ++b)
      for (int j = 0; j < past + fresh; ++j)
        for (int f = 0; f < 12; ++f)
          BOOST_TEST_REQUIRE(seen.data()[b * seen.strides().stride[0] + j * seen.strides().stride[1] + f] ==
                             all.data()[(b * 7 + j) * 12 + f]);
  }
}

BOOST_AUTO_TEST_CASE(refuses_more_than_it_was_made_for) {
  cache_of cache;
  cache.make({}, sizes_of_step(0, 3), 4);
  tensor<double, batch<2>, key<sizes::seq>, head<3>, value_dim<4>> two{sizes::seq = 2};
  cache.resize(sizes_of_step(3, 2));
  BOOST_CHECK_EXCEPTION(cache.values.append(two), size_mismatch,
                        refused("cache positions: expected at most 4, found 5"));
  BOOST_CHECK_THROW(cache.keys.all(), size_mismatch);
  cache.resize(sizes_of_step(2, 2));
  cache.values.append(two);
}

BOOST_AUTO_TEST_CASE(refuses_a_step_of_another_size) {
  cache_of cache;
  cache.make({}, sizes_of_step(0, 3), 8);
  tensor<double, batch<2>, key<sizes::seq>, head<3>, value_dim<4>> two{sizes::seq = 2};
  BOOST_CHECK_THROW(cache.values.append(two), size_mismatch);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(embeddings)

BOOST_AUTO_TEST_CASE(refuse_ids_and_positions_outside_their_tables) {
  embedding<float, 5, 4, 2> table(true);
  make_parameters(table);
  tensor<int, batch<1>, query<3>> ids;
  (void)table(ids, 1);
  BOOST_CHECK_THROW(table(ids, 2), index_error);
  BOOST_CHECK_THROW(table(ids, -1), index_error);
  ids.data()[2] = 5;
  BOOST_CHECK_THROW(table(ids, 0), index_error);
  ids.data()[2] = -1;
  BOOST_CHECK_THROW(table(ids, 0), index_error);
}

BOOST_AUTO_TEST_CASE(of_bytes_know_positions_beyond_255) {
  embedding<float, 256, 600, 1> table(true);
  make_parameters(table);
  for (int p = 0; p < 600; ++p) (*table.positions).data()[p] = static_cast<float>(p);
  const tensor<std::uint8_t, batch<1>, query<600>> ids;
  const auto x = table(ids, 0);
  for (int p = 0; p < 600; ++p) BOOST_TEST_REQUIRE(x.data()[p] == static_cast<float>(p));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rotary_tables_of_a_step)

BOOST_AUTO_TEST_CASE(turn_scores_by_their_distance_only) {
  rotary_positions<double, sizes::seq, 6> turns(machine<double>{}, 10000);
  std::mt19937 random(2);
  tensor<double, query<1>, head_dim<6>> q;
  randomize(q, random);
  const auto score = [&](long long query_at, long long key_at) {
    double sum = 0;
    tensor<double, query<sizes::seq>, head_dim<6>> turned_q{sizes::seq = 1}, turned_k{sizes::seq = 1};
    std::copy_n(q.data(), 6, turned_q.data()), std::copy_n(q.data(), 6, turned_k.data());
    turns.make(turned_q.sizes(), query_at);
    turned_q = turns.turned<query>(std::move(turned_q));
    turns.make(turned_k.sizes(), key_at);
    turned_k = turns.turned<query>(std::move(turned_k));
    for (int f = 0; f < 6; ++f) sum += turned_q.data()[f] * turned_k.data()[f];
    return sum;
  };
  for (long long distance : {0, 1, 7})
    for (long long at : {0, 5, 4000}) BOOST_TEST(std::abs(score(at + distance, at) - score(distance, 0)) < 1e-10);
  BOOST_TEST(std::abs(score(1, 0) - score(0, 0)) > 1e-3);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(attention_without_a_cache)

using encoder = self_attention<counted<double>, sizes::d, sizes::heads, 1, sizes::head_dim>;

/// multi_head claims what self_attention does: every kind, and the peak beside an input that is kept.
BOOST_AUTO_TEST_CASE(costs_what_multi_head_claims) {
  for (long long n : {1, 2, 3, 7})
    for (long long heads : {1, 2, 3})
      for (long long wide : {1, 2, 5})
        for (const pattern& keys : {full, causal, causal_window(2)})
          BOOST_TEST_CONTEXT(n << ' ' << heads << ' ' << wide) {
            ledger book;
            encoder layer(attention_options{});
            const tensor<char, model<sizes::d>, head<sizes::heads>, head_dim<sizes::head_dim>> dims{
                sizes::d = heads * wide, sizes::heads = heads, sizes::head_dim = wide};
            make_parameters(layer, machine<counted<double>>(book), dims.sizes());
            const tensor<counted<double>, query<sizes::n>, model<sizes::d>> x(book, sizes::n = n,
                                                                              sizes::d = heads * wide);
            const long long before = book.peak = book.live;
            const auto y = layer(copy(x), keys);
            variant_sizes<integer> sizes_;
            sizes_.n_q = sizes_.n_k = n, sizes_.heads = heads, sizes_.d_m = heads * wide;
            sizes_.d_k = sizes_.d_v = wide;
            const operations<integer> claim = multi_head::claim(sizes_, keys);
            list<long long> claimed;
            claim.each([&](const char*, integer count) { claimed.push_back(static_cast<long long>(count)); });
            std::size_t kind = 0;
            book.done.each([&](const char* name, long long count) { BOOST_TEST(count == claimed[kind++], name); });
            BOOST_TEST(book.done.mac == static_cast<long long>(claim.mac));
            BOOST_TEST(book.peak - before == static_cast<long long>(multi_head::scratch(sizes_)));
            BOOST_TEST(y.size() == x.size());
          }
}

/// A model without positions: full attention commutes with any order of the positions.
BOOST_AUTO_TEST_CASE(moves_with_its_positions) {
  std::mt19937 random(3);
  self_attention<double, 6, 2, 2, 3> layer(attention_options{.qkv_bias = true, .out_bias = true, .qk_norm = true});
  make_parameters(layer);
  filler fill{random};
  visit_parameters(layer, fill);
  tensor<double, query<4>, model<6>> x, moved;
  randomize(x, random);
  constexpr int to[]{2, 0, 3, 1};
  for (int i = 0; i < 4; ++i) std::copy_n(x.data() + i * 6, 6, moved.data() + to[i] * 6);
  const auto y = layer(std::move(x)), z = layer(std::move(moved));
  double size = 0;
  for (int i = 0; i < 4; ++i)
    for (int f = 0; f < 6; ++f) {
      BOOST_TEST(std::abs(y.data()[i * 6 + f] - z.data()[to[i] * 6 + f]) < 1e-12);
      size = std::max(size, std::abs(y.data()[f] - y.data()[i * 6 + f]));
    }
  BOOST_TEST(size > 1e-3);
}

BOOST_AUTO_TEST_SUITE_END()
