#include <fmt/format.h>

#include <conform/version.hpp>

#include "figure_list.hpp"
#include "number_text.hpp"
#include "printable.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

/// A JSON string: valid UTF-8 whatever came in, and safe inside HTML. A byte that is not UTF-8 is shown as \xE9.
std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (std::string_view rest = text; !rest.empty();) {
    const character c = next_character(rest);
    const auto code = static_cast<unsigned>(c.code);
    if (!c.valid) {
      out += fmt::format("\\\\x{:02X}", code);
    } else if (c.code == '"' || c.code == '\\') {
      out += '\\';
      out += c.bytes;
    } else if (is_invisible(c.code) && code > 0xFFFF) {
      out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF));
    } else if (is_invisible(c.code) || c.code == '<' || c.code == '>' || c.code == '&') {
      out += fmt::format("\\u{:04x}", code);
    } else {
      out += c.bytes;
    }
  }
  return out += '"';
}

/// Counts are decimal strings: a JSON number would be rounded to a double by most readers.
std::string json_count(integer value) { return '"' + decimal(value) + '"'; }

/// An object or list whose entries stand on lines of their own.
class json_block {
 public:
  json_block(std::string_view brackets, std::size_t depth) : close_{brackets[1]}, depth_{depth}, out_{brackets[0]} {}

  void add(std::string_view key, std::string_view value) { entry(fmt::format("{}: {}", json_text(key), value)); }
  void entry(std::string_view text) {
    out_ += empty_ ? "\n" : ",\n";
    out_.append(2 * depth_, ' ').append(text);
    empty_ = false;
  }
  std::string text() const {
    std::string out = out_;
    if (!empty_) out.append("\n").append(2 * (depth_ - 1), ' ');
    return out += close_;
  }

 private:
  char close_;
  std::size_t depth_;
  bool empty_{true};
  std::string out_;
};

std::string workload_object(const workload& work) {
  json_block out{"{}", 2};
  out.add("batch", decimal(work.batch));
  out.add("seq", decimal(work.seq));
  out.add("context", decimal(work.context));
  out.add("phase", json_text(name_of(work.phase)));
  out.add("mask", json_text(name_of(work.mask)));
  out.add("logits", json_text(name_of(work.logits)));
  out.add("attention", json_text(work.attention));
  out.add("dtype", json_text(name_of(work.dtype)));
  return out.text();
}

std::string section_object(const figure_section& section, const report& what) {
  json_block out{"{}", 2};
  json_block formulas{"{}", 3};
  for (const listed_figure& f : section.figures) {
    out.add(f.name, json_count(f.value->value));
    if (!f.value->formula.empty()) formulas.add(f.name, json_text(f.value->formula));
  }
  if (section.name == "memory") {
    out.add("activation_peak_place", json_text(what.memory.peak_place));
    out.add("schedule", json_text(what.memory.schedule));
  }
  out.add("formulas", formulas.text());
  return out.text();
}

std::string complexity_list(const report& what) {
  json_block out{"[]", 2};
  for (const complexity_line& line : what.complexity) {
    json_block entry{"{}", 3};
    entry.add("scope", json_text(line.scope));
    entry.add("claim", json_text(line.claim));
    entry.add("verdict", json_text(line.verdict));
    if (line.constant) entry.add("constant", json_text(*line.constant));
    if (line.witness) entry.add("witness", json_text(*line.witness));
    out.entry(entry.text());
  }
  return out.text();
}

/// One line a row; scalar kinds that are not listed are 0.
std::string layer_object(const layer_row& row) {
  std::string scalars;
  for (std::size_t kind = 0; kind < scalar_kind_count; ++kind) {
    if (row.scalars[kind] == 0) continue;
    scalars +=
        fmt::format("{}\"{}\": {}", scalars.empty() ? "" : ", ", scalar_kinds[kind], json_count(row.scalars[kind]));
  }
  return fmt::format(R"({{"path": {}, "parameters": {}, "matmul_flops": {}, "formula": {}, "scalars": {{{}}}}})",
                     json_text(row.path), json_count(row.parameters), json_count(row.matmul_flops),
                     json_text(row.formula), scalars);
}

std::string symbol_list(const report& what) {
  json_block out{"[]", 2};
  for (const symbol& s : what.symbols) {
    out.entry(fmt::format(R"({{"name": {}, "meaning": {}, "value": {}}})", json_text(s.name), json_text(s.meaning),
                          json_count(s.value)));
  }
  return out.text();
}

std::string balance_object(const balance& b) {
  json_block out{"{}", 2};
  out.add("attention_core_matmul_flops", json_count(b.core.value));
  out.add("projection_matmul_flops", json_count(b.projections.value));
  out.add("other_matmul_flops", json_count(b.other.value));
  out.add("core_overtakes_at_n", b.overtakes_at ? json_count(*b.overtakes_at) : "null");
  return out.text();
}

}  // namespace

std::string write_json(const report& what) {
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("tool", R"({"name": "conform", "version": ")" CONFORM_VERSION_STRING R"("})");
  json_block model{"{}", 2};
  model.add("name", json_text(what.model_name));
  model.add("family", json_text(what.family));
  model.add("model_type", json_text(what.model_type));
  model.add("source", json_text(what.source));
  out.add("model", model.text());
  out.add("convention", json_text(what.convention));
  out.add("workload", workload_object(what.workload));
  for (const figure_section& section : sections_of(what)) out.add(section.name, section_object(section, what));
  out.add("complexity", complexity_list(what));
  json_block layers{"[]", 2};
  for (const layer_row& row : what.layers) layers.entry(layer_object(row));
  out.add("layers", layers.text());
  out.add("symbols", symbol_list(what));
  if (what.balance) out.add("balance", balance_object(*what.balance));
  return out.text() + '\n';
}

}  // namespace conform::analyzer
