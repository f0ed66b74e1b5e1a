#include "ending.hpp"

#include <exception>
#include <new>

#include "output.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

int end_with(const failure& problem) noexcept {
  try {
    write_stderr(std::string{problem.what()} + '\n');
  } catch (...) {
    write_stderr("error[MEMORY] not enough memory\n");
  }
  return static_cast<int>(problem.status());
}

/// Everything that can go wrong as a failure; bad_alloc comes from anywhere.
int exit_reporting(const std::function<exit_code()>& run) {
  try {
    guard_standard_streams();
    return static_cast<int>(run());
  } catch (const failure& problem) {
    return end_with(problem);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& problem) {
    return end_with(failure{"INTERNAL", "", printable(problem.what()), exit_code::internal});
  }
}

}  // namespace

int exit_of(const std::function<exit_code()>& run) noexcept {
  try {
    return exit_reporting(run);
  } catch (const std::bad_alloc&) {
    write_stderr("error[MEMORY] not enough memory\n");
    return static_cast<int>(exit_code::bad_input);
  } catch (...) {
    write_stderr("error[INTERNAL] an unknown exception; this is a bug in conform\n");
    return static_cast<int>(exit_code::internal);
  }
}

void tell(const std::vector<diagnostic>& warnings, bool strict) {
  if (strict && !warnings.empty()) {
    throw failure{error_code_of(warnings.front().code), warnings.front().place, warnings.front().what + " (--strict)"};
  }
  std::string lines;
  for (const diagnostic& warning : warnings) lines += warning_line(warning) + '\n';
  write_stderr(lines);
}

}  // namespace conform::analyzer
