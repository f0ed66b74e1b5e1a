// One layer of GPT-2 (124M), typed, beside the same layer as plain loops: the same weights, the same numbers, two speeds.
//   example_gpt2_block [TOKENS [REPEATS]]
// The speeds go to stderr. Compile with -O3 -march=native to see what the machine can do.

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <vector>

#include <conform/conform.hpp>
#include <conform/layer.hpp>
#include <fmt/format.h>

using namespace conform;

namespace {

constexpr int width = 768, heads = 12, head_width = 64, hidden_width = 3072;

inline constexpr struct tokens : size<"tokens"> { using size::operator=; } tokens;

using gpt2_block = block<float, 768, 12, 1, 64, 3072>;  // model, heads, groups, head_dim, hidden

gpt2_block random_block() {
  block_options options;
  options.attention.qkv_bias = options.attention.out_bias = true;
  options.feed_forward.activate = activation::gelu_tanh;
  gpt2_block out{options};
  make_parameters(out);
  unsigned state = 1;  // the same numbers in every run
  for_each_parameter(out, [&](auto& weights) {
    for (float& w : weights) w = (static_cast<float>((state = state * 1664525u + 1013904223u) >> 8) * 0x1p-24f - 0.5f) * 0.07f;
  });
  return out;
}

// ---- the same by hand; matrices are rows × columns, row-major

using numbers = std::vector<float>;

/// out = x·w + bias
void multiply(const float* x, const float* w, const float* bias, float* out, int rows, int inner, int columns) {
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) out[i * columns + j] = bias[j];
    for (int f = 0; f < inner; ++f) {
      const float a = x[i * inner + f];
      for (int j = 0; j < columns; ++j) out[i * columns + j] += a * w[f * columns + j];
    }
  }
}
void normalize(const float* x, const float* weight, const float* bias, float* out, int rows) {
  for (int i = 0; i < rows; ++i) {
    float mean = 0, variance = 0;
    for (int j = 0; j < width; ++j) mean += x[i * width + j];
    mean /= width;
    for (int j = 0; j < width; ++j) variance += (x[i * width + j] - mean) * (x[i * width + j] - mean);
    const float scale = 1 / std::sqrt(variance / width + 1e-5f);
    for (int j = 0; j < width; ++j) out[i * width + j] = (x[i * width + j] - mean) * scale * weight[j] + bias[j];
  }
}
/// q, k, v and out are rows × (head, head_width)
void attend(const float* q, const float* k, const float* v, float* out, int rows) {
  numbers weight(static_cast<std::size_t>(rows));
  for (int h = 0; h < heads; ++h)
    for (int i = 0; i < rows; ++i) {
      float largest = -HUGE_VALF, sum = 0;
      for (int j = 0; j <= i; ++j) {
        float score = 0;
        for (int f = 0; f < head_width; ++f) score += q[i * width + h * head_width + f] * k[j * width + h * head_width + f];
        weight[static_cast<std::size_t>(j)] = score /= 8;  // the root of 64
        largest = std::max(largest, score);
      }
      float* row = out + i * width + h * head_width;
      for (int f = 0; f < head_width; ++f) row[f] = 0;
      for (int j = 0; j <= i; ++j) {
        const float w = std::exp(weight[static_cast<std::size_t>(j)] - largest);
        sum += w;
        for (int f = 0; f < head_width; ++f) row[f] += w * v[j * width + h * head_width + f];
      }
      for (int f = 0; f < head_width; ++f) row[f] /= sum;
    }
}
numbers by_hand(const gpt2_block& b, const float* x, int rows) {
  const auto cells = [&](int columns) { return numbers(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)); };
  numbers out(x, x + rows * width), normed = cells(width), q = cells(width), k = cells(width), v = cells(width),
          mixed = cells(width), wide = cells(hidden_width);
  const auto apply = [&](const auto& layer, const numbers& from, numbers& to, int inner, int columns) {
    multiply(from.data(), layer.weight->data(), layer.bias->data(), to.data(), rows, inner, columns);
  };
  normalize(out.data(), b.attention_norm.weight->data(), b.attention_norm.bias->data(), normed.data(), rows);
  apply(b.attention.q, normed, q, width, width), apply(b.attention.k, normed, k, width, width);
  apply(b.attention.v, normed, v, width, width);
  attend(q.data(), k.data(), v.data(), mixed.data(), rows);
  apply(b.attention.out, mixed, normed, width, width);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] += normed[i];
  normalize(out.data(), b.feed_forward_norm.weight->data(), b.feed_forward_norm.bias->data(), normed.data(), rows);
  apply(b.feed_forward_part.up, normed, wide, width, hidden_width);
  for (float& a : wide) a = 0.5f * a * (1 + std::tanh(0.7978845608f * (a + 0.044715f * a * a * a)));
  apply(b.feed_forward_part.down, wide, normed, hidden_width, width);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] += normed[i];
  return out;
}

/// Tokens in a second, the best of some repeats.
template <class Body>
double speed(int rows, int repeats, const Body& body) {
  double best = 0;
  for (int i = 0; i < repeats; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    best = std::max(best, rows / spent.count());
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : 16, repeats = argc > 2 ? std::atoi(argv[2]) : 1;
  if (rows < 1 || repeats < 1) return fmt::print(stderr, "expected TOKENS and REPEATS of at least 1\n"), 2;
  const gpt2_block layer = random_block();
  tensor<float, axes::query<tokens>, axes::model<768>> x{tokens = rows};
  generate<axes::query, axes::model>(x, [](auto i, auto f) { return static_cast<float>((i * 31 + f * 17) % 101) / 50 - 1; });
  const auto out = layer(x, causal);  // {query<tokens>, model<768>}
  const numbers wanted = by_hand(layer, x.data(), rows);
  float apart = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) apart = std::max(apart, std::abs(out.data()[i] - wanted[i]));
  fmt::print("{} parameters\n", count_parameters(layer));
  fmt::print("typed layer and plain loops agree to 1e-4: {}\n", apart < 1e-4f);
  fmt::print(stderr, "largest difference {:.1e}\n", apart);
  const double typed = speed(rows, repeats, [&] { return layer(x, causal); });
  const double plain = speed(rows, repeats, [&] { return by_hand(layer, x.data(), rows); });
  fmt::print(stderr, "typed {:.0f} tokens/s, plain loops {:.0f} tokens/s: {:.1f} times\n", typed, plain, typed / plain);
}
