// contract at the shapes of models: tokens {token, in} times weights {in, out} or {out, in}, floats, and weights, or
// both, stored as bf16; one thread, and two. Rates: items are multiply-adds, bytes those of the weights.

#include <benchmark/benchmark.h>

#include <conform/operation/contract.hpp>

using namespace conform;

namespace {

inline constexpr struct tokens : size<"tokens"> { using size::operator=; } tokens;
inline constexpr struct in : size<"in"> { using size::operator=; } in;
inline constexpr struct out : size<"out"> { using size::operator=; } out;
template <auto N> struct token : axis<N> {};
template <auto N> struct from_model : axis<N> {};
template <auto N> struct to_model : axis<N> {};

template <class Cell, class Weights>
void weights_times_tokens(benchmark::State& state) {
  tensor<Cell, token<tokens>, from_model<in>> x{tokens = state.range(0), in = state.range(1)};
  Weights w{in = state.range(1), out = state.range(2)};
  int next = 1;
  for (auto& cell : x) cell = Cell(static_cast<float>((next = next * 131 % 1009) - 504) / 504);
  for (auto& cell : w) cell = typename Weights::number(static_cast<float>((next = next * 131 % 1009) - 504) / 504);
  const with_threads threads(static_cast<int>(state.range(3)));
  for (auto _ : state) {
    const auto y = contract<from_model>(x, w);
    benchmark::DoNotOptimize(y.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * state.range(1) * state.range(2));
  state.SetBytesProcessed(state.iterations() * state.range(1) * state.range(2) *
                          static_cast<long>(sizeof(typename Weights::number)));
}
void model_shapes(benchmark::internal::Benchmark* b) {
  for (long threads : {1, 2})
    for (long count : {1, 8, 64, 512, 2048})
      for (auto [from, to] : {std::pair{768L, 768L}, {768L, 3072L}, {1024L, 4096L}, {4096L, 4096L}, {4096L, 14336L}})
        b->Args({count, from, to, threads});
  b->UseRealTime();
}
template <class Cell>
using in_out = tensor<Cell, from_model<in>, to_model<out>>;
template <class Cell>
using out_in = tensor<Cell, to_model<out>, from_model<in>>;
BENCHMARK(weights_times_tokens<float, in_out<float>>)->Apply(model_shapes);
BENCHMARK(weights_times_tokens<float, out_in<float>>)->Apply(model_shapes);
BENCHMARK(weights_times_tokens<float, in_out<bf16>>)->Apply(model_shapes);
BENCHMARK(weights_times_tokens<float, out_in<bf16>>)->Apply(model_shapes);
BENCHMARK(weights_times_tokens<bf16, in_out<bf16>>)->Apply(model_shapes);
BENCHMARK(weights_times_tokens<bf16, out_in<bf16>>)->Apply(model_shapes);

}  // namespace
