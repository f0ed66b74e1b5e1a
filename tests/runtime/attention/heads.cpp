// Attention layers and latent attention: their numbers against the definition, and what the papers say of their costs.
#include <boost/test/unit_test.hpp>

#include <string>

#include <conform/attention/checking.hpp>
#include <conform/attention/cost.hpp>
#include <conform/attention/grouped_query.hpp>
#include <conform/attention/latent.hpp>
#include <conform/attention/multi_head.hpp>

#include "definition.hpp"

using namespace conform;
using namespace definition;

namespace {

constexpr double tolerance = 1e-12;

variant_sizes<long long> layer_sizes(long long n, long long heads, long long kv_heads, long long d_k, long long d_v,
                                     long long d_m) {
  variant_sizes<long long> s;
  s.n_q = s.n_k = n, s.heads = heads, s.kv_heads = kv_heads, s.d_k = d_k, s.d_v = d_v, s.d_m = d_m;
  return s;
}
variant_sizes<long long> latent_sizes(long long n_q, long long n_k, long long d_k, long long d_R, long long d_v,
                                      long long d_c) {
  variant_sizes<long long> s;
  s.n_q = n_q, s.n_k = n_k, s.d_k = d_k, s.d_R = d_R, s.d_v = d_v, s.d_c = d_c;
  return s;
}

/// Head h of the layer, with head h·kv_heads/heads of keys and values.
table layer_by_definition(const head_problem<double>& p, std::size_t kv_heads) {
  const auto heads = static_cast<std::size_t>(p.size.heads), d_k = static_cast<std::size_t>(p.size.d_k);
  const auto d_v = static_cast<std::size_t>(p.size.d_v);
  const table x = read(p.given[0]);
  const table q = product(x, read(p.given[1])), k = product(x, read(p.given[2]));
  const table v = product(x, read(p.given[3]));
  table mixed(x.size());
  for (std::size_t h = 0; h < heads; ++h) {
    const std::size_t g = h * kv_heads / heads;
    mixed = beside(mixed, softmax_attention(columns(q, h * d_k, d_k), columns(k, g * d_k, d_k),
                                            columns(v, g * d_v, d_v), static_cast<double>(d_k)));
  }
  return product(mixed, read(p.given[4]));
}

template <class V>
double layer_error(const variant_sizes<long long>& s, long long kv_heads, double larger = 1) {
  trial<V, double> head(machine<double>{}, s, 7);
  scale(head.problem.given[1], larger);
  head.run();
  return error(read(head.problem.out),
               layer_by_definition(head.problem, static_cast<std::size_t>(kv_heads)));
}

/// Keys and values of the latent, queries and keys in both parts.
table latent_by_definition(const head_problem<double>& p) {
  const table latent = read(p.given[1]);
  const table k = beside(product(latent, read(p.given[3])), read(p.given[2]));
  const table v = product(latent, read(p.given[4]));
  return softmax_attention(beside(read(p.q), read(p.given[0])), k, v,
                           static_cast<double>(p.size.d_k + p.size.d_R));
}

long long whole(integer x) { return static_cast<long long>(x); }

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_layers)

BOOST_AUTO_TEST_CASE(equal_their_definition) {
  for (const double larger : {1.0, 30.0})
    for (long long n : {1, 2, 7})
      for (long long d_m : {1, 5})
        for (long long heads : {1, 2, 4, 6}) {
          BOOST_TEST(layer_error<mha>(layer_sizes(n, heads, 0, 3, 2, d_m), heads, larger) < tolerance);
          BOOST_TEST(layer_error<mqa>(layer_sizes(n, heads, 0, 2, 3, d_m), 1, larger) < tolerance);
          for (long long kv_heads : {1, 2, 3, 4, 6})
            if (heads % kv_heads == 0)
              BOOST_TEST(layer_error<gqa>(layer_sizes(n, heads, kv_heads, 3, 2, d_m), kv_heads, larger) < tolerance);
        }
}

