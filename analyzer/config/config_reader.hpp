#pragma once
// config_reader: typed access to a config's keys; every refusal names file, key, what was found and what was expected.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json_tree.hpp"

namespace conform::analyzer {

/// The whole numbers a key accepts.
struct range {
  std::int64_t least;
  std::int64_t most;
};

/// Bounds far above any model that exists, and low enough to refuse a number that is a mistake.
inline constexpr range layer_range{1, 10'000};
inline constexpr range head_range{1, 65'536};
inline constexpr range expert_range{1, 65'536};
inline constexpr range width_range{1, 16'777'216};          // 2^24
inline constexpr range vocab_range{1, 268'435'456};         // 2^28
inline constexpr range length_range{1, 1'099'511'627'776};  // 2^40

class config_reader {
 public:
  config_reader(std::string_view file, const json_value& config) : file_{file}, config_{config} {}

  /// The key's value; nothing where it is absent or null.
  const json_value* find(std::string_view key) const;
  bool absent(std::string_view key) const { return config_.find(key) == nullptr; }

  /// Throws failure MISSING-KEY, WRONG-TYPE, OUT-OF-RANGE.
  std::int64_t size(std::string_view key, range accepted) const;
  std::optional<std::int64_t> size_or_none(std::string_view key, range accepted) const;
  bool flag(std::string_view key, bool otherwise) const;
  std::optional<std::string> text_or_none(std::string_view key) const;

  std::string place(std::string_view key) const;
  [[noreturn]] void refuse(std::string_view code, std::string_view key, std::string_view what) const;

 private:
  std::string_view file_;
  const json_value& config_;
};

}  // namespace conform::analyzer
