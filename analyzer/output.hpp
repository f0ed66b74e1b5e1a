#pragma once
// output: a text goes out whole or not at all: to stdout, or to a file that is replaced in one step.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "input_file.hpp"

namespace conform::analyzer {

/// Refuses early what cannot be written: a folder, FIFO or device, a missing or unwritable folder, the input itself.
/// Throws failure OUTPUT.
void check_output(const std::string& path, const input_file* input);

/// Writes to a temporary file in the same folder, then renames it over `path`. On any failure, and on SIGINT, SIGTERM
/// and SIGHUP, the temporary is removed and `path` is as it was. Throws failure OUTPUT.
void write_file(const std::string& path, std::string_view text);

struct output_text {
  std::string path;
  std::string text;
};

/// Several files and, where there is one, a text for stdout: every file is on the disk under another name before any is
/// replaced, and none is where anything before that fails. At most 16 files. Throws failure OUTPUT.
void write_outputs(std::span<const output_text> files, const std::optional<std::string>& for_stdout);

/// Throws failure OUTPUT: a full disk, a closed stdout, a pipe without reader (where SIGPIPE is ignored).
void write_stdout(std::string_view text);

/// To the file, or to stdout where there is none.
void put_out(const std::optional<std::string>& file, std::string_view text);

/// The error number, or 0. Waits where the stream is non-blocking and full.
int write_all(int descriptor, std::string_view text) noexcept;

/// Where the bytes of an output go: a link stays, and the file it names is replaced. Throws failure OUTPUT.
std::string target_of(const std::string& path);

/// Diagnostics; a failure to write them has nowhere to be told.
void write_stderr(std::string_view text) noexcept;

/// Makes sure that 0, 1 and 2 are open, so that no file of ours is taken for a closed stream.
void guard_standard_streams() noexcept;

}  // namespace conform::analyzer
