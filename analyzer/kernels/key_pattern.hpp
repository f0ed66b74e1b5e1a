#pragma once
// key_pattern: the patterns of keys that kernels of attention are tried with.

#include <string_view>

#include <conform/attention/pattern.hpp>

#include "kernels/kernel_entry.hpp"

namespace conform::analyzer {

enum class keys_seen : unsigned char { all, earlier, window };

template <keys_seen Keys>
pattern pattern_of(const kernel_sizes& s) {
  return Keys == keys_seen::all ? full : Keys == keys_seen::earlier ? causal : causal_window(s.w);
}
template <keys_seen Keys>
constexpr std::string_view form_of = Keys == keys_seen::all       ? "full"
                                     : Keys == keys_seen::earlier ? "causal"
                                                                  : "window";

}  // namespace conform::analyzer
