#include "progress.hpp"

#include <unistd.h>

#include "output.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view line_start = "\r\x1B[K";

}  // namespace

progress::progress(std::string what) : what_{std::move(what)}, shown_{::isatty(STDERR_FILENO) == 1} {}

progress::~progress() {
  if (shown_) write_stderr(line_start);
}

void progress::at(const std::string& place) {
  if (shown_) write_stderr(std::string{line_start} + what_ + ": " + place);
}

}  // namespace conform::analyzer
