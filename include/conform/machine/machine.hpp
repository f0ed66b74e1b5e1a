#pragma once
// machine: what stands behind a number type. The number type chooses it: float and double are plain, counted<float>
// counts into a ledger, metered adds claims to a meter.

#include <cstddef>
#include <type_traits>
#include <utility>

#include <conform/machine/arithmetic.hpp>

namespace conform {

/// The machine of a plain number: nothing to remember, nothing to pay.
template <class T>
struct machine {
  using argument = machine;  ///< what a tensor's constructor takes to name its machine

  /// A constant of the computation as a number of this machine.
  constexpr T number(double value) const { return static_cast<T>(value); }
  friend constexpr machine common(machine a, machine) { return a; }
  /// Places: see scope.
  constexpr std::size_t enter(const char*) const { return 0; }
  constexpr void leave(std::size_t) const {}
};

/// True where numbers carry no values and operations add claims instead of running.
template <class T>
inline constexpr bool is_metered = false;

/// Said of new cells that are all written before any is read: plain ones hold anything until then, others zeros.
struct to_be_written {};

namespace memory {

/// Kept out of constant evaluation: g++-12 runs constexpr constructors speculatively.
template <class T>
T* allocate_at_run_time(std::size_t count) {
  return new T[count]{};
}
template <class T>
T* allocate_at_run_time(std::size_t count, to_be_written) {
  return new T[count];
}
template <class T, class... Said>
constexpr T* allocate(std::size_t count, Said... said) {
  return std::is_constant_evaluated() ? new T[count]{} : allocate_at_run_time<T>(count, said...);
}

}  // namespace memory

/// The cells of an owning tensor on the machine of T.
template <class T>
class cells {
 public:
  constexpr cells() = default;
  constexpr cells(machine<T>, std::size_t count) : at_(memory::allocate<T>(count)) {}
  constexpr cells(machine<T>, std::size_t count, to_be_written said) : at_(memory::allocate<T>(count, said)) {}
  constexpr cells(cells&& other) noexcept : at_(std::exchange(other.at_, nullptr)) {}
  constexpr cells& operator=(cells&& other) noexcept {
    cells taken(std::move(other));
    std::swap(at_, taken.at_);
    return *this;
  }
  constexpr ~cells() { delete[] at_; }

  constexpr T* data() const { return at_; }
  constexpr conform::machine<T> on() const { return {}; }

 private:
  T* at_ = nullptr;
};

}  // namespace conform
