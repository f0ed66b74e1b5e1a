// What typed operations on plain numbers cost beside loops written by hand over the same row-major memory: nothing is
// to be paid for names. Each pair does the same arithmetic in the same order.

#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

#include <conform/attention.hpp>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
inline constexpr struct d : size<"d"> { using size::operator=; } d;

/// Small numbers that differ from cell to cell.
template <class Tensor>
void fill_up(Tensor& x) {
  int next = 1;
  for (auto& cell : x) cell = static_cast<float>((next = next * 131 % 1009) - 504) / 504;
}

void sizes_of_interest(benchmark::internal::Benchmark* b) {
  for (long size : {16, 128, 512}) b->Args({size, 64});
}

void contract_typed(benchmark::State& state) {
  tensor<float, query<n>, head_dim<d>> q{n = state.range(0), d = state.range(1)};
  tensor<float, key<m>, head_dim<d>> k{m = state.range(0), d = state.range(1)};
  fill_up(q), fill_up(k);
  for (auto _ : state) {
    const auto scores = contract<head_dim>(q, k);
    benchmark::DoNotOptimize(scores.data());
  }
}
BENCHMARK(contract_typed)->Apply(sizes_of_interest);

void contract_loops(benchmark::State& state) {
  const long rows = state.range(0), width = state.range(1);
  tensor<float, query<n>, head_dim<d>> q{n = rows, d = width}, k{n = rows, d = width};
  fill_up(q), fill_up(k);
  for (auto _ : state) {
    std::vector<float> scores(static_cast<std::size_t>(rows * rows));
    for (long i = 0; i < rows; ++i)
      for (long j = 0; j < rows; ++j) {
        float sum = 0;
        for (long f = 0; f < width; ++f) sum += q.data()[i * width + f] * k.data()[j * width + f];
        scores[static_cast<std::size_t>(i * rows + j)] = sum;
      }
    benchmark::DoNotOptimize(scores.data());
  }
}
BENCHMARK(contract_loops)->Apply(sizes_of_interest);

void attention_typed(benchmark::State& state) {
  tensor<float, query<n>, head_dim<d>> q{n = state.range(0), d = state.range(1)};
  tensor<float, key<n>, head_dim<d>> k{n = state.range(0), d = state.range(1)};
  tensor<float, key<n>, value_dim<d>> v{n = state.range(0), d = state.range(1)};
  fill_up(q), fill_up(k), fill_up(v);
  for (auto _ : state) {
    const auto y = attention(q, k, v);
    benchmark::DoNotOptimize(y.data());
  }
}
BENCHMARK(attention_typed)->Apply(sizes_of_interest);

void attention_loops(benchmark::State& state) {
  const long rows = state.range(0), width = state.range(1);
  tensor<float, query<n>, head_dim<d>> q{n = rows, d = width}, k{n = rows, d = width}, v{n = rows, d = width};
  fill_up(q), fill_up(k), fill_up(v);
  const float scale = 1 / std::sqrt(static_cast<float>(width));
  for (auto _ : state) {
    std::vector<float> scores(static_cast<std::size_t>(rows * rows)), out(static_cast<std::size_t>(rows * width));
    for (long i = 0; i < rows; ++i) {
      float* const row = scores.data() + i * rows;
      float largest = -INFINITY, total = 0;
      for (long j = 0; j < rows; ++j) {
        float sum = 0;
        for (long f = 0; f < width; ++f) sum += q.data()[i * width + f] * k.data()[j * width + f];
        row[j] = sum * scale;
      }
      for (long j = 0; j < rows; ++j) largest = std::max(largest, row[j]);
      for (long j = 0; j < rows; ++j) total += row[j] = std::exp(row[j] - largest);
      for (long j = 0; j < rows; ++j) row[j] /= total;
      for (long w = 0; w < width; ++w) {
        float sum = 0;
        for (long j = 0; j < rows; ++j) sum += row[j] * v.data()[j * width + w];
        out[static_cast<std::size_t>(i * width + w)] = sum;
      }
    }
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(attention_loops)->Apply(sizes_of_interest);

}  // namespace
