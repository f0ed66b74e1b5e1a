#include "sweep/row_output.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.hpp"
#include "output.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t most_waiting = 65'536;  // bytes
constexpr std::chrono::milliseconds longest_wait{200};

std::string reason(int problem = errno) { return std::string{"cannot be written: "} + std::strerror(problem); }

}  // namespace

void row_output::refuse(std::string_view what) const { throw failure{"OUTPUT", printable(part_), what}; }

row_output::row_output(const std::optional<std::string>& file, bool resume) : descriptor_{STDOUT_FILENO} {
  if (!file) return;
  target_ = target_of(*file);
  part_ = target_ + ".part";
  open_part(resume);
}

void row_output::open_part(bool resume) {
  const auto is_there = [](const std::string& path) { return ::access(path.c_str(), F_OK) == 0; };
  if (resume) continued_ = is_there(part_) ? part_ : is_there(target_) ? target_ : "";
  created_ = continued_ != part_;
  const int flags = created_ ? O_WRONLY | O_CREAT | O_EXCL : O_WRONLY | O_NONBLOCK;
  descriptor_ = ::open(part_.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (descriptor_ < 0 && errno == EEXIST)
    refuse("is there already, of a sweep that did not end; expected --resume to continue it, or no such file");
  if (descriptor_ < 0) refuse(reason());
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) refuse("no regular file; one was expected");
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    created_ = false;  // it is the other's
    refuse("is being written by another program; expected another -o FILE");
  }
}

row_output::~row_output() {
  if (part_.empty() || descriptor_ < 0) return;
  if (created_ && !holds_) ::unlink(part_.c_str());
  ::close(descriptor_);
}

void row_output::keep(std::uint64_t bytes) {
  holds_ = bytes > 0;
  if (continued_ == part_) {
    if (::ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0 || ::lseek(descriptor_, 0, SEEK_END) < 0)
      refuse(reason());
    return;
  }
  std::ifstream from{continued_, std::ios::binary};
  std::array<char, most_waiting> block;
  while (bytes > 0) {
    const auto wanted = static_cast<std::streamsize>(std::min<std::uint64_t>(bytes, block.size()));
    if (!from.read(block.data(), wanted)) refuse("cannot be copied from " + printable(continued_));
    const int problem = write_all(descriptor_, {block.data(), static_cast<std::size_t>(wanted)});
    if (problem != 0) refuse(reason(problem));
    bytes -= static_cast<std::uint64_t>(wanted);
  }
}

void row_output::add(std::string_view rows) {
  waiting_ += rows;
  if (waiting_.size() >= most_waiting || std::chrono::steady_clock::now() - last_ >= longest_wait) flush();
}

bool row_output::went_out() {
  if (last_ - told_ < longest_wait) return false;
  told_ = last_;
  return true;
}

void row_output::flush() {
  if (const int problem = write_all(descriptor_, waiting_); problem != 0) {
    if (part_.empty()) throw failure{"OUTPUT", "stdout", reason(problem)};
    refuse(reason(problem) + "; --resume continues what is there");
  }
  holds_ = holds_ || !waiting_.empty();
  waiting_.clear();
  last_ = std::chrono::steady_clock::now();
}

void row_output::finish() {
  flush();
  if (part_.empty()) return write_stdout("");
  struct stat before {};
  if (::stat(target_.c_str(), &before) == 0) static_cast<void>(::fchmod(descriptor_, before.st_mode & 07777));
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) refuse(reason());
  if (::rename(part_.c_str(), target_.c_str()) != 0) refuse(reason());
  ::close(std::exchange(descriptor_, -1));
}

}  // namespace conform::analyzer
