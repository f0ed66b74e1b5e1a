#include "hardware/device_file.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "failure.hpp"
#include "hardware/key_depth.hpp"
#include "input_file.hpp"
#include "nearest_name.hpp"
#include "number_text.hpp"
#include "printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t size_limit = 1024 * 1024, depth_limit = 32;
constexpr integer figure_limit = 1'000'000'000'000'000'000;  // 10^18: an exaflop/s, an exabyte

class device_reader {
 public:
  explicit device_reader(const std::string& path) : path_{path} {}

  device read() {
    const input_file input = read_input(path_);
    if (input.bytes.size() > size_limit)
      throw failure{"TOO-LARGE", printable(path_), fmt::format("more than {} bytes", grouped(size_limit))};
    if (const auto deep = first_deeper(input.bytes, depth_limit))
      refuse("TOML", {static_cast<toml::source_index>(deep->line), static_cast<toml::source_index>(deep->column)},
             fmt::format("more than {} levels of keys or brackets", depth_limit));
    return device_of(parsed(input.bytes));
  }

 private:
  [[noreturn]] void refuse(std::string_view code, const toml::source_position& at, const std::string& what) const {
    throw failure{code, fmt::format("{}:{}:{}", printable(path_), at.line, at.column), what};
  }

  toml::table parsed(const std::string& text) const {
    try {
      return toml::parse(text);
    } catch (const toml::parse_error& problem) {
      refuse("TOML", problem.source().begin, printable(problem.description(), 300));
    }
  }

  void check_keys(const toml::table& all, std::span<const std::string_view> known) const {
    for (const auto& [key, value] : all) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      refuse(
          "UNKNOWN-KEY", key.source().begin,
          fmt::format("{}; expected one of {}{}", in_quotes(key.str()), listed(known), did_you_mean(key.str(), known)));
    }
  }

  /// A positive whole number, spelled 80_000_000_000 or 80e9.
  std::optional<integer> figure(const toml::table& all, std::string_view key) const {
    const toml::node* const found = all.get(key);
    if (found == nullptr) return {};
    const auto expected = [&](std::string_view code, const std::string& what) {
      refuse(code, found->source().begin,
             fmt::format("{}: {}; expected a whole number from 1 to {}, as 80e9", key, what, grouped(figure_limit)));
    };
    integer value = 0;
    if (const auto* const whole = found->as_integer()) {
      value = whole->get();
    } else if (const auto* const real = found->as_floating_point()) {
      const double number = real->get();
      if (!std::isfinite(number) || number != std::floor(number) || std::abs(number) > 2e18)
        expected("OUT-OF-RANGE", fmt::format("{}", number));
      value = static_cast<integer>(number);
    } else {
      expected("WRONG-TYPE", "not a number");
    }
    if (value < 1 || value > figure_limit) expected("OUT-OF-RANGE", decimal(value));
    return value;
  }

  integer needed(const toml::table& all, std::string_view key) const {
    const auto value = figure(all, key);
    if (!value)
      throw failure{"MISSING-KEY", fmt::format("{}: {}", printable(path_), key), "missing; expected a number"};
    return *value;
  }

  std::string text(const toml::table& all, std::string_view key, std::string otherwise) const {
    const toml::node* const found = all.get(key);
    if (found == nullptr) return otherwise;
    if (const auto* const value = found->as_string(); value != nullptr && !value->get().empty()) return value->get();
    refuse("WRONG-TYPE", found->source().begin, fmt::format("{}: expected a text that is not empty", key));
  }

  device device_of(const toml::table& all) const {
    constexpr std::string_view keys[] = {"name", "source", "bandwidth", "memory", "cache", "peak"};
    constexpr std::string_view formats[] = {"f64", "f32", "bf16", "f16", "f8"};
    check_keys(all, keys);
    device out;
    out.name = text(all, "name", path_);
    out.title = out.name;
    out.source = text(all, "source", path_);
    out.file = path_;
    out.bandwidth = needed(all, "bandwidth");
    out.memory = needed(all, "memory");
    out.cache = figure(all, "cache");
    if (const toml::node* const peak = all.get("peak")) {
      const toml::table* const rates = peak->as_table();
      if (rates == nullptr)
        refuse("WRONG-TYPE", peak->source().begin, "peak: expected a table of FLOP/s, as [peak] with bf16 = 312e12");
      check_keys(*rates, formats);
      for (const number_format format : peak_formats)
        out.peaks[static_cast<std::size_t>(format)] = figure(*rates, name_of(format));
    }
    return out;
  }

  const std::string& path_;
};

}  // namespace

device read_device(const std::string& path) { return device_reader{path}.read(); }

}  // namespace conform::analyzer
