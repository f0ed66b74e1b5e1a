#include "input_file.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "failure.hpp"
#include "file_kind.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

/// Closes on every way out.
struct open_file {
  int descriptor;
  ~open_file() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

[[noreturn]] void refuse(const std::string& path, std::string_view what) {
  throw failure{"FILE", printable(path), what};
}

std::string reason() { return std::strerror(errno); }

std::string read_to_end(int descriptor, const std::string& path) {
  std::string bytes;
  constexpr std::size_t chunk = 64 * 1024;
  for (;;) {
    const std::size_t had = bytes.size();
    bytes.resize(had + chunk);
    const ssize_t got = ::read(descriptor, bytes.data() + had, chunk);
    bytes.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(path, "cannot be read: " + reason());
    if (got == 0) return bytes;
    // a file may grow while it is read
    if (bytes.size() > input_size_limit) refuse(path, fmt::format("larger than {} bytes", grouped(input_size_limit)));
  }
}

}  // namespace

input_file read_input(const std::string& path) {
  if (path.empty()) throw failure{"FILE", "", "the path of the input file is empty"};
  if (path.find('\0') != std::string::npos) refuse(path, "a path cannot contain NUL");
  // Look before opening: opening a device can have effects. O_NONBLOCK: a FIFO put there meanwhile must not block.
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) refuse(path, "cannot be read: " + reason());
  if (!S_ISREG(status.st_mode)) refuse(path, "is " + kind_of_file(status.st_mode) + "; a regular file was expected");
  const open_file file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)};
  if (file.descriptor < 0) refuse(path, "cannot be read: " + reason());
  if (::fstat(file.descriptor, &status) != 0) refuse(path, "cannot be read: " + reason());
  if (!S_ISREG(status.st_mode)) refuse(path, "is " + kind_of_file(status.st_mode) + "; a regular file was expected");
  if (status.st_size > static_cast<off_t>(input_size_limit)) {
    refuse(path, fmt::format("{} bytes; at most {} were expected", grouped(status.st_size), grouped(input_size_limit)));
  }
  return {path, read_to_end(file.descriptor, path), status.st_dev, status.st_ino};
}

}  // namespace conform::analyzer
