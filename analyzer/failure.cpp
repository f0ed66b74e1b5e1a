#include "failure.hpp"

namespace conform::analyzer {
namespace {

std::string line_of(std::string_view kind, const diagnostic& problem) {
  std::string line{kind};
  line += '[' + problem.code + "] ";
  if (!problem.place.empty()) line += problem.place + ": ";
  return line + problem.what;
}

}  // namespace

std::string error_line(const diagnostic& problem) { return line_of("error", problem); }
std::string warning_line(const diagnostic& problem) { return line_of("warning", problem); }

std::string error_code_of(std::string_view warning_code) {
  std::string code{warning_code};
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return code;
}

failure::failure(std::string_view code, std::string_view place, std::string_view what, exit_code status)
    : problem_{std::string{code}, std::string{place}, std::string{what}}, line_{error_line(problem_)}, status_{status} {}

}  // namespace conform::analyzer
