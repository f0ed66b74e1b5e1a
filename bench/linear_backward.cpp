// What linear attention and the backward pass of tiled attention take of the peak of fused multiply-adds, one thread.
// Each round measures the peak and every kernel in turn; the best of the rounds is printed, processor time.
//   bench_linear_backward [rounds]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include <conform/kernel/backward.hpp>
#include <conform/kernel/linear.hpp>

namespace {

using namespace conform::kernel;
using vector = lanes<float>;

double now() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}
/// Seconds of a call, of as many as take 2 ms or more.
template <class Body>
double seconds(const Body& body) {
  for (int calls = 1;; calls *= 2) {
    const double from = now();
    for (int i = 0; i < calls; ++i) body();
    const double taken = now() - from;
    if (taken >= 2e-3) return taken / calls;
  }
}
/// Flops of each second: a product whose operands stay in the first cache.
double peak(const float* a, const float* panel, float* out) {
  constexpr int rows = vector::rows, vectors = vector::vectors;
  constexpr std::ptrdiff_t terms = 64, width = vectors * vector::width;
  const double taken = seconds([&] {
    block<vector, rows, vectors> sums;
    sums.clear();
    for (int i = 0; i < 1000; ++i) product(sums, broadcast_rows<float>{a, terms, 1}, panel, width, terms);
    sums.store(out, width);
  });
  return 2.0 * rows * static_cast<double>(width * terms) * 1000 / taken;
}

/// Cells that begin where a line of the cache does.
struct lines : std::vector<float> {
  void resize(std::size_t count) { std::vector<float>::resize(count + 16); }
  float* data() {
    float* from = std::vector<float>::data();
    return from + (64 - reinterpret_cast<std::size_t>(from) % 64) % 64 / sizeof(float);
  }
};

struct heads {
  static constexpr int count = 8;
  std::ptrdiff_t n, d;
  lines q, k, v, out, d_out, d_q, d_k, d_v, totals, cells;

  heads(std::ptrdiff_t length, std::ptrdiff_t width) : n(length), d(width) {
    unsigned seed = 1;
    for (auto* x : {&q, &k, &v, &out, &d_out, &d_q, &d_k, &d_v}) {
      x->resize(static_cast<std::size_t>(count * n * d));
      for (float& cell : *x) cell = static_cast<float>((seed = seed * 1664525u + 1013904223u) >> 8) / (1 << 22) - 2;
    }
    totals.resize(static_cast<std::size_t>(count * 2 * n));
    cells.resize(
        static_cast<std::size_t>(std::max({tiled::workspace_cells<vector>(d, d), linear::workspace_cells<vector>(d, d),
                                           backward::workspace_cells<vector>(n, n, d, d)})));
  }
  template <class Body>
  void each(bool causal, const Body& body) {
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      const std::ptrdiff_t at = i * n * d;
      head<float> h{q.data() + at, k.data() + at, v.data() + at, out.data() + at, n, n, d, d, d, 1, d, 1, d, 1, d, 1};
      h.ordered = causal;
      body(h, at, i);
    }
  }
  void attend(bool causal) {
    each(causal, [&](head<float>& h, std::ptrdiff_t, std::ptrdiff_t i) {
      h.totals = totals.data() + i * 2 * n;
      tiled_attention<vector>(h, cells.data());
    });
  }
  void attend_linearly(bool causal) {
    each(causal, [&](head<float>& h, std::ptrdiff_t, std::ptrdiff_t) { linear_attention<vector>(h, cells.data()); });
  }
  void differentiate(bool causal) {
    each(causal, [&](head<float>& h, std::ptrdiff_t at, std::ptrdiff_t i) {
      h.totals = totals.data() + i * 2 * n;
      const head_gradients<float> g{
          h, d_out.data() + at, d_q.data() + at, d_k.data() + at, d_v.data() + at, d, 1, d, 1, d, 1, d, 1};
      attention_backward<vector>(g, cells.data());
    });
  }
};

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 7;
  std::printf("%6s %4s %7s %7s %9s %9s %9s\n", "n", "d", "", "linear", "of work", "tiled/lin", "backward");
  for (std::ptrdiff_t d : {64, 128})
    for (std::ptrdiff_t n : {96, 192, 512, 2048, 4096})
      for (bool causal : {false, true}) {
        heads all(n, d);
        all.attend(causal);
        double most = 0, linear_time = 1e9, tiled_time = 1e9, back_time = 1e9;
        for (int i = 0; i < rounds; ++i) {
          most = std::max(most, peak(all.q.data(), all.k.data(), all.d_q.data()));
          linear_time = std::min(linear_time, seconds([&] { all.attend_linearly(causal); }));
          tiled_time = std::min(tiled_time, seconds([&] { all.attend(causal); }));
          back_time = std::min(back_time, seconds([&] { all.differentiate(causal); }));
        }
        const double size = static_cast<double>(n), width = static_cast<double>(d),
                     pairs = size * (linear::chunk + 1) / 2;
        const double sums = 4 * heads::count * size * width * width;  // S, and phi(Q)·S
        const double within = causal ? 4 * heads::count * pairs * width : 0;
        const double back = 10 * heads::count * size * size * width / (causal ? 2 : 1);
        std::printf("%6td %4td %7s %6.0f%% %8.0f%% %9.2f %8.0f%%\n", n, d, causal ? "causal" : "full",
                    100 * sums / linear_time / most, 100 * (sums + within) / linear_time / most,
                    tiled_time / linear_time, 100 * back / back_time / most);
        std::fflush(stdout);
      }
}
