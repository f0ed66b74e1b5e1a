// What decode attention takes over reading its keys and values once: softmax attention of few queries that share a head
// of keys. Each time is over that of a plain read of the same cells just before it, medians of the rounds; processor
// time of one thread, wall time of more.
//   bench_decode [rounds] [threads] [keys] [width] [heads]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iterator>
#include <vector>

#include <conform/kernel/decode.hpp>

namespace {

using namespace conform::kernel;
using conform::bf16;
using vector = lanes<float>;

double now() {
  timespec t{};
  clock_gettime(conform::with_threads::count() == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// Sums of the lanes of all cells, on the threads that are allowed, each a part in order.
void read(const std::vector<float>& cells) {
  const std::ptrdiff_t threads = workers_for(conform::with_threads::count());
  const std::ptrdiff_t each = static_cast<std::ptrdiff_t>(cells.size()) / threads;
  in_parallel(threads, [&](std::ptrdiff_t thread) {
    vector sum[8];
    for (vector& s : sum) s = vector::all(0);
    const float* from = cells.data() + thread * each;
    for (std::ptrdiff_t at = 0; at + 8 * vector::width <= each; at += 8 * vector::width)
#pragma GCC unroll 8
      for (int i = 0; i < 8; ++i) sum[i] = sum[i] + vector::load(from + at + i * vector::width);
    float out[8 * vector::width];
    for (int i = 0; i < 8; ++i) sum[i].store(out + i * vector::width);
    asm volatile("" : : "r"(out) : "memory");
  });
}

/// Heads of keys and values in cells S, and queries of which some are asked.
template <class S>
struct cache {
  std::ptrdiff_t heads, n, d;
  const std::vector<S>&k, &v;
  const std::vector<float>& q;
  std::vector<float>& out;

  void attend(std::ptrdiff_t queries) const {
    decode_attention<vector, S>(heads, [&](std::ptrdiff_t i) {
      shared_head<float, S> h{};
      h.q = q.data() + i * 8 * d, h.out = out.data() + i * 8 * d;
      h.k = k.data() + i * n * d, h.v = v.data() + i * n * d;
      h.n_group = queries, h.n_q = 1, h.n_k = n, h.d_k = h.d_v = d;
      h.group_q = h.query_q = h.key_k = h.key_v = h.group_out = h.query_out = d;
      h.match_q = h.match_k = h.own_v = h.own_out = 1;
      return h;
    });
  }
};

double median(std::vector<double> x) {
  std::nth_element(x.begin(), x.begin() + static_cast<long>(x.size() / 2), x.end());
  return x[x.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int i, long otherwise) { return argc > i ? std::atol(argv[i]) : otherwise; };
  const long rounds = argument(1, 9), threads = argument(2, 1), n = argument(3, 65536), d = argument(4, 64),
             heads = argument(5, 8);
  const conform::with_threads scope(static_cast<int>(threads));
  const auto cells = static_cast<std::size_t>(heads * n * d);
  std::vector<float> q(static_cast<std::size_t>(heads * 8 * d)), out(q.size()), k(cells), v(cells);
  std::vector<bf16> half_k(cells), half_v(cells);
  unsigned seed = 1;
  const auto next = [&] { return static_cast<float>((seed = seed * 1664525u + 1013904223u) >> 8) / (1 << 22) - 2; };
  for (float& x : q) x = next();
  for (std::size_t i = 0; i < cells; ++i) k[i] = next(), v[i] = next(), half_k[i] = bf16(k[i]), half_v[i] = bf16(v[i]);
  const cache<float> whole{heads, n, d, k, v, q, out};
  const cache<bf16> half{heads, n, d, half_k, half_v, q, out};

  constexpr std::ptrdiff_t counts[] = {1, 2, 3, 4, 5, 6, 7, 8};
  std::vector<double> reading, ratios[2][std::size(counts)];
  for (long round = 0; round <= rounds; ++round)  // the first warms up
    for (std::size_t i = 0; i < std::size(counts); ++i)
      for (int stored = 0; stored < 2; ++stored) {
        const double begin = now();
        read(k), read(v);
        const double between = now();
        stored == 0 ? whole.attend(counts[i]) : half.attend(counts[i]);
        const double end = now();
        if (round == 0) continue;
        reading.push_back(between - begin), ratios[stored][i].push_back((end - between) / (between - begin));
      }
  const double bytes = static_cast<double>(2 * cells * sizeof(float));
  std::printf("reading %.0f MB takes %.2f ms, %.1f GB/s\n", bytes * 1e-6, median(reading) * 1e3,
              bytes / median(reading) * 1e-9);
  std::printf("%8s %22s %22s\n", "queries", "float, over reading", "bf16, over the floats");
  for (std::size_t i = 0; i < std::size(counts); ++i)
    std::printf("%8td %22.2f %22.2f\n", counts[i], median(ratios[0][i]), median(ratios[1][i]));
}
