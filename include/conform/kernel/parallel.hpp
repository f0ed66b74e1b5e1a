#pragma once
// parallel: how many threads the fast kernels of this thread may use.

#include <pthread.h>

#include <cstddef>

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

inline constexpr int most_workers = 64;

/// How many threads share `count` pieces of work: those that are allowed, at most most_workers.
inline std::ptrdiff_t workers_for(std::ptrdiff_t count) {
  const std::ptrdiff_t allowed = with_threads::count() < most_workers ? with_threads::count() : most_workers;
  return allowed < count ? allowed : count;
}

/// body(i) for 0 <= i < count, each once. Worker i % workers_for(count) calls it, one i after the other; where the
/// system gives no thread, the calling thread does its part. body must not throw.
template <class Body>
void in_parallel(std::ptrdiff_t count, const Body& body) {
  struct share {
    const Body* body;
    std::ptrdiff_t first, step, count;
    static void* run(void* of) {
      const share& s = *static_cast<share*>(of);
      for (std::ptrdiff_t i = s.first; i < s.count; i += s.step) (*s.body)(i);
      return nullptr;
    }
  };
  const std::ptrdiff_t threads = workers_for(count);
  share shares[most_workers];
  pthread_t others[most_workers];
  bool runs[most_workers]{};
  for (std::ptrdiff_t t = 0; t < threads; ++t) {
    shares[t] = {&body, t, threads, count};
    runs[t] = t > 0 && pthread_create(others + t, nullptr, share::run, shares + t) == 0;
  }
  for (std::ptrdiff_t t = 0; t < threads; ++t)
    if (!runs[t]) share::run(shares + t);
  for (std::ptrdiff_t t = 0; t < threads; ++t)
    if (runs[t]) pthread_join(others[t], nullptr);
}

}  // namespace kernel

}  // namespace conform
