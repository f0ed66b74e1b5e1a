#pragma once
// workload_facts: what tells one workload from another, fact by fact, so that a difference can be named.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model_config.hpp"
#include "report_options.hpp"
#include "workload.hpp"

namespace conform::analyzer {

/// Names and values, in an order that is always the same.
using fact_list = std::vector<std::pair<std::string, std::string>>;

struct workload_facts {
  fact_list pass;   ///< phase, batch, seq, context, mask (the word that was asked), logits
  fact_list model;  ///< its name in conform.toml and its spec, type and sizes, and how it runs: attention and dtype
};

/// `spec` is empty where the model is a config.
workload_facts facts_of(const std::string& name, const std::string& spec, const model_config& model,
                        const workload& work, std::string_view asked_mask);

/// The value; nothing where there is no fact of this name.
std::optional<std::string> value_of_fact(const fact_list& facts, std::string_view name);

/// "seq was 64, is 65, logits was all, is last"; empty where there is no difference. Values are printable.
std::string differences(const fact_list& was, const fact_list& is);

/// The facts that make it another model, and not the same one with other sizes: its name, its type, and two specs.
/// "spec was gpt2, is gpt2-medium"; empty where it is the same. Nothing is another model whose sizes are all the same.
std::string other_model(const fact_list& was, const fact_list& is);

}  // namespace conform::analyzer
