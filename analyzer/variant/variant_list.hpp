#pragma once
// variant_list: `conform list variants`.

#include <string>
#include <string_view>

#include <conform/attention/variant.hpp>

namespace conform::analyzer {

enum class data_format : unsigned char { text, json };

/// "exact", "approximate", "other"
std::string_view name_of(fidelity kind);

/// One line, or one object, for each variant of the registry.
std::string variant_list(data_format format);

}  // namespace conform::analyzer
