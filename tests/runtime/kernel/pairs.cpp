// Two terms of bf16 in one lane: what their multiply-add rounds and flushes.
#include <cmath>
#include <cstring>
#include <limits>

#include <boost/test/unit_test.hpp>

#include <conform/kernel/lanes.hpp>

using namespace conform::kernel;
using conform::bf16;

namespace {

/// Numbers in no order, the same every time.
struct drawing {
  unsigned long long state = 1;
  unsigned next() {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<unsigned>(state >> 33);
  }
};

/// sum + a·b, rounded once or twice.
float one_more(float sum, float a, float b, bool fused) {
  if (fused) return std::fma(a, b, sum);
  const volatile float product = a * b;
  return sum + product;
}
/// Where V multiplies pairs in one instruction, both are fused, and what is below 2^-126 is 0 of its sign. Elsewhere the
/// compiler may fuse them or not, as it does for numbers.
template <class V>
bool is_sum(float made, float sum, bf16 second_a, bf16 second_b, bf16 first_a, bf16 first_b) {
  constexpr bool at_once = V::multiplies_pairs && V::width == 16;
  const auto flushed = [](float x) {
    return at_once && std::fpclassify(x) == FP_SUBNORMAL ? std::copysign(0.f, x) : x;
  };
  for (const int fused : {3, 2, 1, 0}) {
    const float some = flushed(one_more(flushed(sum), flushed(second_a), flushed(second_b), fused & 1));
    const float wanted = flushed(one_more(some, flushed(first_a), flushed(first_b), fused & 2));
    if (std::isnan(wanted) ? std::isnan(made) : std::memcmp(&wanted, &made, sizeof wanted) == 0) return true;
    if (at_once) return false;
  }
  return false;
}
template <class V>
void adds_as_told(const char* what, const bf16* a, const bf16* b, const float* sum) {
  float made[V::width];
  multiply_add(V::load(sum), V::pairs_at(a), V::pairs_at(b)).store(made);
  for (int i = 0; i < V::width; ++i)
    BOOST_TEST_CONTEXT(what << ": " << sum[i] << " + " << static_cast<float>(a[2 * i + 1]) << " * "
                            << static_cast<float>(b[2 * i + 1]) << " + " << static_cast<float>(a[2 * i]) << " * "
                            << static_cast<float>(b[2 * i]) << " made " << made[i])
    BOOST_TEST(is_sum<V>(made[i], sum[i], a[2 * i + 1], b[2 * i + 1], a[2 * i], b[2 * i]));
}

/// Exponents of cells and of sums: from, and how many.
struct range {
  const char* what;
  unsigned cell, cells, sum, sums;
};

template <class V>
void adds_pairs() {
  drawing draw;
  bf16 a[2 * V::width], b[2 * V::width];
  float sum[V::width];
  const auto cell = [&](unsigned from, unsigned count) {
    const unsigned sign = draw.next() % 2, exponent = from + draw.next() % count, digits = draw.next() % 128;
    return bf16::from_bits(static_cast<unsigned short>(sign << 15 | exponent << 7 | digits));
  };
  const auto number = [&](unsigned from, unsigned count) {
    const unsigned sign = draw.next() % 2, exponent = from + draw.next() % count, digits = draw.next() % (1u << 23);
    const unsigned bits = sign << 31 | exponent << 23 | digits;
    float out;
    std::memcpy(&out, &bits, sizeof out);
    return out;
  };
  for (const range& of : {range{"near 1", 120, 12, 118, 20}, range{"all", 0, 256, 0, 256},
                          range{"small", 55, 20, 0, 24}, range{"large", 185, 10, 240, 16}})
    for (int turn = 0; turn < 3000; ++turn) {
      for (bf16& x : a) x = cell(of.cell, of.cells);
      for (bf16& x : b) x = cell(of.cell, of.cells);
      for (float& x : sum) x = number(of.sum, of.sums);
      adds_as_told<V>(of.what, a, b, sum);
    }
  // edges: zeros, below 2^-126, least, largest, infinite, none, and numbers
  const unsigned short edges[]{0,      0x8000, 1,      0x8001, 0x7f,   0x80,  0x7f80,
                               0xff80, 0x7f7f, 0xff7f, 0x3f80, 0xbf80, 0x7fc0};
  for (int turn = 0; turn < 3000; ++turn) {
    for (bf16& x : a) x = bf16::from_bits(edges[draw.next() % 13]);
    for (bf16& x : b) x = bf16::from_bits(edges[draw.next() % 13]);
    for (float& x : sum) x = draw.next() % 2 ? static_cast<float>(bf16::from_bits(edges[draw.next() % 13])) : 0x1p-127f;
    adds_as_told<V>("edges", a, b, sum);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_pairs)

BOOST_AUTO_TEST_CASE(native_lanes_add_pairs) { adds_pairs<lanes<float>>(); }
BOOST_AUTO_TEST_CASE(four_lanes_add_pairs) { adds_pairs<lanes<float, 4>>(); }

BOOST_AUTO_TEST_CASE(rows_are_interleaved) {
  using V = lanes<float>;
  bf16 cells[2 * V::width];
  for (int i = 0; i < 2 * V::width; ++i) cells[i] = bf16::from_bits(static_cast<unsigned short>(0x8000 + 257 * i));
  V::pair made[V::width];
  V::pairs_of(cells, cells + V::width).store(made);
  for (int i = 0; i < V::width; ++i) BOOST_TEST(made[i].bits == V::pair_of(cells[i], cells[V::width + i]).bits);
}

BOOST_AUTO_TEST_SUITE_END()
