// Quantities know what they count: matmul FLOPs never meet a unit total.
#include <conform/size/growth.hpp>

using namespace conform;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct d : size<"d"> { using size::operator=; } d;
inline constexpr struct n_q : size<"n_q"> { using size::operator=; } n_q;
inline constexpr struct n_k : size<"n_k"> { using size::operator=; } n_k;

constexpr auto flops = quantity_of<units::matmul_flops>(2 * n_q * n_k * d);
constexpr auto total = quantity_of<units::unit_total>(n_q * n_k * (4 * d + 6) + 2);
constexpr auto exps = quantity_of<units::operation<"exp">>(n_q * n_k);
constexpr auto cmps = quantity_of<units::operation<"cmp">>(n_q * n_k);

// ---- with formulas and bounds

static_assert(flops == 2 * n_q * n_k * d && 2 * n_q * n_k * d == flops && flops != n_q);
static_assert(flops.with(n_q = n, n_k = n) == 2 * n * n * d);
static_assert(flops.with(n_q = n, n_k = n) <= big_o(n * n * d) && total.with(n_q = n, n_k = n) == theta(n * n * d));
static_assert(!(flops <= big_o(n_q * n_k)) && flops >= omega(n_q + n_k) && explain(total, big_o(n_q * n_k * d)).constant == rational{12});
static_assert(total <= big_o(n_q * n_q * d).given(n_k <= n_q));

// ---- with their own kind

static_assert(flops + flops == 4 * n_q * n_k * d && flops + flops == quantity_of<units::matmul_flops>(4 * n_q * n_k * d));
static_assert(3 * flops == flops + flops + flops && n * exps == n * n_q * n_k && flops - flops == 0);
static_assert(flops * 3 == 3 * flops && exps * n == n * exps && flops / 2 == n_q * n_k * d);

// ---- amounts and literals

constexpr auto at = flops.with(n_q = n, n_k = n).at(n = 4096, d = 64);
static_assert(std::is_same_v<decltype(at), const amount<units::matmul_flops>>);
static_assert(at.value == 2147483648 && at == 2147483648 && static_cast<integer>(at) == 2147483648);
static_assert(at < 5_GFLOP && at > 2_GFLOP && at >= 2'147_MFLOP && at <= 3_GFLOP && at != 2_GFLOP && 5_GFLOP > at);
static_assert(1_KB == 1000_B && 1_KiB == 1024_B && 1_MB == 1'000_KB && 1_MiB == 1024_KiB && 1_GB == 1'000_MB && 1_GiB == 1024_MiB);
static_assert(1_TB == 1'000_GB && 1_TiB == 1024_GiB && 87'000'000_parameters == 87'000'000);
static_assert(1_FLOP == 1 && 2_KFLOP == 2'000 && 3_MFLOP == 3'000'000 && 2_TFLOP == 2'000_GFLOP && 1_PFLOP == 1'000_TFLOP && 1_EFLOP == 1'000_PFLOP);
static_assert(total.at(n_q = 10, n_k = 10, d = 1) == 1'002_OP && total.at(n_q = 10, n_k = 10, d = 1) < 2_KOP);
static_assert(4.5_GFLOP == 4'500_MFLOP && 1e9_FLOP == 1_GFLOP && 1e-3_GB == 1_MB && 2.50e3_KB == 2'500'000_B && 1E+2_B == 100_B);
static_assert(1.5_GiB == 1'610'612'736_B && 0.5_KiB == 512_B && 0.0009765625_KiB == 1_B && 1_PiB == 1'024_TiB && 1_PB == 1'000_TB);
static_assert(0x1F_B == 31_B && 0b11_B == 3_B && 010_B == 8_B && 00.5_KB == 500_B && 0_B == 0 && 0.0e5_FLOP == 0);
static_assert(87_Mparameters == 87'000'000_parameters && 8.03_Gparameters == 8'030'000'000 && 1_Kparameters == 1'000);
// all of 128 bits
static_assert(99999999999999999999_FLOP == 100_EFLOP - 1_FLOP);
static_assert(170141183460469231731687303715884105727_B == amount<units::bytes>{(((integer{1} << 126) - 1) << 1) + 1});
static_assert(amount_digits(1, {'1', '.', '5'}).is == digits_are::fractional && amount_digits(1024, {'0', '.', '3'}).is == digits_are::fractional);
static_assert(amount_digits(1, {'1', 'e', '3', '8'}).is == digits_are::whole && amount_digits(1, {'1', 'e', '3', '9'}).is == digits_are::too_large);
static_assert(amount_digits(10, {'1', 'e', '3', '8'}).is == digits_are::too_large && amount_digits(1, {'1', 'e', '9', '9', '9', '9', '9', '9'}).is == digits_are::too_large);
static_assert(amount_digits(1, {'0', 'x', '1', '.', '8', 'p', '1'}).is == digits_are::fractional);
static_assert(2 * 3_MFLOP == 6_MFLOP && 3_MFLOP + 2_MFLOP - 1_MFLOP == 4_MFLOP);

// ---- never with another kind

template <class A, class B>
concept equates = requires(A a, B b) { a == b; };
template <class A, class B>
concept adds = requires(A a, B b) { a + b; };
template <class A, class B>
concept orders = requires(A a, B b) { a < b; };
using flops_t = decltype(flops);
using total_t = decltype(total);
static_assert(equates<flops_t, flops_t> && !equates<flops_t, total_t> && !equates<total_t, flops_t> && equates<flops_t, int>);
static_assert(adds<flops_t, flops_t> && !adds<flops_t, total_t> && !adds<flops_t, int>);
static_assert(!equates<decltype(exps), decltype(cmps)> && !adds<decltype(exps), decltype(cmps)> && !equates<decltype(exps), total_t>);
static_assert(orders<amount<units::matmul_flops>, amount<units::matmul_flops>> && orders<amount<units::matmul_flops>, int>);
static_assert(!orders<amount<units::matmul_flops>, amount<units::unit_total>> && !equates<amount<units::unit_total>, amount<units::bytes>> &&
              !adds<amount<units::unit_total>, amount<units::bytes>>);
template <class A, class... B>
concept evaluable = requires(A a, B... b) { a.at(b...); };
static_assert(!evaluable<flops_t, decltype(n_q = 1)> && evaluable<flops_t, decltype(n_q = 1), decltype(n_k = 1), decltype(d = 1)>);

// ---- of polynomials with ids, too

constexpr bool of_polynomials() {
  const polynomial x = polynomial::symbol(0);
  const auto twice = quantity_of<units::parameters>(x) + quantity_of<units::parameters>(x);
  return twice == x + x && twice == quantity_of<units::parameters>(polynomial{integer{2}} * x) && x * twice == x * (x + x);
}
static_assert(of_polynomials());
