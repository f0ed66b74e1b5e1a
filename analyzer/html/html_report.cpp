#include "html/html_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "convention/write_counted.hpp"
#include "figure_list.hpp"
#include "hardware/quantity_text.hpp"
#include "hardware/write_parallel.hpp"
#include "html/content_hash.hpp"
#include "html/page_parts.hpp"
#include "html/page_text.hpp"
#include "layer_groups.hpp"
#include "text/markup_text.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

std::string head_of(const report& what) {
  const std::string policy = fmt::format(
      "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; "
      "form-action 'none'",
      content_hash(page_script), content_hash(page_style));
  return fmt::format(
      "<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"{}\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
      "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>Cost report: {}</title>\n<style>{}</style>\n</head>\n",
      policy, in_markup(what.model_name), page_style);
}

std::string figure_text(const page_figure& one) {
  const std::string kinds = !one.columns.empty() ? one.columns : one.table[0].back() == "formula" ? "tnnc" : "nn";
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-heading\">\n<h2 id=\"{0}-heading\">{1}</h2>\n<figure>\n{2}"
      "<figcaption>{3}</figcaption>\n</figure>\n<details>\n<summary>The numbers of this "
      "figure</summary>\n{4}</details>\n"
      "</section>\n",
      one.id, in_markup(one.heading), wide(one.heading + ", drawing", one.svg), in_markup(one.text),
      wide(one.heading + ", numbers", table_of(one.heading, kinds, one.table)));
}

std::string workload_text(const report& what) {
  std::vector<std::vector<std::string>> rows{{"fact", "value"}};
  rows.push_back({"model type", fmt::format("{} (family {})", what.model_type, what.family)});
  rows.push_back({"source", what.source});
  rows.push_back({"workload", pass_line(what)});
  rows.push_back({"convention", what.convention});
  std::vector<std::vector<std::string>> symbols{{"symbol", "value", "meaning"}};
  for (const symbol& s : what.symbols) symbols.push_back({s.name, grouped(s.value), s.meaning});
  return "<section id=\"workload\" aria-labelledby=\"workload-heading\">\n<h2 id=\"workload-heading\">What was counted"
         "</h2>\n" +
         wide("What was counted", table_of("The model and its workload", "t", rows)) +
         wide("Symbols", table_of("The symbols of the formulas", "tnt", symbols)) + "</section>\n";
}

std::string figures_text(const report& what) {
  std::string out =
      "<section id=\"figures\" aria-labelledby=\"figures-heading\">\n<h2 id=\"figures-heading\">Figures</h2>\n";
  for (const figure_section& section : sections_of(what)) {
    std::vector<std::vector<std::string>> rows{{"figure", "exact", "rounded", "unit", "formula"}};
    for (const listed_figure& f : section.figures)
      rows.push_back({std::string{f.name}, grouped(f.value->value),
                      f.value->value < 1000 ? "" : rounded(f.value->value, f.short_unit), std::string{f.unit},
                      f.value->formula});
    out += wide(section.name, table_of(section.name, "tnntc", rows));
  }
  return out + fmt::format("<p>{}.</p>\n</section>\n", in_markup(what.memory.schedule));
}

/// What another paper or program would count.
std::string convention_text(const counted& under) {
  const convention& by = *under.by;
  std::vector<std::vector<std::string>> rows{{"term", "stage", std::string{by.unit}, "meaning", "formula"}};
  for (const counted_term& term : under.terms)
    rows.push_back({std::string{facts_of(term.part).name}, std::string{name_of(term.stage)}, grouped(term.value),
                    std::string{facts_of(term.part).meaning}, term.formula});
  return fmt::format(
             "<section id=\"convention\" aria-labelledby=\"convention-heading\">\n<h2 id=\"convention-heading\">Under "
             "the "
             "convention {}</h2>\n<p>{} {} ({}, {}): {}. Source: {}. Known mistakes: {}.</p>\n",
             in_markup(by.name), grouped(under.value), by.unit, in_markup(by.scope), in_markup(by.pass),
             in_markup(by.one_count), in_markup(by.source), in_markup(by.mistakes)) +
         wide("Convention", table_of("The terms of this convention, beside the exact figures", "ttntc", rows)) +
         "</section>\n";
}

