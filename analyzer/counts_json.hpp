#pragma once
// counts_json: counts of operations and words as JSON objects, counts as decimal strings.

#include <string>

#include <conform/attention/variant.hpp>
#include <conform/size/integer.hpp>

namespace conform::analyzer {

/// {"mul": ..., ..., "matmul_flops": ..., "unit_total": ...}
std::string operations_json(const operations<integer>& done);
/// {"loads": ..., "stores": ...} (words)
std::string traffic_json(const traffic<integer>& words);

}  // namespace conform::analyzer
