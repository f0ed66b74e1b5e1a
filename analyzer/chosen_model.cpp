#include "chosen_model.hpp"

#include <fmt/format.h>

#include "config/config_import.hpp"
#include "specs.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {

bool is_path(const std::string& model) { return model.find('/') != std::string::npos || model.ends_with(".json"); }

chosen_model choose_model(const std::string& name) {
  if (is_path(name)) {
    input_file input = read_input(name);
    imported_model imported = import_config(name, input.bytes);
    return {std::move(imported.model), printable(name), std::move(input), std::move(imported.warnings)};
  }
  auto facts = find_spec(name);
  if (!facts) {
    throw failure{"UNKNOWN-SPEC", printable(name),
                  fmt::format("no built-in spec{}; see conform list models, or write ./{} for a file",
                              spec_advice(name), printable(name))};
  }
  return {std::move(*facts), name, {}, {}};
}

report counted_report(const chosen_model& chosen, const chosen_workload& pass) {
  return in_128_bits(chosen, [&] { return make_report(chosen.model, pass.work, pass.core); });
}

}  // namespace conform::analyzer
