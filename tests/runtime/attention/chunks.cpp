// Attention in chunks on the fast kernels: against loops in double, at sizes that chunks do not divide.
#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include <conform/attention.hpp>
#include <conform/operation/cast.hpp>
#include <conform/operation/permute.hpp>
#include <conform/tensor.hpp>

#include "runtime/attention/grouped.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

struct point {
  long long n_q, n_k, chunk, window = 0;
};
/// No chunk, one key each, lengths within, just below, at and beyond vectors, panels of queries, tiles and all keys.
constexpr point points[]{{1, 1, 1},       {5, 5, 2},        {9, 9, 1},      {48, 48, 16},       {100, 100, 1},
                         {100, 100, 33},  {150, 197, 7},    {150, 197, 64}, {150, 197, 65},     {150, 197, 196},
                         {150, 197, 197}, {150, 197, 1000}, {197, 150, 48}, {197, 150, 70},     {20, 300, 256},
                         {20, 300, 290},  {3, 300, 100},    {8, 300, 3},    {2, 300, 150},      {1, 300, 128},
                         {9, 3, 2},       {4, 0, 3},        {0, 4, 3},      {150, 197, 40, 11}, {700, 700, 96},
                         {700, 700, 256}};

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_in_chunks)

BOOST_AUTO_TEST_CASE(kernels_as_loops) {
  for (const point& p : points)
    BOOST_TEST_CONTEXT("n_q " << p.n_q << " n_k " << p.n_k << " chunk " << p.chunk << " window " << p.window) {
      pattern keys = causal_chunks(p.chunk);
      keys.window = p.window;
      q_of<double> q{sizes::n_q = p.n_q};
      k_of<double> k{sizes::n_k = p.n_k};
      v_of<double> v{sizes::n_k = p.n_k};
      fill(q, 1), fill(k, 2), fill(v, 3);
      const auto exact = attention(q, k, v, keys);
      const auto fq = cast<float>(q);
      const auto fk = cast<float>(k);
      const auto fv = cast<float>(v);
      BOOST_TEST(apart(attention(fq, fk, fv, keys), exact) < 4e-6);
      // keys that lie side by side, values that do not
      const auto turned_k = copy(permute<head_dim, head, key>(fk));
      const auto turned_v = copy(permute<value_dim, key, head>(fv));
      BOOST_TEST(apart(attention(fq, turned_k, turned_v, keys), exact) < 4e-6);
    }
}

/// A chunk of all keys is none.
BOOST_AUTO_TEST_CASE(one_chunk_is_causal) {
  q_of<float> q{sizes::n_q = 90};
  k_of<float> k{sizes::n_k = 100};
  v_of<float> v{sizes::n_k = 100};
  fill(q, 1), fill(k, 2), fill(v, 3);
  const auto all = attention(q, k, v, causal);
  for (long long length : {100ll, 101ll, 1ll << 62}) {
    const auto chunked = attention(q, k, v, causal_chunks(length));
    BOOST_TEST(std::equal(all.begin(), all.end(), chunked.begin()));
  }
}

/// Few queries of keys and values in bf16: no cell is widened in memory.
BOOST_AUTO_TEST_CASE(decoded_from_bf16) {
  for (long long chunk : {1, 2, 100, 127, 300}) {
    tensor<float, head<2>, query<3>, head_dim<20>> q;
    k_of<bf16> k{sizes::n_k = 257};
    v_of<bf16> v{sizes::n_k = 257};
    fill(q, 1), fill(k, 2), fill(v, 3);
    const auto exact = attention(cast<double>(q), cast<double>(k), cast<double>(v), causal_chunks(chunk));
    BOOST_TEST(apart(attention(q, k, v, causal_chunks(chunk)), exact) < 4e-6);
  }
}

/// A number that no query of another chunk may see stays out, where it is not a number.
BOOST_AUTO_TEST_CASE(other_chunks_stay_out) {
  tensor<float, query<200>, head_dim<16>> q;
  tensor<float, key<200>, head_dim<16>> k;
  tensor<float, key<200>, value_dim<16>> v;
  fill(q, 1), fill(k, 2), fill(v, 3);
  v.data()[75 * 16 + 3] = std::nanf("7"), k.data()[130 * 16] = std::nanf("");
  const auto out = attention(q, k, v, causal_chunks(60));
  for (int i = 0; i < 200; ++i) {
    const bool sees_value = i >= 75 && i < 120, sees_key = i >= 130 && i < 180;
    BOOST_TEST(std::isnan(out.data()[i * 16 + 3]) == (sees_value || sees_key));
    BOOST_TEST(std::isnan(out.data()[i * 16 + 2]) == sees_key);
  }
}

BOOST_AUTO_TEST_SUITE_END()
