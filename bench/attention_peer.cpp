// attention_peer: times one kernel as a user calls it, by name of axes, checks it against double, and prints one row:
//   peer,variant,n,d,heads,threads,median_ms,gflops,pct_peak,max_abs_err,rss_mb
// Arguments are name=value, in any order:
//   mode=attn|win|chunk|block|lin|gemm  softmax attention, the same in a causal window, in causal chunks, over blocks
//                           of keys (BigBird), linear attention (elu + 1), the products of attention alone: Q·Kᵀ, then
//                           P·V
//   mode=peak               prints the multiply-adds in registers of a core (GFLOP/s), nothing else
//   n nq d h t              keys, queries (0: n), width of a head, heads, threads
//   causal=0|1  w           causal or not; keys in a window or in a chunk, or with mode=block blocks on either side (1)
//   b g r                   with mode=block: tokens of a block (64), global blocks (1), random blocks (3)
//   variant=loops           the reference kernel in place of the one that the library picks
// From the environment: BENCH_CLOCK=cpu|wall (processor time over threads, or wall time), BENCH_BUDGET (seconds of
// measuring), BENCH_PEAK (GFLOP/s of a core; measured where it is not given).
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include <conform/attention.hpp>
#include <conform/attention/block_layouts.hpp>
#include <conform/attention/blocked.hpp>
#include <conform/attention/linear.hpp>
#include <conform/attention/linear_elu.hpp>
#include <conform/conform.hpp>
#include <conform/kernel/parallel.hpp>

namespace {

namespace axes = conform::axes;

inline constexpr struct heads : conform::size<"heads"> { using size::operator=; } heads;
inline constexpr struct queries : conform::size<"queries"> { using size::operator=; } queries;
inline constexpr struct keys : conform::size<"keys"> { using size::operator=; } keys;
inline constexpr struct width : conform::size<"width"> { using size::operator=; } width;

using query_tensor = conform::tensor<float, axes::head<heads>, axes::query<queries>, axes::head_dim<width>>;
using key_tensor = conform::tensor<float, axes::head<heads>, axes::key<keys>, axes::head_dim<width>>;
using value_tensor = conform::tensor<float, axes::head<heads>, axes::key<keys>, axes::value_dim<width>>;

struct settings {
  std::string mode = "attn", variant;
  long n = 1024, nq = 0, d = 64, h = 8, t = 1, causal = 0, w = -1, b = 64, g = 1, r = 3;
};

[[noreturn]] void refuse(const std::string& what) {
  std::fprintf(stderr, "attention_peer: %s\n", what.c_str());
  std::exit(2);
}

settings read(int count, char** arguments) {
  settings s;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) refuse("expected name=value, not " + argument);
    const std::string name = argument.substr(0, equals), value = argument.substr(equals + 1);
    const struct {
      const char* name;
      long* to;
    } numbers[] = {{"n", &s.n}, {"nq", &s.nq},         {"d", &s.d}, {"h", &s.h},
                   {"t", &s.t}, {"causal", &s.causal}, {"w", &s.w},
                   {"b", &s.b}, {"g", &s.g},           {"r", &s.r}};
    const auto number = std::find_if(std::begin(numbers), std::end(numbers), [&](auto& x) { return x.name == name; });
    char* end = nullptr;
    if (name == "mode")
      s.mode = value;
    else if (name == "variant")
      s.variant = value;
    else if (number == std::end(numbers))
      refuse("no argument is called " + name);
    else if (*number->to = std::strtol(value.c_str(), &end, 10); value.empty() || *end || *number->to < 0)
      refuse(name + " is a whole number, not " + value);
  }
  if (s.n == 0 || s.d == 0 || s.h == 0 || s.t == 0) refuse("n, d, h and t are at least 1");
  if (s.nq == 0) s.nq = s.n;
  const bool bounded = s.mode == "win" || s.mode == "chunk";
  if (s.w < 0 || (bounded && s.w == 0)) s.w = bounded ? 256 : s.mode == "block" ? 1 : 0;
  if (!s.variant.empty() && s.variant != "loops") refuse("variant is loops, or none");
  return s;
}

double seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}
double from_environment(const char* name, double otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atof(text) : otherwise;
}

