#pragma once
// bf16: a number of 2 bytes for storage: a float without the last 16 bits of its fraction. Nothing is calculated in it:
// operations read it as float and accumulate floats.

#include <limits>

namespace conform {

/// 1 sign bit, 8 of exponent, 7 of fraction: all of float's range, relative error of rounding at most 2^-8 (2^-134
/// absolute below 2^-126).
struct bf16 {
  unsigned short bits = 0;

  constexpr bf16() = default;
  /// Rounds to nearest, ties to even; beyond the largest becomes infinite; a NaN stays one.
  explicit constexpr bf16(float x) : bits(rounded(x)) {}
  explicit constexpr bf16(double x) : bits(rounded(narrowed(x))) {}
  explicit constexpr bf16(int x) : bf16(static_cast<double>(x)) {}
  static constexpr bf16 from_bits(unsigned short bits) {
    bf16 out;
    out.bits = bits;
    return out;
  }

  /// Exact.
  constexpr operator float() const { return __builtin_bit_cast(float, static_cast<unsigned>(bits) << 16); }

 private:
  static constexpr unsigned short rounded(float x) {
    const unsigned all = __builtin_bit_cast(unsigned, x);
    if ((all & 0x7fffffffu) > 0x7f800000u) return static_cast<unsigned short>(all >> 16 | 0x40u);  // stays a NaN: quiet
    return static_cast<unsigned short>((all + 0x7fffu + (all >> 16 & 1u)) >> 16);
  }
  // to float by rounding to odd, so that the second rounding decides as if it were the only one
  static constexpr float narrowed(double x) {
    const double largest = static_cast<double>(std::numeric_limits<float>::max());
    if (!(x >= -largest && x <= largest))
      return x != x ? __builtin_nanf("") : x < 0 ? -__builtin_huge_valf() : __builtin_huge_valf();
    const float near = static_cast<float>(x);
    if (static_cast<double>(near) == x) return near;
    const unsigned all = __builtin_bit_cast(unsigned, near), magnitude = all & 0x7fffffffu;
    const double size = x < 0 ? -x : x;
    const bool above = static_cast<double>(__builtin_bit_cast(float, magnitude)) > size;
    const unsigned toward_zero = magnitude - (above ? 1u : 0u);
    return __builtin_bit_cast(float, (all & 0x80000000u) | toward_zero | 1u);
  }
};

static_assert(sizeof(bf16) == 2);

}  // namespace conform

template <>
struct std::numeric_limits<conform::bf16> {
  static constexpr bool is_specialized = true, is_signed = true, is_integer = false, is_exact = false;
  static constexpr bool has_infinity = true, has_quiet_NaN = true, has_signaling_NaN = true;
  static constexpr bool is_iec559 = false, is_bounded = true, is_modulo = false, traps = false;
  static constexpr std::float_round_style round_style = std::round_to_nearest;
  static constexpr int digits = 8, digits10 = 2, max_digits10 = 4, radix = 2;
  static constexpr int min_exponent = -125, max_exponent = 128, min_exponent10 = -37, max_exponent10 = 38;
  static constexpr conform::bf16 min() noexcept { return conform::bf16::from_bits(0x0080); }
  static constexpr conform::bf16 lowest() noexcept { return conform::bf16::from_bits(0xff7f); }
  static constexpr conform::bf16 max() noexcept { return conform::bf16::from_bits(0x7f7f); }
  static constexpr conform::bf16 epsilon() noexcept { return conform::bf16::from_bits(0x3c00); }
  static constexpr conform::bf16 round_error() noexcept { return conform::bf16::from_bits(0x3f00); }
  static constexpr conform::bf16 infinity() noexcept { return conform::bf16::from_bits(0x7f80); }
  static constexpr conform::bf16 quiet_NaN() noexcept { return conform::bf16::from_bits(0x7fc0); }
  static constexpr conform::bf16 signaling_NaN() noexcept { return conform::bf16::from_bits(0x7fa0); }
  static constexpr conform::bf16 denorm_min() noexcept { return conform::bf16::from_bits(0x0001); }
};
