// Numbers of 2 bytes: rounding, what they keep, and operations that read them as floats.
#include <cmath>
#include <cstring>

#include <boost/test/unit_test.hpp>

#include <conform/attention/blocked.hpp>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

constexpr bf16 rounded(float x) { return bf16(x); }
static_assert(rounded(1.f).bits == 0x3f80 && rounded(-2.f).bits == 0xc000);
static_assert(rounded(0x1.01p0f).bits == 0x3f80 && rounded(0x1.03p0f).bits == 0x3f82, "ties go to even");
static_assert(rounded(0x1.010002p0f).bits == 0x3f81, "above a tie");
static_assert(bf16(0x1.0100000000001p0).bits == 0x3f81, "a double is rounded once");
static_assert(bf16(0x1.00fffffffffffp0).bits == 0x3f80);
static_assert(static_cast<float>(std::numeric_limits<bf16>::max()) == 0x1.fep127f);
static_assert(static_cast<float>(std::numeric_limits<bf16>::min()) == std::numeric_limits<float>::min());
static_assert(static_cast<float>(std::numeric_limits<bf16>::epsilon()) == 0x1p-7f);

float next() {
  static int at = 1;
  at = at * 131 % 10007;
  return static_cast<float>(at - 5003) / 2500;
}

template <class X>
void vary(X& x, long long cells) {
  for (long long i = 0; i < cells; ++i) x.data()[i] = next();
}

template <class A, class B>
double difference(const A& a, const B& b, long long cells) {
  double worst = 0;
  for (long long i = 0; i < cells; ++i) {
    const double one = std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i]));
    worst = one <= worst ? worst : std::isnan(one) ? HUGE_VAL : one;
  }
  return worst;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_bf16)

BOOST_AUTO_TEST_CASE(every_number_is_its_own_rounding) {
  for (unsigned bits = 0; bits < 65536; ++bits) {
    const bf16 x = bf16::from_bits(static_cast<unsigned short>(bits));
    const float wide = x;
    if (wide != wide)
      BOOST_TEST((static_cast<float>(bf16(wide)) != static_cast<float>(bf16(wide))));
    else
      BOOST_TEST(bf16(wide).bits == bits);
  }
}

BOOST_AUTO_TEST_CASE(rounds_to_the_nearest) {
  for (unsigned long long all = 0; all < 0x7f800000ull; all += 9973) {
    const unsigned bits = static_cast<unsigned>(all);
    float x;
    std::memcpy(&x, &bits, 4);
    const bf16 below = bf16::from_bits(static_cast<unsigned short>(bits >> 16));
    const double low = static_cast<double>(static_cast<float>(below)), at = static_cast<double>(x);
    const unsigned up = (bits >> 16) + 1;
    const double high = up == 0x7f80
                            ? 0x1p128
                            : static_cast<double>(static_cast<float>(bf16::from_bits(static_cast<unsigned short>(up))));
    const bool rises = high - at < at - low || (high - at == at - low && (up & 1) == 0);
    BOOST_TEST(bf16(x).bits == (rises ? up : bits >> 16));
    BOOST_TEST(bf16(-x).bits == (bf16(x).bits | 0x8000));
    BOOST_TEST(bf16(static_cast<double>(x)).bits == bf16(x).bits);
  }
}

BOOST_AUTO_TEST_CASE(a_nan_stays_one_whatever_it_carries) {
  for (const unsigned bits : {0x7f800001u, 0x7fc00000u, 0xff80ffffu, 0x7fffffffu}) {
    float x;
    std::memcpy(&x, &bits, 4);
    BOOST_TEST(std::isnan(static_cast<float>(bf16(x))));
    BOOST_TEST(std::isnan(static_cast<float>(bf16(static_cast<double>(x)))));
  }
  BOOST_TEST(std::isinf(static_cast<float>(bf16(1e300))));
}

