#include "temporary_file.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace conform::analyzer {
namespace {

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP};

// The handler may touch nothing else: the paths of the files to remove, and whether there are such.
constexpr std::size_t most_files = 16;
char paths_to_remove[most_files][PATH_MAX];
volatile std::sig_atomic_t removable[most_files] = {};
bool taken[most_files] = {};

extern "C" void remove_and_end(int signal_number) {
  for (std::size_t i = 0; i < most_files; ++i)
    if (removable[i] != 0) ::unlink(paths_to_remove[i]);
  ::signal(signal_number, SIG_DFL);
  ::raise(signal_number);  // delivered when the handler returns: the shell sees the signal, as it should
}

/// Signals wait while the path and the file come into being or go together.
class signals_held {
 public:
  signals_held() {
    sigset_t held;
    sigemptyset(&held);
    for (const int number : ending_signals) sigaddset(&held, number);
    ::sigprocmask(SIG_BLOCK, &held, &before_);
  }
  ~signals_held() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
  signals_held(const signals_held&) = delete;
  signals_held& operator=(const signals_held&) = delete;

 private:
  sigset_t before_{};
};

/// A signal that the caller ignores (nohup) stays ignored.
void handle_ending_signals() {
  for (const int number : ending_signals) {
    struct sigaction current {};
    if (::sigaction(number, nullptr, &current) != 0 || current.sa_handler == SIG_IGN) continue;
    struct sigaction removing {};
    removing.sa_handler = remove_and_end;
    sigemptyset(&removing.sa_mask);
    ::sigaction(number, &removing, nullptr);
  }
}

}  // namespace

temporary_file::temporary_file(const std::string& folder) {
  const std::string pattern = folder + "/.conform-XXXXXX";
  while (place_ < most_files && taken[place_]) ++place_;
  if (place_ == most_files || pattern.size() >= PATH_MAX) {
    problem_ = place_ == most_files ? EMFILE : ENAMETOOLONG;
    place_ = most_files;
    return;
  }
  taken[place_] = true;
  const signals_held held;
  handle_ending_signals();
  std::memcpy(paths_to_remove[place_], pattern.c_str(), pattern.size() + 1);
  descriptor_ = ::mkostemp(paths_to_remove[place_], O_CLOEXEC);
  if (descriptor_ < 0) {
    problem_ = errno;
    return;
  }
  removable[place_] = 1;
}

temporary_file::~temporary_file() {
  if (place_ == most_files) return;
  const signals_held held;
  if (descriptor_ >= 0) ::close(descriptor_);
  if (removable[place_] != 0) ::unlink(paths_to_remove[place_]);
  removable[place_] = 0;
  taken[place_] = false;
}

int temporary_file::close() {
  const int synced = ::fsync(descriptor_) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
  const int closed = ::close(descriptor_) == 0 || errno == EINTR ? 0 : errno;
  descriptor_ = -1;
  return synced != 0 ? synced : closed;
}

int temporary_file::rename_to(const std::string& target) {
  const signals_held held;
  if (std::rename(paths_to_remove[place_], target.c_str()) != 0) return errno;
  removable[place_] = 0;
  return 0;
}

}  // namespace conform::analyzer
