#pragma once
// short_hash: texts told apart by 16 hexadecimal digits.

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace conform::analyzer {

/// FNV-1a of 64 bits, a public hash.
inline std::string short_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{:016x}", hash);
}

}  // namespace conform::analyzer
