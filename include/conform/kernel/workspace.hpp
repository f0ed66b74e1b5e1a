#pragma once
// workspace: cells that fast kernels work in, kept by each thread from call to call.

#include <cstddef>
#include <memory>
#include <new>

namespace conform::kernel {

/// At least `count` cells, aligned for any vector. They stay the calling thread's until it asks again.
/// throws   std::bad_alloc
template <class T>
T* workspace(std::ptrdiff_t count) {
  static constexpr std::align_val_t line{64};
  struct release {
    void operator()(T* cells) const { operator delete(cells, line); }
  };
  thread_local std::unique_ptr<T, release> held;
  thread_local std::ptrdiff_t size = 0;
  if (count > size) {
    held.reset(), size = 0;
    held.reset(static_cast<T*>(operator new(static_cast<std::size_t>(count) * sizeof(T), line)));
    size = count;
  }
  return held.get();
}

}  // namespace conform::kernel