// Few queries and many; of K and V alone, and of all three: what rounding them moves a result by.
BOOST_AUTO_TEST_CASE(attention_reads_cells_of_two_bytes) {
  const auto check = []<int N>(std::integral_constant<int, N>) {
    tensor<float, batch<2>, head<2>, query<N>, head_dim<40>> q;
    tensor<float, batch<2>, head<2>, key<70>, head_dim<40>> k;
    tensor<float, batch<2>, head<2>, key<70>, value_dim<24>> v;
    vary(q, 160 * N), vary(k, 4 * 70 * 40), vary(v, 4 * 70 * 24);
    const auto stored_q = cast<bf16>(q);
    const auto stored_k = cast<bf16>(k);
    const auto stored_v = cast<bf16>(v);
    const auto wide_k = cast<float>(stored_k);
    const auto wide_v = cast<float>(stored_v);
    const auto from_stored = attention(q, stored_k, stored_v, causal), of_floats = attention(q, k, v, causal);
    const auto all_stored = attention(stored_q, stored_k, stored_v, causal);
    static_assert(std::is_same_v<typename decltype(all_stored)::number, float>);
    // as if the rounded cells were floats
    const long long cells = 96 * N;
    BOOST_TEST(difference(from_stored, attention(q, wide_k, wide_v, causal), cells) < 4e-6);
    BOOST_TEST(difference(all_stored, attention(cast<float>(stored_q), wide_k, wide_v, causal), cells) < 4e-6);
    BOOST_TEST(difference(attention(q, stored_k, v, causal), attention(q, wide_k, v, causal), cells) < 4e-6);
    BOOST_TEST(difference(attention(q, k, stored_v, causal), attention(q, k, wide_v, causal), cells) < 4e-6);
    // the stated bounds beside the cells before rounding
    double s = 0;
    for (int h = 0; h < 4; ++h)
      for (int i = 0; i < N; ++i)
        for (int j = 0; j < 70; ++j) {
          double sum = 0;
          for (int f = 0; f < 40; ++f)
            sum += std::abs(static_cast<double>(q.data()[(h * N + i) * 40 + f] * k.data()[(h * 70 + j) * 40 + f]));
          s = std::max(s, sum / std::sqrt(40));
        }
    const auto bound = [&](double r) { return (std::exp(2 * s * r) - 1 + 1. / 256) * 2.002; };
    const double moved = difference(from_stored, of_floats, cells);
    BOOST_TEST(moved < bound(1. / 256));
    BOOST_TEST(moved > 0);
    BOOST_TEST(difference(all_stored, of_floats, cells) < bound(1. / 128 + 0x1p-16));
  };
  check(std::integral_constant<int, 3>{}), check(std::integral_constant<int, 19>{});
}

// Loops, which read them as floats too: V of two axes, and constant evaluation.
BOOST_AUTO_TEST_CASE(loops_read_cells_of_two_bytes) {
  tensor<float, query<3>, head_dim<5>> q;
  tensor<float, key<9>, head_dim<5>> k;
  tensor<float, key<9>, value_dim<2>, hidden<3>> v;
  vary(q, 15), vary(k, 45), vary(v, 54);
  const auto stored_k = cast<bf16>(k);
  const auto stored_v = cast<bf16>(v);
  BOOST_TEST((kernel_of(q, stored_k, stored_v) == attention_kernel::loops));
  BOOST_TEST(difference(attention(q, stored_k, stored_v), attention(q, cast<float>(stored_k), cast<float>(stored_v)),
                        18) == 0);
}
constexpr bool computed_when_compiled() {
  tensor<bf16, query<1>, head_dim<2>> q;
  tensor<bf16, key<2>, head_dim<2>> k;
  tensor<bf16, key<2>, value_dim<1>> v;
  q.data()[0] = bf16(1), v.data()[0] = bf16(3), v.data()[1] = bf16(5);
  const auto weights = contract<head_dim>(q, k);
  return attention(q, k, v).data()[0] == 4 && weights.data()[1] == 0;
}
static_assert(computed_when_compiled());

BOOST_AUTO_TEST_CASE(decode_is_for_keys_and_values_of_one_type) {
  const tensor<float, query<1>, head_dim<8>> q;
  const tensor<float, key<9>, head_dim<8>> k;
  const tensor<float, key<9>, value_dim<8>> v;
  BOOST_TEST((kernel_of(q, cast<bf16>(k), cast<bf16>(v)) == attention_kernel::decode));
  BOOST_TEST((kernel_of(cast<bf16>(q), cast<bf16>(k), cast<bf16>(v)) == attention_kernel::decode));
  BOOST_TEST((kernel_of(q, cast<bf16>(k), v) == attention_kernel::tiled));
}

// Whichever operands are stored; few queries, some, patterns, and blocks of keys.
BOOST_AUTO_TEST_CASE(attention_reads_any_operand_of_two_bytes) {
  const auto check = []<int Queries>(std::integer_sequence<int, Queries>, const auto&... keys) {
    tensor<float, head<2>, query<Queries>, head_dim<12>> q;
    tensor<float, head<2>, key<40>, head_dim<12>> k;
    tensor<float, head<2>, key<40>, value_dim<9>> v;
    constexpr long long cells = 2 * Queries * 9;
    vary(q, 2 * Queries * 12), vary(k, 2 * 40 * 12), vary(v, 2 * 40 * 9);
    const auto bq = cast<bf16>(q);
    const auto bk = cast<bf16>(k);
    const auto bv = cast<bf16>(v);
    const auto wq = cast<float>(bq);
    const auto wk = cast<float>(bk);
    const auto wv = cast<float>(bv);
    const auto same = [&](const auto& a, const auto& b, const auto& c, const auto& x, const auto& y, const auto& z) {
      BOOST_TEST(difference(attention(a, b, c, keys...), attention(x, y, z, keys...), cells) < 1e-6);
    };
    same(bq, k, v, wq, k, v), same(q, bk, v, q, wk, v), same(q, k, bv, q, k, wv);
    same(bq, bk, v, wq, wk, v), same(bq, k, bv, wq, k, wv), same(q, bk, bv, q, wk, wv);
    same(bq, bk, bv, wq, wk, wv);
  };
  check(std::integer_sequence<int, 3>{}), check(std::integer_sequence<int, 37>{});
  check(std::integer_sequence<int, 37>{}, causal), check(std::integer_sequence<int, 37>{}, causal_window(5));
  key_blocks blocks(20, 7, causal);
  blocks.add({0, 2}), blocks.add({1, 2, 5});
  check(std::integer_sequence<int, 37>{}, blocks);
}

