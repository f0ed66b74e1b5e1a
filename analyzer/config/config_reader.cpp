#include "config/config_reader.hpp"

#include <charconv>

#include <fmt/format.h>

#include "failure.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

std::string words_of(range accepted) {
  return fmt::format("an integer from {} to {}", grouped(accepted.least), grouped(accepted.most));
}

}  // namespace

const json_value* config_reader::find(std::string_view key) const {
  const json_value* const value = config_.find(key);
  return value == nullptr || value->kind == json_kind::null ? nullptr : value;
}

std::int64_t config_reader::size(std::string_view key, range accepted) const {
  const json_value* const value = config_.find(key);
  if (value == nullptr) refuse("MISSING-KEY", key, fmt::format("missing; expected {}", words_of(accepted)));
  const std::string& spelling = value->text;
  const bool whole = value->kind == json_kind::number && spelling.find_first_of(".eE") == std::string::npos;
  if (!whole) {
    refuse("WRONG-TYPE", key, fmt::format("{}; expected {}", description_of(*value), words_of(accepted)));
  }
  std::int64_t out{};
  const auto [end, problem] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), out);
  const bool read = problem == std::errc{} && end == spelling.data() + spelling.size();
  if (!read || out < accepted.least || out > accepted.most) {
    refuse("OUT-OF-RANGE", key, fmt::format("{}; expected {}", printable(spelling, 40), words_of(accepted)));
  }
  return out;
}

std::optional<std::int64_t> config_reader::size_or_none(std::string_view key, range accepted) const {
  if (find(key) == nullptr) return std::nullopt;
  return size(key, accepted);
}

bool config_reader::flag(std::string_view key, bool otherwise) const {
  const json_value* const value = find(key);
  if (value == nullptr) return otherwise;
  if (value->kind != json_kind::boolean) {
    refuse("WRONG-TYPE", key, fmt::format("{}; expected true, false or null", description_of(*value)));
  }
  return value->truth;
}

std::optional<std::string> config_reader::text_or_none(std::string_view key) const {
  const json_value* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind != json_kind::text) {
    refuse("WRONG-TYPE", key, fmt::format("{}; expected a string", description_of(*value)));
  }
  return value->text;
}

std::string config_reader::place(std::string_view key) const { return fmt::format("{}: {}", file_, key); }

void config_reader::refuse(std::string_view code, std::string_view key, std::string_view what) const {
  throw failure{code, place(key), what};
}

}  // namespace conform::analyzer
