#include "check/measured_workload.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "audit.hpp"
#include "hardware/roofline.hpp"
#include "metered_model.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

void add_new(std::vector<diagnostic>& warnings, const std::vector<diagnostic>& more) {
  for (const diagnostic& one : more) {
    const auto known = [&](const diagnostic& other) { return warning_line(other) == warning_line(one); };
    if (std::none_of(warnings.begin(), warnings.end(), known)) warnings.push_back(one);
  }
}

/// A spec that is not known, or a file that cannot be read, is told at the model; what is wrong in a file, in it.
chosen_model model_of(const check_config& config, const check_model& model) {
  try {
    return choose_model(model.source);
  } catch (const failure& problem) {
    const diagnostic& told = problem.problem();
    if (told.code != "UNKNOWN-SPEC" && told.code != "FILE") throw;
    throw failure{told.code, place_in(config.file, model.at),
                  fmt::format("model {}: {}: {}", in_quotes(model.name), told.place, told.what), problem.status()};
  }
}

measured_workload measure_one(const check_config& config, const check_workload& asked, const chosen_model& chosen,
                              std::vector<diagnostic>& warnings) {
  measured_workload out{&asked, &config.models[asked.model], chosen, {}, {}};
  try {
    const report_options options = read_options(asked.words);
    out.pass = choose_workload(options, chosen.model, chosen.place, warnings);
    out.found = in_128_bits(chosen, [&] {
      const metered_model m = metered(chosen.model, out.pass.work, out.pass.core);
      report found = make_report(m, chosen.model, out.pass.work, out.pass.core);
      if (options.hardware) found.roofline = make_roofline(*options.hardware, m, chosen.model, out.pass);
      return found;
    });
  } catch (const failure& problem) {
    const diagnostic& told = problem.problem();
    throw failure{told.code, place_in(config.file, asked.at),
                  fmt::format("workload {}: {}: {}", in_quotes(asked.name), told.place, told.what), problem.status()};
  }
  audit(out.found);
  return out;
}

}  // namespace

integer measured_workload::value_of(const metric& measured, const check_config& config) const {
  if (!measured.of_pass) return total_of(found, measured);
  if (measured.name == "io_words") {
    const metered_model m = metered(chosen.model, pass.work, pass.core);
    return m(m.total().moved);
  }
  if (!found.roofline) {
    throw failure{"NEEDS-HARDWARE", place_in(config.file, asked->at),
                  fmt::format("workload {} names no hardware, which {} is of; expected hardware = \"h100-sxm\" or another of "
                              "conform list hardware",
                              in_quotes(asked->name), measured.name)};
  }
  if (measured.name == "fits") return found.roofline->memory.fits() ? 1 : 0;
  const rational nanoseconds = found.roofline->all.seconds * rational{1'000'000'000};
  return ceil_div(nanoseconds.num, nanoseconds.den);  // more than a whole limit where the exact time is
}

workload_facts measured_workload::facts() const {
  return facts_of(model->name, model->is_spec ? model->source : "", chosen.model, found.workload,
                  asked->words.mask.value_or("model"));
}

std::vector<measured_workload> measure(const check_config& config, std::vector<diagnostic>& warnings) {
  std::vector<std::optional<chosen_model>> models(config.models.size());
  std::vector<measured_workload> out;
  for (const check_workload& asked : config.workloads) {
    std::optional<chosen_model>& chosen = models[asked.model];
    if (!chosen) {
      chosen = model_of(config, config.models[asked.model]);
      add_new(warnings, chosen->warnings);
    }
    std::vector<diagnostic> more;
    out.push_back(measure_one(config, asked, *chosen, more));
    add_new(warnings, more);
  }
  return out;
}

}  // namespace conform::analyzer
