// What runs element by element or row by row: activations, sums, norms; plain floats, one thread. Items are elements.

#include <algorithm>

#include <benchmark/benchmark.h>

#include <conform/operation/activation.hpp>
#include <conform/operation/elementwise.hpp>
#include <conform/operation/norm.hpp>
#include <conform/operation/softmax.hpp>

using namespace conform;

namespace {

inline constexpr struct tokens : size<"tokens"> { using size::operator=; } tokens;
inline constexpr struct width : size<"width"> { using size::operator=; } width;
template <auto N>
struct token : axis<N> {};
template <auto N>
struct model : axis<N> {};

using rows = tensor<float, token<tokens>, model<width>>;
using row = tensor<float, model<width>>;

template <class X>
void fill(X& x) {
  int next = 1;
  for (float& cell : x) cell = static_cast<float>((next = next * 131 % 1009) - 504) / 100;
}

/// In x's own cells, which hold the same numbers before every step.
template <class Step>
void run(benchmark::State& state, const Step& step) {
  rows x{tokens = state.range(0), width = state.range(1)}, first = x;
  row weight{width = state.range(1)}, bias{width = state.range(1)};
  fill(first), fill(weight), fill(bias);
  for (auto _ : state) {
    state.PauseTiming();
    std::copy(first.begin(), first.end(), x.begin());
    state.ResumeTiming();
    x = step(std::move(x), weight, bias);
    benchmark::DoNotOptimize(x.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * state.range(1));
}

void shapes(benchmark::internal::Benchmark* b) { b->Args({512, 768})->Args({512, 3072}); }

#define CONFORM_BENCH(name, ...)                                                                          \
  void name##_of_rows(benchmark::State& state) {                                                          \
    run(state, [](rows x, [[maybe_unused]] const row& weight, [[maybe_unused]] const row& bias) -> rows { \
      return __VA_ARGS__;                                                                                 \
    });                                                                                                   \
  }                                                                                                       \
  BENCHMARK(name##_of_rows)->Apply(shapes)

CONFORM_BENCH(relu, relu(std::move(x)));
CONFORM_BENCH(silu, silu(std::move(x)));
CONFORM_BENCH(gelu, gelu(std::move(x)));
CONFORM_BENCH(gelu_tanh, gelu_tanh(std::move(x)));
CONFORM_BENCH(add, std::move(x) + bias);
CONFORM_BENCH(times, std::move(x) * weight);
CONFORM_BENCH(rms_norm, rms_norm<model>(std::move(x), weight, 1e-5));
CONFORM_BENCH(layer_norm, layer_norm<model>(std::move(x), weight, bias, 1e-5));
CONFORM_BENCH(softmax, softmax<model>(std::move(x)));

}  // namespace