BOOST_AUTO_TEST_CASE(refuse_what_cannot_be) {
  BOOST_TEST(gqa::impossible(layer_sizes(4, 4, 3, 2, 2, 8)) == std::string("kv_heads divides heads"));
  BOOST_TEST(gqa::impossible(layer_sizes(4, 4, 0, 2, 2, 8)) != nullptr);
  BOOST_TEST(gqa::impossible(layer_sizes(4, 0, 1, 2, 2, 8)) != nullptr);
  BOOST_TEST(mha::impossible(layer_sizes(4, 2, 0, 0, 2, 8)) != nullptr);
  variant_sizes<long long> s = layer_sizes(4, 4, 2, 2, 2, 8);
  BOOST_TEST(!gqa::impossible(s));
  s.n_k = 5;
  BOOST_TEST(gqa::impossible(s) != nullptr);
  BOOST_TEST(mqa::impossible(s) != nullptr);
}

/// One grouping is the other's limit: one head of keys and values a query head, or one for all.
BOOST_AUTO_TEST_CASE(of_grouped_queries_range_from_multi_query_to_multi_head) {
  const auto s = checking::sizes_as<integer>(layer_sizes(5, 6, 6, 3, 2, 7));
  BOOST_TEST((gqa::claim(s) == mha::claim(s)));
  const auto one = checking::sizes_as<integer>(layer_sizes(5, 6, 1, 3, 2, 7));
  BOOST_TEST((gqa::claim(one) == mqa::claim(one)));
}

/// cost_of<multi_head> is about the square layer, at numbers the same as mha's claim.
BOOST_AUTO_TEST_CASE(have_square_formulas_that_agree_with_their_claims) {
  using sizes::d, sizes::heads, sizes::n;
  constexpr auto formulas = cost_of<multi_head>;
  for (long long positions : {1, 3, 8})
    for (long long count : {1, 2, 5})
      for (long long width : {1, 2, 4}) {
        const auto s = checking::sizes_as<integer>(layer_sizes(positions, count, 0, width, width, count * width));
        const operations<integer> claim = mha::claim(s);
        std::vector<long long> claimed;
        claim.each([&](const char*, integer x) { claimed.push_back(whole(x)); });
        claimed.push_back(whole(claim.matmul_flops())), claimed.push_back(whole(claim.unit_total()));
        claimed.push_back(whole(mha::scratch(s)));
        std::size_t kind = 0;
        formulas.each([&](const char* name, const auto& formula) {
          BOOST_TEST(whole(formula.at(n = positions, heads = count, d = count * width).value) == claimed[kind++], name);
        });
      }
}

