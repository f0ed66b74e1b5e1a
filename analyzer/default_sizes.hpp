#pragma once
// default_sizes: what a size of a variant is where no one says it.

#include <string_view>

#include "variant/variant_entry.hpp"

namespace conform::analyzer {

/// Of a size of the variant other than its lengths and widths.
long long default_size(const variant_entry& variant, std::string_view name);

}  // namespace conform::analyzer
