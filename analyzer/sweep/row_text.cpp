#include "sweep/row_text.hpp"

#include <fmt/format.h>

#include "text/csv_text.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

std::vector<std::string> before(row_format format, std::span<const std::string_view> columns) {
  std::vector<std::string> out;
  for (const std::string_view name : columns)
    out.push_back(format == row_format::csv ? "," : fmt::format(", {}: ", json_text(name)));
  return out;
}

}  // namespace

row_text::row_text(row_format format, const row_columns& columns, std::uint64_t points, std::string_view fingerprint)
    : format_{format},
      before_texts_{before(format, columns.texts)},
      before_numbers_{before(format, columns.numbers)},
      before_figures_{before(format, columns.figures)} {
  if (format == row_format::jsonl) {
    before_id_ = "{\"id\": \"";
    behind_id_ = fmt::format("\", \"points\": \"{}\", \"sweep\": \"{}\"", points, fingerprint);
    return;
  }
  behind_id_ = fmt::format(",{},{}", points, fingerprint);
  std::vector<std::string_view> names{"id", "points", "sweep"};
  for (const auto* all : {&columns.texts, &columns.numbers, &columns.figures})
    names.insert(names.end(), all->begin(), all->end());
  names.push_back("code");
  header_ = csv_row(names);
}

std::string row_text::start_of(std::uint64_t id) const { return before_id_ + std::to_string(id) + behind_id_ + ','; }

std::string row_text::texts_of(std::span<const std::string> texts) const {
  std::string out;
  for (std::size_t i = 0; i < texts.size(); ++i)
    out += before_texts_[i] + (format_ == row_format::csv ? csv_field(texts[i]) : json_text(texts[i]));
  return out;
}

void row_text::add_number(std::string& out, const std::string& before, const std::optional<integer>& value) const {
  const bool csv = format_ == row_format::csv;
  out += before;
  if (!value) {
    if (!csv) out += "null";
    return;
  }
  if (!csv) out += '"';
  append_decimal(out, *value);
  if (!csv) out += '"';
}

void row_text::add(std::string& out, const row_values& row) const {
  out += before_id_;
  append_decimal(out, integer{row.id});
  out.append(behind_id_).append(row.texts);
  for (std::size_t i = 0; i < row.numbers.size(); ++i) add_number(out, before_numbers_[i], row.numbers[i]);
  for (std::size_t i = 0; i < row.figures.size(); ++i) add_number(out, before_figures_[i], row.figures[i]);
  if (format_ == row_format::csv) {
    out.append(",").append(row.code).append("\r\n");
  } else {
    out.append(", \"code\": ").append(row.code.empty() ? "null" : json_text(row.code)).append("}\n");
  }
}

}  // namespace conform::analyzer
