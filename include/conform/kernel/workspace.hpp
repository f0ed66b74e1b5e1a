#pragma once
// workspace: cells that fast kernels work in, kept by each thread from call to call.

#include <cstddef>
#include <new>
#include <type_traits>

namespace conform::kernel {

/// At least `count` cells, aligned for any vector. They stay the calling thread's until it asks again. Numbers that
/// count begin without a ledger.
/// throws   std::bad_alloc
template <class T>
T* workspace(std::ptrdiff_t count) {
  static constexpr std::align_val_t line{64};
  struct room {
    T* cells = nullptr;
    std::ptrdiff_t size = 0;
    void release() { operator delete(cells, line), cells = nullptr, size = 0; }
    ~room() { release(); }
  };
  thread_local room held;
  if (count > held.size) {
    held.release();
    held.cells = static_cast<T*>(operator new(static_cast<std::size_t>(count) * sizeof(T), line));
    held.size = count;
  }
  if constexpr (!std::is_trivially_default_constructible_v<T>)
    for (std::ptrdiff_t i = 0; i < count; ++i) new (held.cells + i) T{};
  return held.cells;
}

}  // namespace conform::kernel