/// Median milliseconds of f, after one call to warm up.
template <class F>
double milliseconds(const settings& s, F&& f) {
  const char* clock = std::getenv("BENCH_CLOCK");
  const bool wall = clock && std::strcmp(clock, "wall") == 0;
  const double budget = from_environment("BENCH_BUDGET", 0.6);
  const auto once = [&] {
    const double begin = seconds(wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID);
    f();
    const double took = seconds(wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID) - begin;
    return wall ? took : took / static_cast<double>(s.t);
  };
  once();
  std::vector<double> took;
  for (double all = 0; took.size() < 3 || (all < budget && took.size() < 31); all += took.back())
    took.push_back(once());
  std::nth_element(took.begin(), took.begin() + static_cast<long>(took.size() / 2), took.end());
  return took[took.size() / 2] * 1e3;
}

/// Multiply-adds in registers, the most of some runs (GFLOP/s).
double measured_peak() {
  using vector = conform::kernel::lanes<float>;
  constexpr int sums = conform::kernel::register_count == 32 ? 24 : 12;
  double best = 0;
  for (int run = 0; run < 40; ++run) {
    vector sum[sums], a = vector::all(0.999f), b = vector::all(0.001f);
    for (int i = 0; i < sums; ++i) sum[i] = vector::all(0.1f * static_cast<float>(i));
    constexpr int turns = 20000;
    const double begin = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int turn = 0; turn < turns; ++turn) {
#pragma GCC unroll 24
      for (int i = 0; i < sums; ++i) sum[i] = multiply_add(b, sum[i], a);
      asm volatile("" : "+g"(turn));
    }
    const double took = seconds(CLOCK_PROCESS_CPUTIME_ID) - begin;
    for (int i = 1; i < sums; ++i) sum[0] = sum[0] + sum[i];
    float cells[vector::width];
    sum[0].store(cells);
    asm volatile("" : : "r"(cells) : "memory");
    best = std::max(best, 2e-9 * sums * vector::width * turns / took);
  }
  return best;
}

void print(const settings& s, const std::string& variant, double ms, double operations, double error) {
  static const double peak =
      from_environment("BENCH_PEAK", 0) > 0 ? from_environment("BENCH_PEAK", 0) : measured_peak();
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const double speed = operations / ms * 1e-6;
  std::printf("conform,%s,%ld,%ld,%ld,%ld,%.4f,%.2f,%.1f,%.2e,%.1f\n", variant.c_str(), s.n, s.d, s.h, s.t, ms, speed,
              100 * speed / (peak * static_cast<double>(s.t)), error, static_cast<double>(used.ru_maxrss) / 1024);
}

/// Q, K and V of normal numbers, the same in every run.
struct problem {
  query_tensor q;
  key_tensor k;
  value_tensor v;

  explicit problem(const settings& s)
      : q{heads = s.h, queries = s.nq, width = s.d},
        k{heads = s.h, keys = s.n, width = s.d},
        v{heads = s.h, keys = s.n, width = s.d} {
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    for (float& x : q) x = normal(generator);
    for (float& x : k) x = normal(generator);
    for (float& x : v) x = normal(generator);
  }
};

/// Rows that are checked: 12 spread over the queries.
std::vector<long> checked_rows(long count) {
  const long rows = std::min(count, 12L);
  std::vector<long> out;
  for (long r = 0; r < rows; ++r) out.push_back(rows == 1 ? 0 : r * (count - 1) / (rows - 1));
  return out;
}

/// The keys that queries score, and those of query i.
conform::pattern pattern_of(const settings& s) {
  if (s.mode == "chunk") return conform::causal_chunks(s.w);
  return s.w ? conform::causal_window(s.w) : s.causal ? conform::causal : conform::full;
}
conform::key_range keys_of(const settings& s, long i) { return pattern_of(s).keys_of(i, s.nq, s.n); }

/// The larger of two differences; a NaN is larger than any.
double worse(double worst, double difference) {
  return difference <= worst ? worst : std::isnan(difference) ? HUGE_VAL : difference;
}

