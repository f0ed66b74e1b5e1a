// Numbers of 2 bytes: rounding, what they keep, and operations that read them as floats.
#include <cmath>
#include <cstring>

#include <boost/test/unit_test.hpp>

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

BOOST_AUTO_TEST_CASE(attention_reads_keys_and_values_of_two_bytes) {
  const auto check = []<int N>(std::integral_constant<int, N>) {
    tensor<float, batch<2>, head<2>, query<N>, head_dim<40>> q;
    tensor<float, batch<2>, head<2>, key<70>, head_dim<40>> k;
    tensor<float, batch<2>, head<2>, key<70>, value_dim<24>> v;
    vary(q, 160 * N), vary(k, 4 * 70 * 40), vary(v, 4 * 70 * 24);
    const auto stored_k = cast<bf16>(k);
    const auto stored_v = cast<bf16>(v);
    const auto from_stored = attention(q, stored_k, stored_v, causal);
    // as if the rounded cells were floats
    BOOST_TEST(difference(from_stored, attention(q, cast<float>(stored_k), cast<float>(stored_v), causal), 96 * N) <
               4e-6);
    // the stated bound beside the cells before rounding
    double s = 0;
    for (int h = 0; h < 4; ++h)
      for (int i = 0; i < N; ++i)
        for (int j = 0; j < 70; ++j) {
          double sum = 0;
          for (int f = 0; f < 40; ++f)
            sum += std::abs(static_cast<double>(q.data()[(h * N + i) * 40 + f] * k.data()[(h * 70 + j) * 40 + f]));
          s = std::max(s, sum / std::sqrt(40));
        }
    const double bound = (std::exp(2 * s / 512) - 1 + 1. / 512) * 2.002;
    const double moved = difference(from_stored, attention(q, k, v, causal), 96 * N);
    BOOST_TEST(moved < bound);
    BOOST_TEST(moved > 0);
  };
  check(std::integral_constant<int, 3>{}), check(std::integral_constant<int, 19>{});
}

BOOST_AUTO_TEST_CASE(contract_reads_weights_of_two_bytes) {
  tensor<float, query<5>, head_dim<7>> x;
  tensor<float, key<3>, head_dim<7>> w;
  vary(x, 35), vary(w, 21);
  const auto stored = cast<bf16>(w);
  const auto wanted = contract<head_dim>(x, cast<float>(stored));
  BOOST_TEST(difference(contract<head_dim>(x, stored), wanted, 15) == 0);
  const auto both = contract<head_dim>(cast<bf16>(x), stored);
  static_assert(std::is_same_v<decltype(both)::number, float>);
  BOOST_TEST(difference(both, contract<head_dim>(cast<float>(cast<bf16>(x)), cast<float>(stored)), 15) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
