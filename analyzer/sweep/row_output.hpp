#pragma once
// row_output: rows on their way to stdout, or to FILE: they stand in FILE.part, which outlives an interruption and
// takes the place of FILE when all rows are there.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace conform::analyzer {

class row_output {
 public:
  /// Throws failure OUTPUT: FILE.part cannot be made, is written by another program, or is there and not to be
  /// continued.
  row_output(const std::optional<std::string>& file, bool resume);
  /// Removes FILE.part where it is new and holds nothing.
  ~row_output();
  row_output(const row_output&) = delete;
  row_output& operator=(const row_output&) = delete;

  /// The file whose rows can be kept: FILE.part, or FILE where there is none; empty where there is neither.
  const std::string& continued() const { return continued_; }
  /// Keeps so many bytes of that file, and nothing behind them.
  void keep(std::uint64_t bytes);

  void add(std::string_view rows);
  /// Did rows go out since this was asked last? They do so when many are there, and several times a second; once in
  /// such a time it is told.
  bool went_out();
  /// All rows are there. Throws failure OUTPUT.
  void finish();

 private:
  void open_part(bool resume);
  void flush();
  [[noreturn]] void refuse(std::string_view what) const;

  std::string target_, part_, continued_;
  int descriptor_;
  bool created_{}, holds_{};
  std::string waiting_;
  std::chrono::steady_clock::time_point last_{std::chrono::steady_clock::now()}, told_{last_};
};

}  // namespace conform::analyzer
