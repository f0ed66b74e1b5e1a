#pragma once
// file_kind: what a path names, in words.

#include <string>

#include <sys/stat.h>

namespace conform::analyzer {

/// "a directory", "a FIFO", "a device", "a socket", "a regular file".
inline std::string kind_of_file(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "a regular file";
}

}  // namespace conform::analyzer
