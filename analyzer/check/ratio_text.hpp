#pragma once
// ratio_text: how one count stands to another, for readers: the exact counts stand beside it.

#include <string>

#include <conform/size/integer.hpp>

namespace conform::analyzer {

/// Does it read better as "x times" than as a percentage? From ten times on, of what is not 0.
bool is_many_times(integer value, integer of);

/// "12.3 times", "41,000 times", "about 1.0·10^15 times"; `of` is not 0.
std::string times_text(integer value, integer of);

}  // namespace conform::analyzer
