#pragma once
// glob: names chosen by a pattern, without the backtracking that a regular expression may fall into.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace conform::analyzer {

/// Patterns longer than this are refused where they are read.
inline constexpr std::size_t longest_glob = 200;

/// '?' is one character and '*' any number of them; every other character is itself. In a dotted name, '?' and '*' stop
/// at dots and '**' does not. At most one step for each character of the name and of the pattern.
class glob {
 public:
  enum class names : std::uint8_t { plain, dotted };

  glob(std::string_view pattern, names of);
  bool matches(std::string_view name) const;

 private:
  enum class sign : std::uint8_t { itself, one, many, many_and_dots };
  struct step {
    sign is;
    char letter;
  };
  std::vector<step> steps_;
  names of_;
};

}  // namespace conform::analyzer