/// The largest difference of a head's rows from sum_j weight(score_j)·v_j / sum_j weight(score_j) in double.
template <class KeysOf, class Score, class Weight>
double error_of(const settings& s, const problem& p, const float* out, KeysOf keys_of, Score score, Weight weight) {
  double worst = 0;
  for (long h = 0; h < s.h; ++h)
    for (const long i : checked_rows(s.nq)) {
      const float *q = p.q.data() + (h * s.nq + i) * s.d, *k = p.k.data() + h * s.n * s.d,
                  *v = p.v.data() + h * s.n * s.d;
      const auto scored = keys_of(i);
      std::vector<double> scores, wanted(static_cast<std::size_t>(s.d));
      for (long m = 0; m < scored.count(); ++m) scores.push_back(score(q, k + scored(m) * s.d));
      const double largest = scores.empty() ? 0 : *std::max_element(scores.begin(), scores.end());
      double sum = 0;
      for (long m = 0; m < scored.count(); ++m) {
        const double w = weight(scores[static_cast<std::size_t>(m)], largest);
        sum += w;
        for (long x = 0; x < s.d; ++x)
          wanted[static_cast<std::size_t>(x)] += w * static_cast<double>(v[scored(m) * s.d + x]);
      }
      for (long x = 0; x < s.d; ++x) {
        const double one = sum == 0 ? 0 : wanted[static_cast<std::size_t>(x)] / sum;
        const double difference = std::fabs(one - static_cast<double>(out[(h * s.nq + i) * s.d + x]));
        worst = worse(worst, difference);
      }
    }
  return worst;
}

template <class F>
double product_of(long d, const float* q, const float* k, F feature) {
  double sum = 0;
  for (long f = 0; f < d; ++f) sum += feature(static_cast<double>(q[f])) * feature(static_cast<double>(k[f]));
  return sum;
}

template <class KeysOf>
double softmax_error(const settings& s, const problem& p, const float* out, KeysOf keys_of) {
  const double root = std::sqrt(static_cast<double>(s.d));
  return error_of(
      s, p, out, keys_of,
      [&](const float* a, const float* b) { return product_of(s.d, a, b, [](double x) { return x; }) / root; },
      [](double score, double largest) { return std::exp(score - largest); });
}

/// One head of the reference kernels.
conform::head_problem<float> one_head(const settings& s, const problem& p, float* out, long h) {
  conform::head_problem<float> one;
  one.size.n_q = s.nq, one.size.n_k = s.n, one.size.d_k = one.size.d_v = s.d, one.size.C = std::min(64L, s.n);
  one.q = {p.q.data() + h * s.nq * s.d, s.nq, s.d}, one.k = {p.k.data() + h * s.n * s.d, s.n, s.d};
  one.v = {p.v.data() + h * s.n * s.d, s.n, s.d}, one.out = {out + h * s.nq * s.d, s.nq, s.d};
  return one;
}

void attention(const settings& s) {
  const problem p(s);
  const conform::pattern pattern = pattern_of(s);
  auto out = attention(p.q, p.k, p.v, pattern);
  const bool loops = s.variant == "loops";
  const double ms = milliseconds(s, [&] {
    if (!loops) {
      out = attention(p.q, p.k, p.v, pattern);
      return;
    }
    for (long h = 0; h < s.h; ++h) {
      const auto one = one_head(s, p, out.data(), h);
      s.w || s.causal ? conform::dense_causal::run(one, {}) : conform::dense::run(one, {});
    }
  });
  const double h = static_cast<double>(s.h), d = static_cast<double>(s.d);
  const double error = softmax_error(s, p, out.data(), [&](long i) { return keys_of(s, i); });
  double pairs = static_cast<double>(s.nq) * static_cast<double>(s.n);
  if (s.w)
    pairs = static_cast<double>(conform::scored_pairs<conform::integer>(pattern, s.nq, s.n));
  else if (s.causal && s.nq == s.n)
    pairs /= 2;  // as the peers count: the diagonal is half scored
  const char* kernel = loops ? "loops" : name_of(conform::attending::chosen<float>(1));
  print(s,
        std::string(kernel) + (s.mode == "chunk" ? "/chunk"
                               : s.w             ? "/window"
                               : s.nq == 1       ? "/decode"
                               : s.causal        ? "/causal"
                                                 : "/full"),
        ms, 4 * h * pairs * d, error);
}

/// The flops are those of scored pairs.
void blocked_attention(const settings& s) {
  if (s.nq != s.n || !s.variant.empty()) refuse("mode=block has as many queries as keys, and no variant");
  const problem p(s);
  const conform::key_blocks blocks =
      conform::bigbird_blocks(s.n, {s.b, s.g, s.w, s.r}, s.causal ? conform::causal : conform::full);
  auto out = attention(p.q, p.k, p.v, blocks);
  const double ms = milliseconds(s, [&] { out = attention(p.q, p.k, p.v, blocks); });
  const double error =
      softmax_error(s, p, out.data(), [&](long i) { return conform::attending::keys_of(blocks, i, s.nq, s.n); });
  const double pairs = static_cast<double>(conform::scored_pairs(blocks, s.nq, s.n));
  print(s, "tiled/blocks" + std::to_string(s.b) + (s.causal ? "/causal" : ""), ms,
        4 * static_cast<double>(s.h) * pairs * static_cast<double>(s.d), error);
}

