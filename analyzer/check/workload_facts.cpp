#include "check/workload_facts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "check/short_hash.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view labels[]{"name", "spec"};

bool is_label(std::string_view name) {
  return std::find(std::begin(labels), std::end(labels), name) != std::end(labels);
}

/// "seq was 64, is 65"; empty where it is the same.
std::string difference_of(const fact_list& was, const fact_list& is, const std::string& name) {
  const auto before = value_of_fact(was, name), now = value_of_fact(is, name);
  if (before == now) return "";
  const auto shown = [](const std::optional<std::string>& value) {
    return value ? printable(*value, 80) : "not stated";
  };
  return fmt::format("{} was {}, is {}", printable(name, 40), shown(before), shown(now));
}

template <class Chosen>
std::string differences_of(const fact_list& was, const fact_list& is, Chosen chosen) {
  std::string out;
  const auto add = [&](const std::string& name) {
    if (!chosen(name)) return;
    const std::string one = difference_of(was, is, name);
    if (!one.empty()) out += (out.empty() ? "" : ", ") + one;
  };
  for (const auto& [name, value] : is) add(name);
  for (const auto& [name, value] : was)
    if (!value_of_fact(is, name)) add(name);
  return out;
}

/// "none", "4096", or how many layers have one, with a hash of all of them.
std::string windows_text(const model_config& model) {
  std::string all;
  std::size_t with = 0;
  for (const auto& window : model.window) {
    all += window ? fmt::format("{},", *window) : ",";
    with += window ? 1 : 0;
  }
  if (with == 0) return "none";
  const bool same =
      std::adjacent_find(model.window.begin(), model.window.end(), std::not_equal_to<>{}) == model.window.end();
  return same ? std::to_string(*model.window.front())
              : fmt::format("in {} of {} layers, {}", with, model.window.size(), short_hash(all));
}

std::string biases_text(const model_config& model) {
  std::string out;
  for (const auto& [is, name] : {std::pair{model.qkv_bias, "qkv"}, {model.out_bias, "out"}, {model.mlp_bias, "mlp"}})
    if (is) out += (out.empty() ? "" : " ") + std::string{name};
  return out.empty() ? "none" : out;
}

/// "2 of 8, 14336 wide, renormalised", "... without layers 0 1"
std::string experts_text(const expert_sizes& e, const std::vector<bool>& routed) {
  std::string out =
      fmt::format("{} of {}, {} wide{}", e.active, e.count, e.hidden, e.renormalise ? ", renormalised" : "");
  std::string_view before = ", without layers ";
  for (std::size_t i = 0; i < routed.size(); ++i)
    if (!routed[i]) out += fmt::format("{}{}", std::exchange(before, " "), i);
  return out;
}

}  // namespace

std::optional<std::string> value_of_fact(const fact_list& facts, std::string_view name) {
  for (const auto& [known, value] : facts)
    if (known == name) return value;
  return {};
}

workload_facts facts_of(const std::string& name, const std::string& spec, const model_config& model,
                        const workload& work, std::string_view asked_mask) {
  workload_facts out;
  out.pass = {{"phase", std::string{name_of(work.phase)}}, {"batch", std::to_string(work.batch)},
              {"seq", std::to_string(work.seq)},           {"context", std::to_string(work.context)},
              {"mask", std::string{asked_mask}},           {"logits", std::string{name_of(work.logits)}}};
  out.model.emplace_back("name", name);
  if (!spec.empty()) out.model.emplace_back("spec", spec);
  const fact_list sizes{{"type", model.model_type},
                        {"vocab", std::to_string(model.vocab_size)},
                        {"model", std::to_string(model.model)},
                        {"layers", std::to_string(model.layers)},
                        {"heads", std::to_string(model.heads)},
                        {"kv_heads", std::to_string(model.kv_heads)},
                        {"head_dim", std::to_string(model.head_dim)},
                        {"hidden", has_feed_forward(model) ? std::to_string(model.hidden) : "none"},
                        {"positions", model.positions ? std::to_string(*model.positions) : "rotary"},
                        {"tied", model.tie_embeddings ? "yes" : "no"},
                        {"biases", biases_text(model)},
                        {"activation", std::string{name_of(model.activation)}},
                        {"windows", windows_text(model)},
                        {"attention", work.attention},
                        {"dtype", std::string{name_of(work.dtype)}}};
  out.model.insert(out.model.end(), sizes.begin(), sizes.end());
  if (model.experts) out.model.emplace_back("experts", experts_text(*model.experts, model.routed));
  return out;
}

std::string differences(const fact_list& was, const fact_list& is) {
  return differences_of(was, is, [](std::string_view) { return true; });
}

std::string other_model(const fact_list& was, const fact_list& is) {
  const bool same = differences_of(was, is, [](std::string_view name) { return !is_label(name); }).empty();
  if (same) return "";
  return differences_of(was, is, [&](std::string_view name) {
    if (name == "spec")
      return value_of_fact(was, name) && value_of_fact(is, name);  // else a file that may hold the same
    return name == "name" || name == "type";
  });
}

}  // namespace conform::analyzer
