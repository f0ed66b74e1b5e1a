#include "output.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <deque>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.hpp"
#include "file_kind.hpp"
#include "temporary_file.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

[[noreturn]] void refuse(const std::string& path, std::string_view what) {
  throw failure{"OUTPUT", printable(path), what};
}

std::string reason(int problem) { return std::strerror(problem); }

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// The file as it stands, or nothing where there is none yet.
bool existing(const std::string& path, struct stat& status) {
  if (::stat(path.c_str(), &status) == 0) return true;
  if (errno != ENOENT) refuse(path, "cannot be written: " + reason(errno));
  return false;
}

}  // namespace

int write_all(int descriptor, std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EAGAIN) {
      pollfd wait{descriptor, POLLOUT, 0};
      ::poll(&wait, 1, -1);
    } else if (written < 0 && errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

std::string target_of(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) return path;
  char* const resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) refuse(path, "is a link that leads nowhere: " + reason(errno));
  const std::string target{resolved};
  std::free(resolved);
  return target;
}

void check_output(const std::string& path, const input_file* input) {
  const std::string target = target_of(path);
  struct stat status {};
  if (existing(target, status)) {
    if (!S_ISREG(status.st_mode)) {
      refuse(path, "is " + kind_of_file(status.st_mode) +
                       "; a regular file was expected (without -o the report goes to stdout)");
    }
    if (input != nullptr && status.st_dev == input->device && status.st_ino == input->inode) {
      refuse(path, "is the input file; another file was expected");
    }
    if (::access(target.c_str(), W_OK) != 0) refuse(path, "cannot be written: " + reason(errno));
  } else if (target.back() == '/') {
    refuse(path, "names a folder; a file was expected");
  }
  const std::string folder = folder_of(target);
  if (::stat(folder.c_str(), &status) != 0)
    refuse(path, "cannot be written: folder " + printable(folder) + ": " + reason(errno));
  if (!S_ISDIR(status.st_mode)) refuse(path, "cannot be written: " + printable(folder) + " is not a folder");
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    refuse(path, "cannot be written: folder " + printable(folder) + ": " + reason(errno));
  }
}

namespace {

/// A file whose bytes are on the disk, under another name.
class staged_file {
 public:
  staged_file(const std::string& path, std::string_view text)
      : path_{path}, target_{target_of(path)}, file_{folder_of(target_)} {
    struct stat status {};
    const bool replaces = existing(target_, status);
    stop_at(file_.problem());
    // A new file gets the permissions that creating it plainly would give; a replaced one keeps its own.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    const mode_t mode = replaces ? status.st_mode & 07777 : 0666 & ~mask;
    stop_at(::fchmod(file_.descriptor(), mode) == 0 ? 0 : errno);
    stop_at(write_all(file_.descriptor(), text));
    stop_at(file_.close());
  }
  void put_in_place() { stop_at(file_.rename_to(target_)); }

 private:
  void stop_at(int problem) const {
    if (problem != 0) refuse(path_, "cannot be written: " + reason(problem));
  }
  std::string path_, target_;
  temporary_file file_;
};

}  // namespace

void write_file(const std::string& path, std::string_view text) { staged_file{path, text}.put_in_place(); }

void write_outputs(std::span<const output_text> files, const std::optional<std::string>& for_stdout) {
  std::deque<staged_file> staged;
  for (const output_text& file : files) staged.emplace_back(file.path, file.text);
  if (for_stdout) write_stdout(*for_stdout);
  for (staged_file& file : staged) file.put_in_place();
}

void write_stdout(std::string_view text) {
  int problem = write_all(STDOUT_FILENO, text);
  // some file systems tell of a full disk only here
  if (problem == 0 && ::close(STDOUT_FILENO) != 0 && errno != EINTR) problem = errno;
  if (problem != 0) throw failure{"OUTPUT", "stdout", "cannot be written: " + reason(problem)};
}

void put_out(const std::optional<std::string>& file, std::string_view text) {
  if (file) {
    write_file(*file, text);
  } else {
    write_stdout(text);
  }
}

void write_stderr(std::string_view text) noexcept { write_all(STDERR_FILENO, text); }

void guard_standard_streams() noexcept {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    // Read-only: writing to a stream that was closed stays an error.
    if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) static_cast<void>(::open("/dev/null", O_RDONLY));
  }
}

}  // namespace conform::analyzer
