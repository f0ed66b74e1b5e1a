#pragma once
// ending: how a program of this project ends, whatever happens in it.

#include <functional>
#include <vector>

#include "failure.hpp"

namespace conform::analyzer {

/// run()'s exit code; of what it throws, the code after one line on stderr. Opens closed standard streams first.
int exit_of(const std::function<exit_code()>& run) noexcept;

/// Only a report that went out is followed by its warnings: a failure is one line. Under --strict the first of them is
/// one.
void tell(const std::vector<diagnostic>& warnings, bool strict);

}  // namespace conform::analyzer
