#include "check/count_words.hpp"

namespace conform::analyzer {

std::optional<integer> read_count(std::string_view digits) {
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return {};
  integer out = 0;
  try {
    for (const char c : digits) {
      if (c < '0' || c > '9') return {};
      out = checked_add(checked_mul(out, 10), c - '0');
    }
  } catch (const integer_overflow&) {
    return {};
  }
  return out;
}

}  // namespace conform::analyzer
