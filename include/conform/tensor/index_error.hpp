#pragma once
// index_error: an index, known at run time only, that is outside its axis.

#include <conform/tensor/sizes.hpp>

namespace conform {

/// Thrown before any cell is touched. what() names the axis, its extent and the index found.
class index_error : public std::exception {
 public:
  index_error(naming::range axis, integer extent, integer found) {
    list<char> line;
    rendering::put(line, "axis ");
    for (std::size_t i = 0; i < axis.count; ++i) line.push_back(axis.begin[i]);
    rendering::put(line, ": index ");
    rendering::put(line, found);
    rendering::put(line, " is outside its extent ");
    rendering::put(line, extent);
    for (std::size_t i = 0; i < line.size() && i + 1 < sizeof text_; ++i) text_[i] = line[i];
  }
  const char* what() const noexcept override { return text_; }

 private:
  char text_[160]{};
};

namespace indexing {

/// Not constexpr: in constant evaluation the call is the error.
[[noreturn]] inline void refuse(naming::range axis, integer extent, integer found) {
  throw index_error(axis, extent, found);
}

/// The index, if it is one of the axis.
constexpr std::ptrdiff_t checked(naming::range axis, long long extent, long long found) {
  if (found < 0 || found >= extent) refuse(axis, extent, found);
  return static_cast<std::ptrdiff_t>(found);
}

}  // namespace indexing
}  // namespace conform
