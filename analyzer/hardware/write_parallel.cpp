#include "hardware/write_parallel.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "hardware/quantity_text.hpp"
#include "hardware/write_roofline.hpp"
#include "markdown_text.hpp"
#include "number_text.hpp"
#include "text_table.hpp"

namespace conform::analyzer {
namespace {

using markdown::plain;

using cells = std::vector<std::string>;

std::string division(const parallel_plan& what) {
  const degrees& by = what.by;
  return fmt::format("{} devices: tensor {}, pipeline {}, data {}{}", grouped(by.devices()), by.tensor, by.pipeline,
                     by.data, by.sequence ? ", sequence parallel" : "");
}

cells notes(const parallel_plan& what) {
  cells out{
      "numbers are of one device; the activation peak is that of the code of one device, "
      "with the scores of one head at a time" +
      std::string{what.by.sequence ? ", and with --sp at most so much" : ""}};
  if (what.replicates_keys)
    out.push_back("there are fewer heads of keys and values than --tp: each is on several devices");
  if (what.by.tensor > 1)
    out.push_back(
        "norms, positions and biases after a sum are on every device of a stage; logits stay divided by vocabulary");
  out.push_back(
      "a message has the payload; in a ring of p devices each sends 2(p-1)/p of it for an all-reduce, (p-1)/p "
      "for an all-gather or a reduce-scatter; words are numbers of the dtype");
  return out;
}

cells share_heads(const parallel_plan& what) {
  cells out{"devices", "how many", "parameters", "weights", "KV cache", "activation peak", "held", "matmul FLOP"};
  if (what.shares.front().on) out.insert(out.end(), {"bytes moved", "at least", "fits"});
  return out;
}

cells share_cells(const device_share& share) {
  cells out{share.name,
            grouped(share.devices),
            grouped(share.parameters),
            rounded(share.held.weights, "B"),
            rounded(share.held.cache, "B"),
            rounded(share.held.activations, "B"),
            rounded(share.held.all(), "B"),
            grouped(share.matmul_flops)};
  if (share.on)
    out.insert(out.end(), {rounded(share.on->all.bytes, "B"), seconds_text(share.on->all.seconds),
                           share.on->memory.fits() ? "yes" : "no"});
  return out;
}

std::string together(integer sum, integer more, std::string_view unit) {
  return more == 0 ? fmt::format("{} {}, as one device would", grouped(sum), unit)
                   : fmt::format("{} {}, {} more than one device would", grouped(sum), unit, grouped(more));
}

std::string fit_text(const std::optional<largest_fit>& most) {
  return !most ? "not known" : most->value ? grouped(*most->value) : "none";
}

/// Facts of the whole plan, each with its name.
std::vector<std::pair<std::string, std::string>> facts(const parallel_plan& what) {
  std::vector<std::pair<std::string, std::string>> out{
      {"division", division(what)},
      {"parameters of all", together(what.parameters, what.more_parameters, "parameters")},
      {"products of all", together(what.matmul_flops, what.more_matmul_flops, "FLOP")}};
  if (what.batch) {
    out.emplace_back("largest batch", fit_text(what.batch) + " sequences, of all devices");
    out.emplace_back("largest " + std::string{what.length_name}, fit_text(what.length) + " tokens");
  }
  for (const std::string& note : notes(what)) out.emplace_back("note", note);
  return out;
}

cells message_heads() {
  return {"collective",          "where",           "in a layer", "in the pass", "payload words",
          "wire words a device", "wire words, pass"};
}

cells message_cells(const message& one) {
  const rational pass = one.wire * rational{integer{one.times}};
  const auto shown = [](const rational& words) { return words.den == 1 ? grouped(words.num) : ratio_text(words); };
  return {std::string{one.collective},
          one.where,
          grouped(one.in_layer),
          grouped(one.times),
          grouped(one.payload),
          shown(one.wire),
          shown(pass)};
}

const device_share* slowest(const parallel_plan& what) {
  if (!what.shares.front().on) return nullptr;
  return &*std::max_element(what.shares.begin(), what.shares.end(), [](const device_share& a, const device_share& b) {
    return a.on->all.seconds < b.on->all.seconds;
  });
}

std::string table(const cells& heads, const std::vector<cells>& rows, std::size_t words) {
  std::vector<align> columns(words, align::left);
  columns.resize(heads.size(), align::right);
  text_table lines{columns};
  lines.row(heads);
  for (const cells& row : rows) lines.row(row);
  return lines.text();
}

std::string markdown_table(const cells& heads, const std::vector<cells>& rows, std::size_t words) {
  const auto line = [](const cells& row) { return fmt::format("| {} |\n", fmt::join(row, " | ")); };
  std::string out = line(heads) + "|";
  for (std::size_t i = 0; i < heads.size(); ++i) out += i < words ? "---|" : "---:|";
  out += "\n";
  for (const cells& row : rows) out += line(row);
  return out;
}

std::vector<cells> share_rows(const parallel_plan& what) {
  std::vector<cells> out;
  for (const device_share& share : what.shares) out.push_back(share_cells(share));
  return out;
}

std::vector<cells> message_rows(const parallel_plan& what) {
  std::vector<cells> out;
  for (const message& one : what.messages) out.push_back(message_cells(one));
  return out;
}

}  // namespace

std::string parallel_text(const parallel_plan& what) {
  text_table lines{{align::left, align::left}};
  for (const auto& [name, text] : facts(what)) lines.row({name, text});
  std::string out = "\nparallel\n" + lines.text() + '\n' + table(share_heads(what), share_rows(what), 1);
  if (!what.messages.empty())
    out += "\nmessages of the forward pass of one replica\n" + table(message_heads(), message_rows(what), 2);
  if (const device_share* const last = slowest(what))
    out += fmt::format("\nthe slowest: {}\n{}", last->name, roofline_text(*last->on));
  return out;
}

std::string parallel_markdown(const parallel_plan& what) {
  std::string out = "\n## Parallel\n\n";
  for (const auto& [name, text] : facts(what)) out += fmt::format("- {}: {}\n", name, plain(text, 1000));
  out += "\n" + markdown_table(share_heads(what), share_rows(what), 1);
  if (!what.messages.empty())
    out +=
        "\nMessages of the forward pass of one replica:\n\n" + markdown_table(message_heads(), message_rows(what), 2);
  if (const device_share* const last = slowest(what))
    out += fmt::format("\nThe slowest: {}.\n{}", last->name, roofline_markdown(*last->on));
  return out;
}

}  // namespace conform::analyzer
