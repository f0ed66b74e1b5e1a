#include "hardware/write_parallel.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "hardware/quantity_text.hpp"
#include "hardware/write_roofline.hpp"
#include "text/markdown_text.hpp"
#include "text/number_text.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

using markdown::plain;

using cells = std::vector<std::string>;

std::string division(const parallel_plan& what) {
  const degrees& by = what.by;
  return fmt::format("{} devices: tensor {}, pipeline {}, data {}, context {}{}{}", grouped(by.devices()), by.tensor,
                     by.pipeline, by.data, by.context,
                     by.expert > 1 ? fmt::format(", experts over {} of them", by.expert) : "",
                     by.sequence ? ", sequence parallel" : "");
}

cells notes(const parallel_plan& what) {
  cells out{
      "numbers are of one device; the activation peak is that of the code of one device, "
      "with the scores of one head at a time" +
      std::string{what.by.is_bounded() ? ", and with --sp, --cp or --ep at most so much" : ""}};
  if (what.replicates_keys)
    out.push_back("there are fewer heads of keys and values than --tp: each is on several devices");
  if (what.by.tensor > 1)
    out.push_back(
        "norms, routers, positions and biases after a sum are on every device of a stage; logits stay divided by "
        "vocabulary");
  if (what.by.context > 1)
    out.push_back(
        "with --cp a device has slices i and 2p - 1 - i of 2p of every sequence, so that causal scores are shared "
        "equally (shown are the middle ones, with most scores where layers have windows); all keys and values pass "
        "it, two blocks at a time beside its own");
  if (what.by.expert > 1)
    out.push_back(
        "with --ep a device has some experts of each layer, and sends every token to the experts that it chose: of "
        "tokens x active rows all but its own share, there and back; experts are taken to be chosen alike, so that as "
        "many "
        "rows come as go");
  out.push_back(
      "a message has the payload; in a ring of p devices each sends 2(p-1)/p of it for an all-reduce, (p-1)/p "
      "for an all-gather, a reduce-scatter, an all-to-all or a ring of keys and values; words are numbers of the "
      "dtype, counted where "
      "they are sent");
  if (what.by.data > 1 && what.by.expert == 1)
    out.push_back("a forward pass has no gradients: replicas send nothing to each other");
  if (what.shares.front().on)
    out.push_back(
        "the time of a device is the largest of its products, its bytes and its messages, at the full rate of "
        "each and without latency");
  return out;
}

std::string words_text(const rational& words) { return words.den == 1 ? grouped(words.num) : ratio_text(words); }

cells share_heads(const parallel_plan& what) {
  cells out{"devices",         "how many", "parameters",  "weights",   "KV cache",
            "activation peak", "held",     "matmul FLOP", "words sent"};
  if (what.shares.front().on) out.insert(out.end(), {"bytes moved", "sending", "at least", "bound", "fits"});
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
            grouped(share.matmul_flops),
            words_text(share.sent)};
  if (share.on)
    out.insert(out.end(),
               {rounded(share.on->all.bytes, "B"), share.on->sending ? seconds_text(*share.on->sending) : "-",
                seconds_text(share.on->all.seconds), std::string{name_of(share.on->all.bound)},
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

cells message_heads() {
  return {"collective",          "where",           "in a layer", "in the pass", "payload words",
          "wire words a device", "wire words, pass"};
}

cells message_cells(const message& one) {
  const rational pass = one.wire * rational{integer{one.times}};
  return {std::string{one.collective}, one.where,       grouped(one.in_layer), grouped(one.times), grouped(one.payload),
          words_text(one.wire),        words_text(pass)};
}

std::string table(const plan_table& what) {
  std::vector<align> columns(what.words, align::left);
  columns.resize(what.heads.size(), align::right);
  text_table lines{columns};
  lines.row(what.heads);
  for (const cells& row : what.rows) lines.row(row);
  return lines.text();
}

std::string markdown_table(const plan_table& what) {
  const auto line = [](const cells& row) { return fmt::format("| {} |\n", fmt::join(row, " | ")); };
  std::string out = line(what.heads) + "|";
  for (std::size_t i = 0; i < what.heads.size(); ++i) out += i < what.words ? "---|" : "---:|";
  out += "\n";
  for (const cells& row : what.rows) out += line(row);
  return out;
}

}  // namespace

plan_table shares_of(const parallel_plan& what) {
  plan_table out{share_heads(what), {}, 1};
  for (const device_share& share : what.shares) out.rows.push_back(share_cells(share));
  return out;
}

plan_table messages_of(const parallel_plan& what) {
  plan_table out{message_heads(), {}, 2};
  for (const message& one : what.messages) out.rows.push_back(message_cells(one));
  return out;
}

std::vector<std::pair<std::string, std::string>> facts_of(const parallel_plan& what) {
  std::vector<std::pair<std::string, std::string>> out{
      {"division", division(what)},
      {"parameters of all", together(what.parameters, what.more_parameters, "parameters")},
      {"products of all", together(what.matmul_flops, what.more_matmul_flops, "FLOP")}};
  for (const size_capacity& one : what.largest)
    out.emplace_back("largest " + one.name, fmt::format("{} {}{}", fit_text(one.most), one.unit,
                                                        one.name == "batch" ? ", of all devices" : ""));
  for (const std::string& note : notes(what)) out.emplace_back("note", note);
  return out;
}

const device_share* slowest_of(const parallel_plan& what) {
  if (!what.shares.front().on) return nullptr;
  return &*std::max_element(what.shares.begin(), what.shares.end(), [](const device_share& a, const device_share& b) {
    return a.on->all.seconds < b.on->all.seconds;
  });
}

std::string parallel_text(const parallel_plan& what) {
  text_table lines{{align::left, align::left}};
  for (const auto& [name, text] : facts_of(what)) lines.row({name, text});
  std::string out = "\nparallel\n" + lines.text() + '\n' + table(shares_of(what));
  if (!what.messages.empty()) out += "\nmessages of the forward pass of one replica\n" + table(messages_of(what));
  if (const device_share* const last = slowest_of(what))
    out += fmt::format("\nthe slowest: {}\n{}", last->name, roofline_text(*last->on));
  return out;
}

std::string parallel_markdown(const parallel_plan& what) {
  std::string out = "\n## Parallel\n\n";
  for (const auto& [name, text] : facts_of(what)) out += fmt::format("- {}: {}\n", name, plain(text, 1000));
  out += "\n" + markdown_table(shares_of(what));
  if (!what.messages.empty())
    out += "\nMessages of the forward pass of one replica:\n\n" + markdown_table(messages_of(what));
  if (const device_share* const last = slowest_of(what))
    out += fmt::format("\nThe slowest: {}.\n{}", last->name, roofline_markdown(*last->on));
  return out;
}

}  // namespace conform::analyzer
