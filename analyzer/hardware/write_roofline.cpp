#include "hardware/write_roofline.hpp"

#include <fmt/format.h>

#include "hardware/quantity_text.hpp"
#include "text/markdown_text.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

using markdown::plain;

stated bytes(std::string name, integer value) {
  return {std::move(name), decimal(value), "bytes", rounded(value, "B")};
}

stated fitting(const size_capacity& one) {
  const std::string name = "largest_" + one.name;
  if (!one.most) return {name, "", one.unit, "lengths that the attention can have are too far apart"};
  if (!one.most->value) return {name, "", one.unit, "not even the least fits"};
  return {name, decimal(*one.most->value), one.unit, one.most->is_limit ? "the most there is" : ""};
}

void add_messages(const roofline& what, std::vector<stated>& to) {
  const auto& link = what.on.link;
  to.push_back({"link", link ? decimal(*link) : std::string{}, "bytes/s", link ? rounded(*link, "B/s") : "not stated"});
  to.push_back({"bytes_sent", decimal(*what.sent), "bytes",
                what.sent->den == 1 ? rounded(what.sent->num, "B") : ratio_text(*what.sent)});
  to.push_back({"time_of_messages", what.sending ? decimal(*what.sending) : std::string{}, "s",
                what.sending ? seconds_text(*what.sending) : "not known"});
}

std::vector<std::string> heads() {
  return {"operation", "matmul FLOP", "bytes", "FLOP/B", "bound", "at least", "of all"};
}

/// The cells of a row; the last is the share of the time of the operations in sequence.
std::vector<std::string> cells_of(const roofline_row& row, const rational& whole) {
  const rational of_all = row.seconds * rational{static_cast<integer>(row.times)};
  const std::string share = whole == rational{} ? "-" : fmt::format("{:.2f} %", 100 * near(of_all / whole));
  return {row.name,
          grouped(row.matmul_flops),
          grouped(row.bytes),
          ratio_text(row.intensity),
          std::string{name_of(row.bound)},
          seconds_text(row.seconds),
          share};
}

template <class Add>
void each_row(const roofline& what, const Add& add) {
  for (const roofline_group& group : what.groups) {
    add(group.whole, false);
    for (const roofline_row& part : group.parts) add(part, true);
  }
}

std::vector<std::string> whole_cells(const roofline& what) {
  roofline_row all = what.all;
  all.seconds = what.seconds_in_sequence;
  return cells_of(all, what.seconds_in_sequence);
}

constexpr std::string_view table_note =
    "numbers of one; the share is of all equal ones, of the operations one after another";

}  // namespace

std::string with_commas(const std::string& exact) {
  if (exact.empty()) return "-";
  if (exact.find_first_not_of("0123456789") != std::string::npos) return exact;
  std::string out = exact;
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, 1, ',');
  return out;
}

std::vector<stated> stated_figures(const roofline& what) {
  const device& on = what.on;
  const capacity& memory = what.memory;
  std::vector<stated> out{
      {"peak", what.peak ? decimal(*what.peak) : std::string{}, "FLOP/s",
       what.peak ? rounded(*what.peak, "FLOP/s") : "not stated"},
      {"bandwidth", decimal(on.bandwidth), "bytes/s", rounded(on.bandwidth, "B/s")},
      {"balance", what.balance ? decimal(*what.balance) : std::string{}, "FLOP/byte",
       what.balance ? ratio_text(*what.balance) : "not known"},
      {"matmul_flops", decimal(what.all.matmul_flops), "FLOP", rounded(what.all.matmul_flops, "FLOP")},
      bytes("bytes_moved", what.all.bytes),
      {"intensity", decimal(what.all.intensity), "FLOP/byte", ratio_text(what.all.intensity)},
      {"bound", std::string{name_of(what.all.bound)}, "", ""},
      {"time_lower_bound", decimal(what.all.seconds), "s", seconds_text(what.all.seconds)},
      {"time_in_sequence", decimal(what.seconds_in_sequence), "s", seconds_text(what.seconds_in_sequence)}};
  if (what.sent) add_messages(what, out);
  out.insert(out.end(), {bytes("memory", memory.memory), bytes("weights", memory.held.weights)});
  if (memory.held.cache != 0) out.push_back(bytes("kv_cache", memory.held.cache));
  out.insert(out.end(), {bytes("activation_peak", memory.held.activations),
                         bytes("held", memory.held.all()),
                         {"fits", memory.fits() ? "yes" : "no", "", ""}});
  for (const size_capacity& one : memory.largest) out.push_back(fitting(one));
  return out;
}

