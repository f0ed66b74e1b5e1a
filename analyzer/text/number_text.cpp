#include "text/number_text.hpp"

#include <array>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

namespace conform::analyzer {
namespace {

constexpr std::array<std::string_view, 11> prefixes{"", "k", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q"};

}  // namespace

void append_decimal(std::string& out, integer value) {
  __extension__ typedef unsigned __int128 natural;  // holds the size of the lowest integer, too
  constexpr natural piece = 1'000'000'000'000'000'000;  // digits in pieces of 18: division of 128 bits is slow
  natural rest = static_cast<natural>(value);
  if (value < 0) {
    out += '-';
    rest = natural{0} - rest;
  }
  if (rest < piece) {
    const fmt::format_int digits{static_cast<std::uint64_t>(rest)};
    out.append(digits.data(), digits.size());
    return;
  }
  append_decimal(out, static_cast<integer>(rest / piece));
  fmt::format_to(std::back_inserter(out), "{:018}", static_cast<std::uint64_t>(rest % piece));
}

std::string decimal(integer value) {
  std::string out;
  append_decimal(out, value);
  return out;
}

std::string decimal(const rational& value) {
  return value.den == 1 ? decimal(value.num) : fmt::format("{}/{}", decimal(value.num), decimal(value.den));
}

std::string grouped(integer value) {
  std::string digits = decimal(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string rounded(integer value, std::string_view unit) {
  // A display rounding only: the exact number stands beside it.
  auto scaled = static_cast<double>(value);
  std::size_t step = 0;
  while ((scaled >= 999.95 || scaled <= -999.95) && step + 1 < prefixes.size()) {
    scaled /= 1000;
    ++step;
  }
  if (step == 0) return unit.empty() ? decimal(value) : fmt::format("{} {}", decimal(value), unit);
  const double size = scaled < 0 ? -scaled : scaled;
  const int places = size < 9.9995 ? 3 : size < 99.995 ? 2 : 1;
  return fmt::format("{:.{}f} {}{}", scaled, places, prefixes[step], unit);
}

std::string percent(integer part, integer whole) {
  if (whole == 0) return "-";
  return fmt::format("{:.2f} %", 100 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace conform::analyzer
