#pragma once
// failure: bad input is one clear line on stderr and an exit code; warnings are lines that stop nothing.

#include <exception>
#include <string>
#include <string_view>

namespace conform::analyzer {

/// What the program tells the shell.
enum class exit_code : int { pass = 0, check_failed = 1, bad_input = 2, internal = 3 };

/// One diagnostic: `kind[CODE] place: what`. The place is a file, a file with line and column, a file with a key,
/// an option or a spec; it may be empty.
struct diagnostic {
  std::string code;
  std::string place;
  std::string what;
};

/// The line as printed, without its newline: "error[MISSING-KEY] config.json: vocab_size: missing; ...".
std::string error_line(const diagnostic& problem);
std::string warning_line(const diagnostic& problem);

/// The same name shouted: a warning that --strict makes an error.
std::string error_code_of(std::string_view warning_code);

/// Ends the program with one line on stderr. Places and texts are printable already (see printable.hpp).
class failure : public std::exception {
 public:
  failure(std::string_view code, std::string_view place, std::string_view what,
          exit_code status = exit_code::bad_input);
  const char* what() const noexcept override { return line_.c_str(); }
  const diagnostic& problem() const noexcept { return problem_; }
  exit_code status() const noexcept { return status_; }

 private:
  diagnostic problem_;
  std::string line_;
  exit_code status_;
};

}  // namespace conform::analyzer