/// n = 512, 12 heads of 64, d_m = 768.
BOOST_AUTO_TEST_CASE(cost_what_gpt2_small_does) {
  const operations<integer> done = mha::claim(checking::sizes_as<integer>(layer_sizes(512, 12, 12, 64, 64, 768)));
  BOOST_TEST(whole(done.mul) == 1613758464);
  BOOST_TEST(whole(done.add) == 1616904192);
  BOOST_TEST((whole(done.cmp) == 3145728 && whole(done.exp) == 3145728 && whole(done.div) == 3145740));
  BOOST_TEST(whole(done.sqrt) == 12);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(latent_attention_of_one_head)

BOOST_AUTO_TEST_CASE(is_the_same_in_both_forms_and_by_definition) {
  for (const double larger : {1.0, 30.0})
    for (long long n_q : {1, 4})
      for (long long n_k : {1, 6, 9})
        for (long long d_k : {1, 4})
          for (long long d_R : {0, 1, 3})
            for (long long d_c : {1, 5, 8}) {
              const auto s = latent_sizes(n_q, n_k, d_k, d_R, 3, d_c);
              trial<mla_naive, double> naive(machine<double>{}, s, 5);
              trial<mla_absorbed, double> absorbed(machine<double>{}, s, 5);
              scale(naive.problem.q, larger), scale(absorbed.problem.q, larger);
              naive.run(), absorbed.run();
              const table expected = latent_by_definition(naive.problem);
              BOOST_TEST(error(read(naive.problem.out), expected) < tolerance);
              BOOST_TEST(error(read(absorbed.problem.out), expected) < tolerance);
              BOOST_TEST(error(read(absorbed.problem.out), read(naive.problem.out)) < tolerance);
            }
}

template <class V>
void keeps_a_nan_in_its_row() {
  trial<V, double> head(machine<double>{}, latent_sizes(3, 4, 2, 2, 2, 3), 5);
  cell(head.problem.q, 1, 0) = std::nan("");
  cell(head.problem.given[0], 2, 1) = std::numeric_limits<double>::infinity();
  head.run();
  const table out = read(head.problem.out);
  BOOST_TEST(std::isfinite(out[0][0] + out[0][1]));
  BOOST_TEST((std::isnan(out[1][0]) && std::isnan(out[1][1])));
}
BOOST_AUTO_TEST_CASE(keeps_a_nan_in_the_row_of_its_query) {
  keeps_a_nan_in_its_row<mla_naive>();
  keeps_a_nan_in_its_row<mla_absorbed>();
}

BOOST_AUTO_TEST_CASE(without_keys_is_0) {
  trial<mla_naive, double> naive(machine<double>{}, latent_sizes(2, 0, 2, 1, 3, 2));
  trial<mla_absorbed, double> absorbed(machine<double>{}, latent_sizes(2, 0, 2, 1, 3, 2));
  naive.run(), absorbed.run();
  BOOST_TEST((read(naive.problem.out) == zeros(2, 3)));
  BOOST_TEST((read(absorbed.problem.out) == zeros(2, 3)));
}

/// DeepSeek-V2: d_h 128, d_R 64, d_v 128, d_c 512.
BOOST_AUTO_TEST_CASE(is_cheaper_absorbed_where_queries_are_few) {
  using sizes::d_c, sizes::d_k, sizes::d_R, sizes::d_v, sizes::n_k, sizes::n_q;
  constexpr auto naive = cost_of<mla_naive>.with(d_k = 128, d_R = 64, d_v = 128, d_c = 512);
  constexpr auto absorbed = cost_of<mla_absorbed>.with(d_k = 128, d_R = 64, d_v = 128, d_c = 512);
  static_assert(naive.matmul_flops == 640 * n_q * n_k + 2 * 512 * 256 * n_k);      // 320 multiply-adds a pair
  static_assert(absorbed.matmul_flops == 2176 * n_q * n_k + 2 * 512 * 256 * n_q);  // 1088
  const auto first_cheaper = [&](long long keys) {
    for (long long queries = 1;; ++queries)
      if (naive.matmul_flops.at(n_q = queries, n_k = keys).value < absorbed.matmul_flops.at(n_q = queries, n_k = keys).value)
        return queries;
  };
  BOOST_TEST(first_cheaper(1024) == 147);
  BOOST_TEST(first_cheaper(4096) == 164);
  BOOST_TEST(first_cheaper(65536) == 171);
  const double ratio = static_cast<double>(naive.matmul_flops.at(n_q = 1, n_k = 4096).value) /
                       static_cast<double>(absorbed.matmul_flops.at(n_q = 1, n_k = 4096).value);
  BOOST_TEST((117 < ratio && ratio < 118));
}

BOOST_AUTO_TEST_CASE(costs_what_a_step_against_4096_keys_does) {
  const auto s = checking::sizes_as<integer>(latent_sizes(1, 4096, 128, 64, 128, 512));
  const operations<integer> naive = mla_naive::claim(s), absorbed = mla_absorbed::claim(s);
  BOOST_TEST((whole(naive.mul) == 538185728 && whole(naive.add) == 538189824));
  BOOST_TEST((whole(absorbed.mul) == 4591616 && whole(absorbed.add) == 4595712));
  for (const auto& done : {naive, absorbed}) {
    BOOST_TEST((whole(done.cmp) == 4096 && whole(done.exp) == 4096 && whole(done.div) == 4097));
    BOOST_TEST(whole(done.sqrt) == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