std::string complexity_text(const report& what) {
  std::vector<std::vector<std::string>> rows{{"scope", "verdict", "evidence", "claim"}};
  for (const complexity_line& line : what.complexity)
    rows.push_back({line.scope, line.verdict, evidence_of(line), line.claim});
  std::string out =
      "<section id=\"growth\" aria-labelledby=\"growth-heading\">\n<h2 id=\"growth-heading\">Growth</h2>\n";
  if (rows.size() > 1) out += wide("Growth", table_of("Decided for all sizes at once", "tttc", rows));
  if (what.balance) out += fmt::format("<p>{}.</p>\n", in_markup(balance_line(what)));
  return out + "</section>\n";
}

std::string tensors_text(const report& what) {
  std::vector<std::vector<std::string>> rows{{"tensor", "axes", "parameters", "formula"}};
  for (const tensor_row& one : what.tensors)
    rows.push_back({one.path, one.axes, grouped(one.elements.value), one.elements.formula});
  return "<section id=\"tensors\" aria-labelledby=\"tensors-heading\">\n<h2 id=\"tensors-heading\">Tensors</h2>\n" +
         wide("Tensors", table_of("Every tensor of weights, with its axes", "ttnc", rows)) + "</section>\n";
}

std::string number_cell(integer value, std::string_view shown) {
  return fmt::format("<td class=\"number\" data-value=\"{}\">{}</td>", decimal(value), shown);
}

/// A part of all equal layers, or of the model.
std::string layer_row_text(const std::string& name, const group_row& row, std::size_t times, integer whole) {
  const integer all = checked_mul(row.matmul_flops, static_cast<integer>(times));
  const auto of_all = [&](integer one) { return checked_mul(one, static_cast<integer>(times)); };
  return fmt::format("<tr><th scope=\"row\" data-value=\"{0}\">{0}</th>", in_markup(name)) +
         number_cell(static_cast<integer>(times), grouped(static_cast<integer>(times))) +
         number_cell(of_all(row.parameters), grouped(of_all(row.parameters))) + number_cell(all, grouped(all)) +
         number_cell(of_all(row.unit_total), grouped(of_all(row.unit_total))) + number_cell(all, percent(all, whole)) +
         fmt::format("<td data-value=\"{}\">{}</td></tr>\n", in_markup(row.formula), code(row.formula));
}

std::string layers_text(const report& what) {
  const integer whole = what.operations.matmul_flops.value;
  std::string rows;
  for (const layer_group& group : groups_of(what.layers)) {
    if (group.parts.empty()) rows += layer_row_text(group.whole.name, group.whole, group.times, whole);
    for (const group_row& part : group.parts)
      rows += layer_row_text(group.whole.name + " " + part.name, part, group.times, whole);
  }
  const std::string table = fmt::format(
      "<table class=\"sortable\">\n<caption>Numbers are of all equal parts together, formulas of one</caption>\n"
      "<thead>\n<tr><th scope=\"col\">part</th><th scope=\"col\" class=\"number\">times</th>"
      "<th scope=\"col\" class=\"number\">parameters</th><th scope=\"col\" class=\"number\">matmul FLOP</th>"
      "<th scope=\"col\" class=\"number\">unit total</th><th scope=\"col\" class=\"number\">share of FLOP</th>"
      "<th scope=\"col\">matmul FLOP of one</th></tr>\n</thead>\n<tbody>\n{}</tbody>\n<tfoot>\n"
      "<tr><th scope=\"row\">all</th><td></td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
      "<td class=\"number\">{}</td><td class=\"number\">{}</td><td></td></tr>\n</tfoot>\n</table>\n",
      rows, grouped(what.parameters.total.value), grouped(whole), grouped(what.operations.unit_total.value),
      percent(whole, whole));
  return "<section id=\"layers\" aria-labelledby=\"layers-heading\">\n<h2 id=\"layers-heading\">Layers</h2>\n" +
         wide("Layers", table) + "</section>\n";
}

/// What the figures are of, as the beginning of a sentence.
std::string pass_words(const report& what) {
  if (what.own) return "One call";
  const workload& work = what.workload;
  const std::string pass =
      work.phase == phase::decode
          ? fmt::format("A decode step behind {} cached tokens", grouped(work.context))
          : fmt::format("A prefill of {} token{}{}", grouped(work.seq), work.seq == 1 ? "" : "s",
                        work.context == 0 ? "" : fmt::format(" behind {} cached ones", grouped(work.context)));
  return fmt::format("{}, batch {},", pass, grouped(work.batch));
}