std::string verdict_of(const roofline& what) {
  const capacity& memory = what.memory;
  const std::string fit = memory.fits() ? "fits" : "does not fit";
  const std::string link = what.sent && !what.sending ? "; no link is stated, so messages take no time" : "";
  const std::string peak =
      what.peak ? "" : fmt::format("; no peak is stated for {}, so times are those of the bytes", name_of(what.dtype));
  return fmt::format("{} in {}: {} of {}; bound by {}, at least {}{}{}", fit, printable(what.on.name),
                     rounded(memory.held.all(), "B"), rounded(memory.memory, "B"), name_of(what.all.bound),
                     seconds_text(what.all.seconds), peak, link);
}

std::string roofline_text(const roofline& what) {
  text_table facts{{align::left, align::left}};
  facts.row({"device", fmt::format("{} ({})", printable(what.on.name), printable(what.on.title))});
  facts.row({"source", printable(what.on.source)});
  facts.row({"accounting", what.accounting});
  facts.row({"verdict", verdict_of(what)});
  text_table figures{{align::left, align::right, align::left, align::right}};
  for (const stated& one : stated_figures(what)) {
    const bool fraction = one.exact.find('/') != std::string::npos;
    figures.row({one.name, fraction ? one.shown.substr(0, one.shown.find(' ')) : with_commas(one.exact),
                 fraction && one.unit == "s" ? one.shown.substr(one.shown.find(' ') + 1) : std::string{one.unit},
                 fraction ? "" : one.shown});
  }
  text_table lines{{align::left, align::right, align::right, align::right, align::left, align::right, align::right}};
  lines.row(heads());
  each_row(what, [&](const roofline_row& row, bool inner) {
    std::vector<std::string> cells = cells_of(row, what.seconds_in_sequence);
    if (inner) cells.front() = "  " + cells.front();
    lines.row(std::move(cells));
  });
  lines.row(whole_cells(what));
  return fmt::format("\nroofline\n{}{}\nroofline of operations ({})\n{}", facts.text(), figures.text(), table_note,
                     lines.text());
}

std::string roofline_markdown(const roofline& what) {
  std::string out = fmt::format("\n## Roofline\n\n{}.\n\n- device: {} ({})\n- source: {}\n- accounting: {}\n",
                                plain(verdict_of(what)), plain(what.on.name), plain(what.on.title),
                                plain(what.on.source), plain(what.accounting, 1000));
  out += "\n| figure | exact | unit | rounded |\n|---|---:|---|---:|\n";
  for (const stated& one : stated_figures(what))
    out += fmt::format("| {} | {} | {} | {} |\n", plain(one.name), with_commas(one.exact), one.unit, one.shown);
  out += fmt::format("\nOperations: {}.\n\n", table_note);
  const auto line = [](const std::vector<std::string>& cells) {
    return fmt::format("| {} |\n", fmt::join(cells, " | "));
  };
  out += line(heads()) + "|---|---:|---:|---:|---|---:|---:|\n";
  each_row(what, [&](const roofline_row& row, bool inner) {
    std::vector<std::string> cells = cells_of(row, what.seconds_in_sequence);
    cells.front() = inner ? "&nbsp;&nbsp;" + plain(cells.front()) : plain(cells.front());
    out += line(cells);
  });
  return out + line(whole_cells(what));
}

}  // namespace conform::analyzer