// By every way: small, dots and streams, blocks; and carried axes. Not a bit differs from the same cells as floats; but
// of pairs, the order of sums.
BOOST_AUTO_TEST_CASE(contract_reads_weights_of_two_bytes) {
  const auto check = []<int Rows, int Columns, int Terms>(std::integer_sequence<int, Rows, Columns, Terms>) {
    tensor<float, batch<2>, query<Rows>, head_dim<Terms>> x;
    tensor<float, key<Columns>, head_dim<Terms>> w;
    tensor<float, head_dim<Terms>, key<Columns>> turned;
    vary(x, 2 * Rows * Terms), vary(w, Columns * Terms), vary(turned, Columns * Terms);
    const auto stored = cast<bf16>(w);
    const auto wide = cast<float>(stored);
    const auto stored_x = cast<bf16>(x);
    const auto wide_x = cast<float>(stored_x);
    constexpr long long cells = 2 * Rows * Columns;
    const auto from_stored = contract<head_dim>(x, stored), both = contract<head_dim>(stored_x, stored);
    static_assert(std::is_same_v<typename decltype(both)::number, float>);
    BOOST_TEST(difference(from_stored, contract<head_dim>(x, wide), cells) == 0);
    const auto both_wide = contract<head_dim>(wide_x, wide);
    if (!kernel::lanes<float>::multiplies_pairs) BOOST_TEST(difference(both, both_wide, cells) == 0);
    BOOST_TEST(difference(contract<head_dim>(stored_x, w), contract<head_dim>(wide_x, w), cells) == 0);
    BOOST_TEST(difference(contract<head_dim>(stored, x), contract<head_dim>(wide, x), cells) == 0);
    BOOST_TEST(difference(contract<head_dim>(x, cast<bf16>(turned)),
                          contract<head_dim>(x, cast<float>(cast<bf16>(turned))), cells) == 0);
    // the stated bounds beside the cells before rounding
    const auto exact = contract<head_dim>(x, w);
    for (int b = 0; b < 2; ++b)
      for (int i = 0; i < Rows; ++i)
        for (int j = 0; j < Columns; ++j) {
          double size = 0, of_stored = 0;
          for (int f = 0; f < Terms; ++f) {
            const int left = (b * Rows + i) * Terms + f, right = j * Terms + f;
            size += std::abs(static_cast<double>(x.data()[left]) * static_cast<double>(w.data()[right]));
            of_stored += std::abs(static_cast<double>(wide_x.data()[left]) * static_cast<double>(wide.data()[right]));
          }
          const auto at = static_cast<std::size_t>((b * Rows + i) * Columns + j);
          const double sums = 0x1p-20 * size, was = static_cast<double>(exact.data()[at]);
          BOOST_TEST(std::abs(static_cast<double>(from_stored.data()[at]) - was) <= size / 256 + sums);
          BOOST_TEST(std::abs(static_cast<double>(both.data()[at]) - was) <= size * (1. / 128 + 0x1p-16) + sums);
          const double in_order = static_cast<double>(both_wide.data()[at]);
          BOOST_TEST(std::abs(static_cast<double>(both.data()[at]) - in_order) <= of_stored * (Terms + 1) * 0x1p-23);
        }
  };
  check(std::integer_sequence<int, 5, 3, 7>{}), check(std::integer_sequence<int, 1, 130, 300>{});
  check(std::integer_sequence<int, 40, 50, 70>{}), check(std::integer_sequence<int, 45, 137, 1100>{});
}

// What is below 2^-126 may be lost, no more.
BOOST_AUTO_TEST_CASE(contract_may_lose_what_is_below_the_smallest) {
  tensor<bf16, query<20>, head_dim<70>> x;
  tensor<bf16, key<70>, head_dim<70>> w;
  for (int i = 0; i < 20 * 70; ++i) x.data()[i] = bf16(next() * 0x1p-63f);
  for (int i = 0; i < 70 * 70; ++i) w.data()[i] = bf16(next() * (i % 3 ? 0x1p-63f : 0x1p-130f));
  const auto made = contract<head_dim>(x, w);
  double worst = 0, largest = 0;
  for (int i = 0; i < 20; ++i)
    for (int j = 0; j < 70; ++j) {
      double wanted = 0;
      for (int f = 0; f < 70; ++f)
        wanted += static_cast<double>(x.data()[i * 70 + f]) * static_cast<double>(w.data()[j * 70 + f]);
      worst = std::max(worst, std::abs(static_cast<double>(made.data()[i * 70 + j]) - wanted));
      largest = std::max(largest, std::abs(wanted));
    }
  BOOST_TEST(worst <= 70 * 0x1p-126 + largest * 70 * 0x1p-22);
  BOOST_TEST(largest > 0x1p-123);
}

BOOST_AUTO_TEST_SUITE_END()
