#pragma once
// progress: one line on stderr that tells how far a long run is, where stderr is a terminal, and nothing elsewhere.

#include <string>

namespace conform::analyzer {

class progress {
 public:
  explicit progress(std::string what);
  /// Takes the line away.
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// `place` is printable.
  void at(const std::string& place);

 private:
  std::string what_;
  bool shown_;
};

}  // namespace conform::analyzer
