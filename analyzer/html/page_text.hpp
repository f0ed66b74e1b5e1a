#pragma once
// page_text: what every page has: its style and its script.

#include <string_view>

namespace conform::analyzer {

/// Neither holds < or &, so that the page is XML, too.
extern const std::string_view page_style;

/// Gives the heads of tables of class "sortable" buttons that sort by a column. Cells compare by their attribute
/// data-value: whole numbers, as long as they may be, or text.
extern const std::string_view page_script;

}  // namespace conform::analyzer
