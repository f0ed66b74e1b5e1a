#include "hardware/device_file.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "failure.hpp"
#include "input_file.hpp"
#include "text/nearest_name.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"
#include "toml/toml_text.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t size_limit = 1024 * 1024;
constexpr integer figure_limit = 1'000'000'000'000'000'000;  // 10^18: an exaflop/s, an exabyte

/// Beyond 2^53 a double names a number of its own only where that is a multiple of 10^9, as 1e18 or 312e12 are.
bool imprecise(double number) { return std::abs(number) > 9007199254740992.0 && std::fmod(number, 1e9) != 0; }

class device_reader {
 public:
  explicit device_reader(const std::string& path) : path_{path} {}

  device read() {
    const input_file input = read_input(path_);
    if (input.bytes.size() > size_limit)
      throw failure{"TOO-LARGE", printable(path_), fmt::format("more than {} bytes", grouped(size_limit))};
    return device_of(parse_toml(path_, input.bytes));
  }

 private:
  [[noreturn]] void refuse(std::string_view code, const text_place& at, const std::string& what) const {
    throw failure{code, place_in(path_, at), what};
  }

  void check_keys(const toml_value& all, std::span<const std::string_view> known) const {
    for (const toml_member& member : all.members) {
      if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
      refuse("UNKNOWN-KEY", member.at,
             fmt::format("{}; expected one of {}{}", in_quotes(member.key), listed(known), did_you_mean(member.key, known)));
    }
  }

  /// A positive whole number, spelled 80_000_000_000 or 80e9.
  std::optional<integer> figure(const toml_value& all, std::string_view key) const {
    const toml_member* const found = all.find(key);
    if (found == nullptr) return {};
    const toml_value& value = found->value;
    const auto expected = [&](std::string_view code, const std::string& what) {
      refuse(code, value.at,
             fmt::format("{}: {}; expected a whole number from 1 to {}, as 80e9", key, what, grouped(figure_limit)));
    };
    integer out = value.whole;
    if (value.kind == toml_kind::number) {
      if (value.number != std::floor(value.number) || std::abs(value.number) > 2e18 || imprecise(value.number))
        expected("OUT-OF-RANGE", fmt::format("{}", value.number));
      out = static_cast<integer>(value.number);
    } else if (value.kind != toml_kind::whole) {
      expected("WRONG-TYPE", description_of(value));
    }
    if (out < 1 || out > figure_limit) expected("OUT-OF-RANGE", decimal(out));
    return out;
  }

  integer needed(const toml_value& all, std::string_view key) const {
    const auto value = figure(all, key);
    if (!value)
      throw failure{"MISSING-KEY", fmt::format("{}: {}", printable(path_), key), "missing; expected a number"};
    return *value;
  }

  std::string text(const toml_value& all, std::string_view key, std::string otherwise) const {
    const toml_member* const found = all.find(key);
    if (found == nullptr) return otherwise;
    if (found->value.kind == toml_kind::text && !found->value.text.empty()) return found->value.text;
    refuse("WRONG-TYPE", found->value.at, fmt::format("{}: expected a text that is not empty", key));
  }

  device device_of(const toml_value& all) const {
    constexpr std::string_view keys[] = {"name", "source", "bandwidth", "memory", "cache", "link", "peak"};
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
    out.link = figure(all, "link");
    if (const toml_member* const peak = all.find("peak")) {
      if (peak->value.kind != toml_kind::table)
        refuse("WRONG-TYPE", peak->value.at, "peak: expected a table of FLOP/s, as [peak] with bf16 = 312e12");
      check_keys(peak->value, formats);
      for (const number_format format : peak_formats)
        out.peaks[static_cast<std::size_t>(format)] = figure(peak->value, name_of(format));
    }
    return out;
  }

  const std::string& path_;
};

}  // namespace

device read_device(const std::string& path) { return device_reader{path}.read(); }

}  // namespace conform::analyzer
