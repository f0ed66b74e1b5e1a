#include "check/quantity.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view si_prefixes = "kMGTPEZY";
constexpr std::string_view binary_units[]{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

struct time_unit {
  std::string_view name;
  integer nanoseconds;
};
constexpr time_unit time_units[]{{"ns", 1}, {"us", 1'000}, {"ms", 1'000'000}, {"s", 1'000'000'000}};

std::vector<std::string> unit_words(metric_unit unit) {
  if (unit == metric_unit::nanoseconds) return {"ns", "us", "ms", "s"};
  const std::string base = unit == metric_unit::flop ? "FLOP" : unit == metric_unit::bytes ? "B" : "";
  std::vector<std::string> out{base};
  for (const char prefix : si_prefixes) out.push_back(prefix + base);
  if (unit == metric_unit::bytes) out.insert(out.end(), std::begin(binary_units), std::end(binary_units));
  return out;
}

std::string expected(metric_unit unit) {
  switch (unit) {
    case metric_unit::flop: return "a number and a unit: FLOP, kFLOP, MFLOP, GFLOP, TFLOP, ... YFLOP";
    case metric_unit::bytes: return "a number and a unit: B, kB, MB, GB, TB, ... YB, or KiB, MiB, GiB, TiB, PiB, EiB";
    case metric_unit::nanoseconds: return "a number and a unit: ns, us, ms or s";
    default: return "a number, or one with k, M, G, T, ... Y";
  }
}

integer power(integer base, int times) {
  integer out = 1;
  for (int i = 0; i < times; ++i) out = checked_mul(out, base);
  return out;
}

/// How many of the base unit; nothing where it is no unit of this kind. Case counts: GB is not gb.
std::optional<integer> scale_of(std::string_view word, metric_unit unit) {
  if (unit == metric_unit::nanoseconds) {
    for (const time_unit& one : time_units)
      if (word == one.name) return one.nanoseconds;
    return {};
  }
  if (unit == metric_unit::bytes)
    for (std::size_t i = 0; i < std::size(binary_units); ++i)
      if (word == binary_units[i]) return power(1024, static_cast<int>(i) + 1);
  const std::string_view base = unit == metric_unit::flop ? "FLOP" : unit == metric_unit::bytes ? "B" : "";
  if (!word.ends_with(base)) return {};
  const std::string_view prefix = word.substr(0, word.size() - base.size());
  if (prefix.empty()) return 1;
  const auto place = si_prefixes.find(prefix);
  if (prefix.size() > 1 || place == std::string_view::npos) return {};
  return power(1000, static_cast<int>(place) + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct decimal_word {
  integer digits{};  ///< without the point
  int places{};      ///< behind the point
};

/// Takes "12" or "1.5" off the front. Throws integer_overflow.
std::optional<decimal_word> take_decimal(std::string_view& text) {
  decimal_word out;
  std::size_t at = 0;
  bool point = false;
  for (; at < text.size() && (is_digit(text[at]) || (text[at] == '.' && !point && at > 0)); ++at) {
    if (text[at] == '.') {
      point = true;
      continue;
    }
    out.digits = checked_add(checked_mul(out.digits, 10), text[at] - '0');
    if (point) ++out.places;
  }
  if (at == 0 || text[at - 1] == '.') return {};
  text.remove_prefix(at);
  return out;
}

void trim(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
}

/// The unit that differs in upper and lower case alone, else one that is near.
std::string unit_advice(std::string_view word, metric_unit unit) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const std::vector<std::string> words = unit_words(unit);
  for (const std::string& known : words) {
    if (std::equal(known.begin(), known.end(), word.begin(), word.end(),
                   [&](char a, char b) { return lower(a) == lower(b); }))
      return "; did you mean " + known + "?";
  }
  return did_you_mean(word, std::vector<std::string_view>{words.begin(), words.end()});
}

std::string wrong_unit(std::string_view word, metric_unit unit) {
  if (word.empty()) return fmt::format("no unit; expected {}", expected(unit));
  for (const metric_unit other : {metric_unit::flop, metric_unit::bytes, metric_unit::nanoseconds}) {
    if (other != unit && scale_of(word, other))
      return fmt::format("the unit {} is of {}, not of {}; expected {}", in_quotes(word), unit_name_of(other),
                         unit_name_of(unit), expected(unit));
  }
  const bool bare = word.size() == 1 && si_prefixes.find(word) != std::string_view::npos;
  return fmt::format("{} {}; expected {} (upper and lower case differ){}", bare ? "ambiguous unit" : "unknown unit",
                     in_quotes(word), expected(unit), bare ? "" : unit_advice(word, unit));
}

}  // namespace

std::variant<integer, misread> read_quantity(std::string_view text, metric_unit unit) {
  const std::string shown = in_quotes(text);
  trim(text);
  try {
    const auto number = take_decimal(text);
    if (!number) return misread{fmt::format("{}; expected {}", shown, expected(unit))};
    trim(text);
    const auto scale = scale_of(text, unit);
    if (!scale) return misread{fmt::format("{}: {}", shown, wrong_unit(text, unit))};
    const integer scaled = checked_mul(number->digits, *scale), divisor = power(10, number->places);
    if (scaled % divisor != 0) return misread{shown + " is not a whole number of " + std::string{unit_name_of(unit)}};
    return scaled / divisor;
  } catch (const integer_overflow&) {
    return misread{shown + " needs more than 128 bits; a smaller number, or fewer digits, was expected"};
  }
}

std::variant<rational, misread> read_increase(std::string_view text) {
  const misread wrong{in_quotes(text) + "; expected a share of the baseline from 0% to 100%, as +1%, or 0"};
  trim(text);
  if (text.starts_with("+")) text.remove_prefix(1);
  const bool percent = text.ends_with("%");
  if (percent) text.remove_suffix(1);
  trim(text);
  try {
    const auto number = take_decimal(text);
    if (!number || !text.empty() || (!percent && number->digits != 0)) return wrong;
    const rational share = rational{number->digits} / rational{checked_mul(100, power(10, number->places))};
    if (share > rational{1}) return wrong;
    return share;
  } catch (const integer_overflow&) {
    return wrong;
  }
}

}  // namespace conform::analyzer
