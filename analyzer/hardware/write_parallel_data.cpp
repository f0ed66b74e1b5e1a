#include <fmt/format.h>

#include "hardware/write_parallel.hpp"
#include "hardware/write_roofline.hpp"
#include "text/csv_text.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

std::string degree_object(const degrees& by) {
  json_line out{"{}"};
  out.add("tensor", json_count(by.tensor));
  out.add("pipeline", json_count(by.pipeline));
  out.add("data", json_count(by.data));
  out.add("context", json_count(by.context));
  out.add("expert", json_count(by.expert));
  out.add("sequence", by.sequence ? "true" : "false");
  return out.text();
}

std::string share_object(const device_share& share, bool at_most) {
  json_block out{"{}", 4};
  out.add("name", json_text(share.name));
  out.add("devices", json_count(share.devices));
  out.add("parameters", json_count(share.parameters));
  out.add("weights_bytes", json_count(share.held.weights));
  out.add("kv_cache_bytes", json_count(share.held.cache));
  out.add("activation_peak_bytes", json_count(share.held.activations));
  out.add("activation_peak_is", json_text(at_most ? "at most" : "exact"));
  out.add("matmul_flops", json_count(share.matmul_flops));
  out.add("words_sent", json_text(decimal(share.sent)));
  if (share.on) out.add("roofline", roofline_json(*share.on));
  return out.text();
}

std::string message_object(const message& one) {
  json_line out{"{}"};
  out.add("collective", json_text(one.collective));
  out.add("where", json_text(one.where));
  out.add("in_layer", json_count(one.in_layer));
  out.add("times", json_count(one.times));
  out.add("payload_words", json_count(one.payload));
  out.add("wire_words_a_device", json_text(decimal(one.wire)));
  return out.text();
}

std::string fit_value(const std::optional<largest_fit>& most) {
  return most && most->value ? json_count(*most->value) : "null";
}

}  // namespace

std::string parallel_json(const parallel_plan& what) {
  json_block shares{"[]", 3}, messages{"[]", 3};
  for (const device_share& share : what.shares) shares.entry(share_object(share, what.by.is_bounded()));
  for (const message& one : what.messages) messages.entry(message_object(one));
  json_block out{"{}", 2};
  out.add("degrees", degree_object(what.by));
  out.add("devices", json_count(what.by.devices()));
  out.add("kv_heads_replicated", what.replicates_keys ? "true" : "false");
  out.add("parameters_of_all", json_count(what.parameters));
  out.add("parameters_replicated", json_count(what.more_parameters));
  out.add("matmul_flops_of_all", json_count(what.matmul_flops));
  out.add("matmul_flops_replicated", json_count(what.more_matmul_flops));
  for (const size_capacity& one : what.largest) out.add("largest_" + one.name, fit_value(one.most));
  out.add("shares", shares.text());
  out.add("messages", messages.text());
  return out.text();
}

std::string parallel_csv(const parallel_plan& what) {
  std::string out;
  const auto row = [&](std::string_view name, std::string_view quantity, const std::string& value,
                       std::string_view unit) {
    out += csv_row({"parallel", name, quantity, value, unit, ""});
  };
  row("", "tensor", decimal(what.by.tensor), "devices");
  row("", "pipeline", decimal(what.by.pipeline), "devices");
  row("", "data", decimal(what.by.data), "devices");
  row("", "context", decimal(what.by.context), "devices");
  row("", "expert", decimal(what.by.expert), "devices");
  row("", "sequence", what.by.sequence ? "yes" : "no", "");
  row("", "parameters_of_all", decimal(what.parameters), "parameters");
  row("", "parameters_replicated", decimal(what.more_parameters), "parameters");
  row("", "matmul_flops_of_all", decimal(what.matmul_flops), "FLOP");
  row("", "matmul_flops_replicated", decimal(what.more_matmul_flops), "FLOP");
  for (const device_share& share : what.shares) {
    row(share.name, "devices", decimal(share.devices), "devices");
    row(share.name, "parameters", decimal(share.parameters), "parameters");
    row(share.name, "matmul_flops", decimal(share.matmul_flops), "FLOP");
    row(share.name, "words_sent", decimal(share.sent), "words");
    row(share.name, "weights_bytes", decimal(share.held.weights), "bytes");
    row(share.name, "kv_cache_bytes", decimal(share.held.cache), "bytes");
    row(share.name, "activation_peak_bytes", decimal(share.held.activations), "bytes");
    if (!share.on) continue;
    for (const stated& one : stated_figures(*share.on))
      out += csv_row({"roofline", share.name, one.name, one.exact, one.unit, ""});
  }
  for (const message& one : what.messages) {
    const std::string name = fmt::format("{} {}", one.collective, one.where);
    row(name, "in_layer", decimal(one.in_layer), "messages");
    row(name, "times", decimal(one.times), "messages");
    row(name, "payload_words", decimal(one.payload), "words");
    row(name, "wire_words_a_device", decimal(one.wire), "words");
  }
  return out;
}

}  // namespace conform::analyzer
