#pragma once
// program: the whole of `conform`, from arguments to exit code.

namespace conform::analyzer {

/// Never throws. The value is the process's exit code: see exit_code.
int run(int argument_count, const char* const* arguments) noexcept;

}  // namespace conform::analyzer
