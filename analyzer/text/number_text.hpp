#pragma once
// number_text: whole numbers as text, exact or rounded for a reader.

#include <string>
#include <string_view>

#include <conform/size/rational.hpp>

namespace conform::analyzer {

/// 158140695838720
std::string decimal(integer value);

/// The same behind what `out` holds.
void append_decimal(std::string& out, integer value);

/// 12, 3/2
std::string decimal(const rational& value);

/// 158,140,695,838,720
std::string grouped(integer value);

/// Four digits and an SI prefix: rounded(16060522496, "B") is "16.06 GB"; below 1000 exact: "64 B".
std::string rounded(integer value, std::string_view unit);

/// part of whole in percent with two digits, "12.50 %"; "-" when the whole is 0. Both are at least 0.
std::string percent(integer part, integer whole);

}  // namespace conform::analyzer
