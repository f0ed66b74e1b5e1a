// small SHAPE nt|nn conform|eigen COUNT: small products COUNT times, {m, k} x {n, k} (nt) or {m, k} x {k, n} (nn), as a
// contraction of static shapes or by Eigen into a matrix that exists. `small` beside it counts instructions.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <eigen3/Eigen/Core>

#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

template <class Tensor>
Tensor filled() {
  Tensor x;
  int next = 1;
  for (auto& cell : x) cell = static_cast<float>((next = next * 131 % 1009) - 504) / 2016;
  return x;
}

template <int M, int N, int K>
struct products {
  template <int Rows, int Columns>
  using matrix = Eigen::Matrix<float, Rows, Columns, Eigen::RowMajor>;

  tensor<float, query<M>, head_dim<K>> q = filled<tensor<float, query<M>, head_dim<K>>>();
  tensor<float, key<N>, head_dim<K>> k = filled<tensor<float, key<N>, head_dim<K>>>();
  tensor<float, head_dim<K>, key<N>> across = filled<tensor<float, head_dim<K>, key<N>>>();
  matrix<M, N> out = matrix<M, N>::Zero();

  template <class B>
  float contracted(const B& b) {
    return contract<head_dim>(q, b).data()[M * N - 1];
  }
  template <class B>
  float multiplied(const B& b) {
    out.noalias() = Eigen::Map<const matrix<M, K>>(q.data()) * b;
    asm volatile("" : : "r"(out.data()) : "memory");
    return out(M - 1, N - 1);
  }
  float by(bool eigen, bool turned) {
    if (!eigen) return turned ? contracted(k) : contracted(across);
    return turned ? multiplied(Eigen::Map<const matrix<N, K>>(k.data()).transpose())
                  : multiplied(Eigen::Map<const matrix<K, N>>(across.data()));
  }
};

template <int M, int N, int K>
[[gnu::noinline]] int run(std::string_view form, std::string_view side, int count) {
  const auto all = std::make_unique<products<M, N, K>>();
  float sum = 0;
  for (int i = 0; i < count; ++i) sum += all->by(side == "eigen", form == "nt");
  std::printf("%.4g\n", static_cast<double>(sum));
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) return 2;
  const std::string_view shape = words[1];
  const int times = std::atoi(words[4]);
  if (shape == "4x4x4") return run<4, 4, 4>(words[2], words[3], times);
  if (shape == "8x8x8") return run<8, 8, 8>(words[2], words[3], times);
  if (shape == "16x16x64") return run<16, 16, 64>(words[2], words[3], times);
  if (shape == "16x64x16") return run<16, 64, 16>(words[2], words[3], times);
  if (shape == "32x32x32") return run<32, 32, 32>(words[2], words[3], times);
  if (shape == "64x64x64") return run<64, 64, 64>(words[2], words[3], times);
  return 2;
}
