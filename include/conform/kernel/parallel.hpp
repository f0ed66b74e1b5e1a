#pragma once
// parallel: how many threads the fast kernels of this thread may use.

#include <cstddef>
#include <thread>
#include <vector>

namespace conform {

/// While it lives, fast kernels that this thread calls use `count` threads; they are equal parts of the same work, so
/// results do not depend on it. Without one, a kernel uses the calling thread alone.
class with_threads {
 public:
  explicit with_threads(int count) : before_(allowed) { allowed = count < 1 ? 1 : count; }
  ~with_threads() { allowed = before_; }
  with_threads(const with_threads&) = delete;
  with_threads& operator=(const with_threads&) = delete;

  static int count() { return allowed; }

 private:
  static inline thread_local int allowed = 1;
  int before_;
};

namespace kernel {

/// body(i) for 0 <= i < count, each once, in any order, on the threads that are allowed. body must not throw.
template <class Body>
void in_parallel(std::ptrdiff_t count, const Body& body) {
  const std::ptrdiff_t threads = with_threads::count() < count ? with_threads::count() : count;
  const auto share = [&](std::ptrdiff_t which) {
    for (std::ptrdiff_t i = which; i < count; i += threads) body(i);
  };
  std::vector<std::thread> others;
  for (std::ptrdiff_t t = 1; t < threads; ++t) others.emplace_back(share, t);
  if (threads > 0) share(0);
  for (std::thread& other : others) other.join();
}

}  // namespace kernel

}  // namespace conform
