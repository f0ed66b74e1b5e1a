#pragma once
// ending: how a program of this project ends, whatever happens in it.

#include <functional>

#include "failure.hpp"

namespace conform::analyzer {

/// run()'s exit code; of what it throws, the code after one line on stderr. Opens closed standard streams first.
int exit_of(const std::function<exit_code()>& run) noexcept;

}  // namespace conform::analyzer