/// Of the fullest device, and of the slowest.
std::string sentence_of(const parallel_plan& what) {
  const auto& fullest = *std::max_element(what.shares.begin(), what.shares.end(),
                                          [](const auto& a, const auto& b) { return a.held.all() < b.held.all(); });
  std::string out = fmt::format("Each of {} devices holds {}{}", grouped(what.by.devices()),
                                what.shares.size() == 1 ? "" : "at most ", rounded(fullest.held.all(), "B"));
  const device_share* const slowest = slowest_of(what);
  if (slowest == nullptr) return out + '.';
  const roofline& on = *slowest->on;
  return out + fmt::format(", which {} in the {} of {}; the slowest is bound by {} and takes at least {}.",
                           fullest.on->memory.fits() ? "fits" : "does not fit", rounded(on.on.memory, "B"), on.on.name,
                           name_of(on.all.bound), seconds_text(on.all.seconds));
}

}  // namespace

std::string verdict_of(const report& what, const std::optional<memory_capacity>& capacity) {
  const memory_figures& memory = what.memory;
  const integer bytes = checked_add(checked_add(memory.weights_bytes.value, memory.kv_cache_bytes.value),
                                    memory.activation_peak_bytes.value);
  const std::string cache =
      what.own ? "" : fmt::format(", {} of key-value cache", rounded(memory.kv_cache_bytes.value, "B"));
  std::string out = fmt::format(
      "{} costs {} of matrix products ({} scalar operations in all) and holds {} in memory: {} of weights{} and {} of "
      "activations at their peak",
      pass_words(what), rounded(what.operations.matmul_flops.value, "FLOP"),
      rounded(what.operations.unit_total.value, ""), rounded(bytes, "B"), rounded(memory.weights_bytes.value, "B"),
      cache, rounded(memory.activation_peak_bytes.value, "B"));
  if (what.parallel) return out + ". " + sentence_of(*what.parallel);
  if (capacity)
    out += fmt::format(", which {} in the {} of {}", bytes > capacity->bytes ? "does not fit" : "fits",
                       rounded(capacity->bytes, "B"), capacity->name);
  if (what.roofline)
    out += fmt::format("; it is bound by {} and takes at least {}", name_of(what.roofline->all.bound),
                       seconds_text(what.roofline->all.seconds));
  return out + '.';
}

std::vector<page_figure> figures_of(const report& what, const std::optional<length_sweep>& swept,
                                    const std::optional<memory_capacity>& capacity) {
  std::vector<page_figure> out;
  if (swept) out = {operations_by_length(what, *swept), memory_by_length(what, *swept, capacity)};
  out.push_back(memory_waterfall(what, capacity));
  const device_share* const slowest = what.parallel ? slowest_of(*what.parallel) : nullptr;
  if (what.roofline) out.push_back(roofline_figure(*what.roofline));
  if (slowest != nullptr) out.push_back(roofline_figure(*slowest->on));
  return out;
}

std::string write_html(const report& what, std::span<const page_figure> figures,
                       const std::optional<memory_capacity>& capacity) {
  std::string out = "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n" + head_of(what);
  out += fmt::format("<body>\n<main>\n<h1>Cost report: {}</h1>\n<p class=\"verdict\">{}</p>\n",
                     in_markup(what.model_name), in_markup(verdict_of(what, capacity)));
  if (what.balance) out += fmt::format("<p>{}.</p>\n", in_markup(balance_line(what)));
  for (const page_figure& one : figures) out += figure_text(one);
  if (what.roofline) out += device_section(*what.roofline);
  if (what.parallel) out += devices_section(*what.parallel);
  out += layers_text(what) + figures_text(what) + (what.under ? convention_text(*what.under) : "") +
         complexity_text(what) + (what.tensors.empty() ? "" : tensors_text(what)) + workload_text(what);
  return out + fmt::format("</main>\n<script>{}</script>\n</body>\n</html>\n", page_script);
}

}  // namespace conform::analyzer
