#pragma once
// variant_options: the words of `list variants`, `verify`, `prove` and `compare` as values.

#include <optional>
#include <string>

#include "command_line.hpp"
#include "comparison/compare.hpp"
#include "explain/explain.hpp"
#include "proof/prove.hpp"
#include "variant/variant_list.hpp"
#include "verify.hpp"

namespace conform::analyzer {

/// text where there is no word. Throws failure USAGE.
data_format read_data_format(const std::optional<std::string>& word);

/// Throws failure USAGE, UNKNOWN-VARIANT.
verify_options read_verify(const verify_request& given);
prove_options read_prove(const prove_request& given);
compare_options read_compare(const compare_request& given);
explain_options read_explain(const explain_request& given);

}  // namespace conform::analyzer
