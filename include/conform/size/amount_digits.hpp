#pragma once
// amount_digits: the characters of a literal as an exact whole number.

#include <initializer_list>

#include <conform/size/integer.hpp>

namespace conform {

enum class digits_are { whole, fractional, too_large };

/// What a literal is: whole, and which number; or why it is none.
struct digits_value {
  digits_are is;
  integer value = 0;
};

/// scale times the number that the compiler spells so: 12, 1'000, 0x1F, 0b11, 017, 1.25, 1.5e3. Throws nothing: beyond
/// 128 bits it is too_large. The compiler has refused what is no number; a hexadecimal fraction counts as fractional.
constexpr digits_value amount_digits(integer scale, std::initializer_list<char> spelled) {
  const char* at = spelled.begin();
  const char* const end = spelled.end();
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const auto has = [&](char wanted) {
    for (const char* c = at; c != end; ++c)
      if (lower(*c) == wanted) return true;
    return false;
  };
  constexpr integer most = (((integer{1} << 126) - 1) << 1) + 1;
  int base = 10;
  if (end - at > 1 && *at == '0') {
    const char kind = lower(at[1]);
    base = kind == 'x' ? 16 : kind == 'b' ? 2 : has('.') || has('e') ? 10 : 8;
    if (base == 16 || base == 2) at += 2;
  }
  if (base == 16 && (has('.') || has('p'))) return {digits_are::fractional};
  integer value = 0;
  int tens = 0;  // the number is value * 10^tens
  bool behind_point = false;
  for (; at != end && (base == 16 || lower(*at) != 'e'); ++at) {
    if (*at == '\'') continue;
    if (*at == '.') {
      behind_point = true;
      continue;
    }
    const int digit = *at <= '9' ? *at - '0' : lower(*at) - 'a' + 10;
    if (value > (most - digit) / base) return {digits_are::too_large};
    value = value * base + digit;
    tens -= behind_point ? 1 : 0;
  }
  if (value == 0) return {digits_are::whole, 0};
  if (at != end) {  // an exponent
    ++at;
    const bool negative = *at == '-';
    if (*at == '-' || *at == '+') ++at;
    int exponent = 0;
    for (; at != end; ++at)
      if (*at != '\'' && exponent < 10'000) exponent = exponent * 10 + (*at - '0');
    tens += negative ? -exponent : exponent;
  }
  for (; tens < 0 && value % 10 == 0; ++tens) value /= 10;
  for (; tens < 0 && scale % 10 == 0; ++tens) scale /= 10;
  for (; tens < 0 && value % 5 == 0 && scale % 2 == 0; ++tens) value /= 5, scale /= 2;
  for (; tens < 0 && value % 2 == 0 && scale % 5 == 0; ++tens) value /= 2, scale /= 5;
  if (tens < 0) return {digits_are::fractional};
  for (; tens > 0; --tens) {
    if (value > most / 10) return {digits_are::too_large};
    value *= 10;
  }
  if (value > most / scale) return {digits_are::too_large};
  return {digits_are::whole, value * scale};
}

}  // namespace conform
