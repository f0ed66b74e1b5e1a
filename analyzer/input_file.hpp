#pragma once
// input_file: the bytes of a regular file, and nothing that blocks, grows without end or is not a file.

#include <cstddef>
#include <string>

#include <sys/types.h>

namespace conform::analyzer {

/// A config is a few kilobytes; anything beyond this is something else.
inline constexpr std::size_t input_size_limit = 8 * 1024 * 1024;

struct input_file {
  std::string path;  ///< as given
  std::string bytes;
  dev_t device{};  ///< with the inode: the file's identity, so that no output replaces it
  ino_t inode{};
};

/// Throws failure FILE: missing, unreadable, a directory, FIFO, socket or device, or too large.
input_file read_input(const std::string& path);

}  // namespace conform::analyzer
