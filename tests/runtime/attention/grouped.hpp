#pragma once
// grouped: operands of attention whose heads share keys in groups, of widths that no vector divides.

#include <cmath>

#include <boost/test/unit_test.hpp>

#include <conform/size/alphabet.hpp>
#include <conform/tensor.hpp>

#include "worse.hpp"

template <class T>
using q_of = conform::tensor<T, conform::axes::head<2>, conform::axes::group<2>,
                             conform::axes::query<conform::sizes::n_q>, conform::axes::head_dim<20>>;
template <class T>
using k_of = conform::tensor<T, conform::axes::head<2>, conform::axes::key<conform::sizes::n_k>,
                             conform::axes::head_dim<20>>;
template <class T>
using v_of = conform::tensor<T, conform::axes::head<2>, conform::axes::key<conform::sizes::n_k>,
                             conform::axes::value_dim<19>>;

template <class Tensor>
void fill(Tensor& x, int seed) {
  long long next = seed;
  for (auto& cell : x)
    cell = static_cast<conform::number_of<Tensor>>(static_cast<float>((next = next * 131 % 10007) - 5003) / 2500);
}

/// The largest difference of cells.
template <class A, class B>
double apart(const A& a, const B& b) {
  BOOST_TEST_REQUIRE(a.size() == b.size());
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    worst = worse(worst, std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i])));
  return worst;
}