/// 4·n·d² a head where n_q = n: 2·n·d² of the sums over keys, 2·n_q·d² of what queries take from them. Causal attention
/// counts as much, the least that it can do: the pairs within chunks, which ours computes beside, count nothing.
void linear_attention(const settings& s) {
  const problem p(s);
  if (s.causal && s.nq != s.n) refuse("causal linear attention has as many queries as keys");
  const conform::pattern pattern = s.causal ? conform::causal : conform::full;
  auto out = linear_attention(p.q, p.k, p.v, pattern);
  const bool loops = s.variant == "loops";
  const double ms = milliseconds(s, [&] {
    if (!loops) {
      out = linear_attention(p.q, p.k, p.v, pattern);
      return;
    }
    for (long h = 0; h < s.h; ++h) {
      const auto one = one_head(s, p, out.data(), h);
      s.causal ? conform::linear_elu_chunked::run(one, {}) : conform::linear_elu::run(one, {});
    }
  });
  const auto feature = [](double x) { return x > 0 ? x + 1 : std::exp(x); };
  const double error = error_of(
      s, p, out.data(), [&](long i) { return keys_of(s, i); },
      [&](const float* a, const float* b) { return product_of(s.d, a, b, feature); },
      [](double score, double) { return score; });
  const double d = static_cast<double>(s.d);
  print(s, std::string("linear") + (loops ? "-loops" : "") + (s.causal ? "/causal" : "/full"), ms,
        2 * static_cast<double>(s.h) * static_cast<double>(s.nq + s.n) * d * d, error);
}

/// The largest difference of some rows from sum_t a[i, t]·b(t, j) in double.
template <class B>
double product_error(long rows, long columns, long terms, const float* out, const float* a, B b) {
  double worst = 0;
  for (const long i : checked_rows(rows))
    for (long j = 0; j < columns; ++j) {
      double wanted = 0;
      for (long t = 0; t < terms; ++t) wanted += static_cast<double>(a[i * terms + t]) * static_cast<double>(b(t, j));
      const double difference = std::fabs(wanted - static_cast<double>(out[i * columns + j]));
      worst = worse(worst, difference);
    }
  return worst;
}

/// Q·Kᵀ, then P·V, of one head.
void products(settings s) {
  s.h = 1;
  const problem p(s);
  auto scores = conform::contract<axes::head_dim>(p.q, p.k);
  const double operations = 2 * static_cast<double>(s.nq) * static_cast<double>(s.n) * static_cast<double>(s.d);
  double ms = milliseconds(s, [&] { scores = conform::contract<axes::head_dim>(p.q, p.k); });
  print(s, "contract-QKt", ms, operations,
        product_error(s.nq, s.n, s.d, scores.data(), p.q.data(),
                      [&](long t, long j) { return p.k.data()[j * s.d + t]; }));
  std::mt19937 generator(2);
  for (float& x : scores) x = static_cast<float>(generator() % 1000) / 500 / static_cast<float>(s.n);
  auto out = conform::contract<axes::key>(scores, p.v);
  ms = milliseconds(s, [&] { out = conform::contract<axes::key>(scores, p.v); });
  print(s, "contract-PV", ms, operations, product_error(s.nq, s.d, s.n, out.data(), scores.data(), [&](long t, long j) {
          return p.v.data()[t * s.d + j];
        }));
}

}  // namespace

int main(int count, char** arguments) {
  mallopt(M_MMAP_THRESHOLD, 1 << 30),
      mallopt(M_TRIM_THRESHOLD, -1);  // results come from memory that was touched before
  const settings s = read(count, arguments);
  const conform::with_threads threads(static_cast<int>(s.t));
  if (s.mode == "attn" || s.mode == "win" || s.mode == "chunk")
    attention(s);
  else if (s.mode == "block")
    blocked_attention(s);
  else if (s.mode == "lin")
    linear_attention(s);
  else if (s.mode == "gemm")
    products(s);
  else if (s.mode == "peak")
    std::printf("%.2f\n", measured_peak());
  else
    refuse("mode is attn, win, chunk, block, lin, gemm or peak, not " + s.mode);
}
