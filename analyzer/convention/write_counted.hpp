#pragma once
// write_counted: conventions, figures under them and bridges as text, JSON, CSV and Markdown.

#include <string>

#include "convention/bridge.hpp"
#include "report_options.hpp"
#include "variant/variant_list.hpp"

namespace conform::analyzer {

/// `conform list conventions`.
std::string convention_list(data_format format);

// The part of a report that stands beside its exact figures.
std::string counted_text(const counted& what);
std::string counted_json(const counted& what, std::size_t depth);
std::string counted_csv(const counted& what);
std::string counted_markdown(const counted& what);

/// `conform reconcile`.
std::string written(const bridge& what, report_format format);

/// "+17.59 T", "-3"
std::string signed_short(integer value);
/// "+17,592,186,044,416"
std::string signed_grouped(integer value);

}  // namespace conform::analyzer
