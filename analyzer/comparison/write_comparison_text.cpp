#include <fmt/format.h>

#include "io_bounds.hpp"
#include "proof/order_words.hpp"
#include "text/number_text.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

std::string values_table(const comparison& what) {
  text_table lines{std::vector<align>(what.variants.size() + 1, align::right)};
  std::vector<std::string> cells{"n"};
  for (const compared_variant& one : what.variants) cells.emplace_back(one.variant->name);
  lines.row(cells);
  for (std::size_t i = 0; i < what.asked.n.shown.size(); ++i) {
    cells = {grouped(what.asked.n.shown[i])};
    for (const compared_variant& one : what.variants) cells.push_back(grouped(one.values[i]));
    lines.row(cells);
  }
  return lines.text();
}

/// A section of two columns; nothing where it has no rows.
std::string section(std::string_view title, const std::vector<std::pair<std::string, std::string>>& rows) {
  if (rows.empty()) return "";
  text_table lines{{align::left, align::left}};
  for (const auto& [name, text] : rows) lines.row({name, text});
  return fmt::format("{}\n{}", title, lines.text());
}

using rows = std::vector<std::pair<std::string, std::string>>;

rows formula_rows(const comparison& what) {
  rows out;
  for (const compared_variant& one : what.variants) out.emplace_back(one.variant->name, one.formula_text);
  return out;
}
rows size_rows(const comparison& what) {
  rows out;
  for (const compared_variant& one : what.variants)
    if (!one.chosen.empty()) out.emplace_back(one.variant->name, sizes_words(one));
  return out;
}
rows note_rows(const comparison& what) {
  rows out;
  for (const compared_variant& one : what.variants)
    for (const std::string& note : one.notes) out.emplace_back(one.variant->name, note);
  return out;
}
rows pair_rows(const comparison& what) {
  rows out;
  for (const pair_order& pair : what.pairs)
    out.emplace_back(fmt::format("{}, {}", what.first_of(pair).variant->name, what.second_of(pair).variant->name),
                     changes_words(what, pair));
  return out;
}

constexpr std::string_view bounds_title =
    "beside the bounds: the constants before n²d²/M (of d <= M <= nd), min(n²d²/M, n²d/sqrt(M)), n²d/sqrt(M) of every matrix "
    "product, and inputs and outputs";

std::string constants_words(const io_ratio& at) {
  return fmt::format("n = {}: {}, {:.2f}, {:.2f}, {:.2f}", grouped(at.n), at.theorem ? fmt::format("{:.2f}", *at.theorem) : "-",
                     at.saha_ye, at.products, at.compulsory);
}

rows bound_rows(const comparison& what) {
  rows out;
  for (const compared_variant& one : what.variants)
    for (const io_ratio& at : io_ratios(what, one))
      out.emplace_back(one.variant->name, constants_words(at));
  return out;
}

// ---- Markdown

/// Texts of our own making; a bar would end the cell.
std::string code(std::string_view text) { return fmt::format("`{}`", text); }

std::string markdown_table(std::string_view title, std::string_view first, std::string_view second, const rows& all,
                           bool formulas) {
  if (all.empty()) return "";
  std::string out = fmt::format("\n## {}\n\n| {} | {} |\n|---|---|\n", title, first, second);
  for (const auto& [name, text] : all) {
    std::string words;
    for (const char c : text) words += c == '_' || c == '*' ? std::string{'\\', c} : std::string{c};
    out += fmt::format("| {} | {} |\n", code(name), formulas ? code(text) : words);
  }
  return out;
}

std::string markdown_values(const comparison& what) {
  std::string out = "| n |", rule = "|---:|";
  for (const compared_variant& one : what.variants)
    out += fmt::format(" {} |", code(one.variant->name)), rule += "---:|";
  out += '\n' + rule + '\n';
  for (std::size_t i = 0; i < what.asked.n.shown.size(); ++i) {
    out += fmt::format("| {} |", grouped(what.asked.n.shown[i]));
    for (const compared_variant& one : what.variants) out += fmt::format(" {} |", grouped(one.values[i]));
    out += '\n';
  }
  return out;
}

}  // namespace

std::string write_comparison_text(const comparison& what) {
  return heading_of(what) + '\n' + values_table(what) + '\n' + section("formulas", formula_rows(what)) +
         section("sizes", size_rows(what)) + section("notes", note_rows(what)) + section(bounds_title, bound_rows(what)) +
         section("crossovers, of " + range_words(what), pair_rows(what));
}

std::string write_comparison_markdown(const comparison& what) {
  const cost_metric metric = what.asked.metric;
  std::string out = "# conform compare\n\n";
  out += fmt::format("- metric: {} in {}: {}\n", code(name_of(metric)), unit_of(metric), meaning_of(metric));
  out += fmt::format("- widths: {}\n", widths_words(what));
  if (what.asked.fast_memory) out += fmt::format("- fast memory: {}\n", memory_words(what));
  out += '\n' + markdown_values(what) + markdown_table("Formulas", "variant", "formula", formula_rows(what), true) +
         markdown_table("Sizes", "variant", "sizes", size_rows(what), false) +
         markdown_table("Notes", "variant", "note", note_rows(what), false) +
         markdown_table("Constants before n²d²/M (of d <= M <= nd), min(n²d²/M, n²d/sqrt(M)), n²d/sqrt(M) of every "
                        "matrix product, and inputs and outputs", "variant",
                        "constants", bound_rows(what), false);
  if (what.pairs.empty()) return out;
  return out + markdown_table("Crossovers, of " + range_words(what), "pair", "order", pair_rows(what), false);
}

}  // namespace conform::analyzer
