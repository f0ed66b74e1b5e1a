#pragma once
// Where layers stand: places in the journals of machines, and the end of what is not needed any more.

#include <conform/machine/journal.hpp>
#include <conform/tensor/shaped.hpp>

namespace conform {

/// compute(), booked under a place below the present one.
constexpr auto at_place(const char* place, const tensor_like auto& on_the_machine_of, auto&& compute) {
  scope here(on_the_machine_of.on(), place);
  return compute();
}

/// Frees what x owns, here instead of at the end of the block: live memory follows the last use.
template <tensor_like X>
constexpr void spend(X&& x) {
  [[maybe_unused]] const std::remove_cvref_t<X> gone = std::forward<X>(x);
}

}  // namespace conform
