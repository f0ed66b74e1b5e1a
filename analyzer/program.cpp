#include "program.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "audit.hpp"
#include "check/check_verbs.hpp"
#include "chosen_model.hpp"
#include "command_line.hpp"
#include "convention/write_counted.hpp"
#include "ending.hpp"
#include "failure.hpp"
#include "html/html_report.hpp"
#include "kernels/verify_kernels.hpp"
#include "metered_model.hpp"
#include "output.hpp"
#include "report.hpp"
#include "report_options.hpp"
#include "specs.hpp"
#include "sweep/sweep.hpp"
#include "text/printable.hpp"
#include "variant/variant_options.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

/// What a verb asks of a model: everything that is the same whatever is then counted.
struct prepared_pass {
  report_options options;
  chosen_model chosen;
  chosen_workload pass;
  std::vector<diagnostic> warnings;
};

prepared_pass prepare(const report_request& request) {
  const report_options options = read_options(request);
  chosen_model chosen = choose_model(options.model);
  std::vector<diagnostic> warnings = options.warnings;
  warnings.insert(warnings.end(), chosen.warnings.begin(), chosen.warnings.end());
  check_report_output(options, chosen.input ? &*chosen.input : nullptr);
  chosen_workload pass = choose_workload(options, chosen.model, chosen.place, warnings);
  if (options.strict) tell(warnings, true);
  return {options, std::move(chosen), std::move(pass), std::move(warnings)};
}

std::string text_of(const report& found, const prepared_pass& asked) {
  const report_options& options = asked.options;
  if (options.format != report_format::html) return written(found, options.format);
  std::optional<memory_capacity> capacity;
  if (options.hardware) capacity = {options.hardware->name, options.hardware->memory};
  return in_128_bits(asked.chosen, [&] {  // sums that the page alone has
    const length_sweep swept = sweep_lengths(asked.chosen.model, options, found.workload);
    return write_html(found, figures_of(found, swept, capacity), capacity);
  });
}

void run_report(const report_request& request) {
  const prepared_pass asked = prepare(request);
  const report found = in_128_bits(asked.chosen, [&] {
    const model_config& model = asked.chosen.model;
    const chosen_workload& pass = asked.pass;
    const metered_model m = metered(model, pass.work, pass.core);
    report out = make_report(m, model, pass.work, pass.core);
    if (asked.options.degrees)
      out.parallel = make_parallel(*asked.options.degrees, m, model, pass, asked.options.hardware);
    else if (asked.options.hardware)
      out.roofline = make_roofline(*asked.options.hardware, m, model, pass);
    if (request.convention)  // of dense attention, whatever the pass has
      out.under = audited_count("--convention", *request.convention, {model, pass.work},
                                pass.core ? metered(model, pass.work, {}) : m);
    return out;
  });
  audit(found);
  put_out(asked.options.output, text_of(found, asked));
  tell(asked.warnings, false);
}

void run_reconcile(const reconcile_request& request) {
  const prepared_pass asked = prepare(request.pass);
  if (asked.options.format == report_format::html)
    throw failure{"USAGE", request.pass.format ? "--format" : "--output", "html; expected text, json, markdown or csv"};
  const bridge found = in_128_bits(asked.chosen, [&] {
    const model_config& model = asked.chosen.model;
    const chosen_workload& pass = asked.pass;
    return make_bridge(model, pass.work, request.from.value_or("exact"), *request.to);
  });
  put_out(asked.options.output, written(found, asked.options.format));
  tell(asked.warnings, false);
}

exit_code run_verify(const verify_request& request) {
  const verify_options options = read_verify(request);
  if (options.kernels) {
    const kernel_verification found = verify_kernels(options.grid);
    write_stdout(write_kernels(found, options.format));
    return found.passes() ? exit_code::pass : exit_code::check_failed;
  }
  const verification found = verify(options);
  write_stdout(options.format == data_format::json ? write_verification_json(found) : write_verification_text(found));
  return found.passes() ? exit_code::pass : exit_code::check_failed;
}

exit_code run_prove(const prove_request& request) {
  const proof found = prove(read_prove(request));
  write_stdout(write_proof(found));
  return found.is() == outcome::holds ? exit_code::pass : exit_code::check_failed;
}

exit_code run_compare(const compare_request& request) {
  const compare_options options = read_compare(request);
  if (options.output) check_output(*options.output, nullptr);
  put_out(options.output, write_comparison(compare(options)));
  return exit_code::pass;
}

exit_code run_explain(const explain_request& request) {
  const explain_options options = read_explain(request);
  if (options.output) check_output(*options.output, nullptr);
  const explained found = options.subject == "attention" ? explain_attention(options)
                          : options.subject == "scale"   ? explain_scale(options)
                                                         : explain_variant(options);
  put_out(options.output, found.text);
  return found.holds ? exit_code::pass : exit_code::check_failed;
}

struct handler {
  exit_code operator()(const report_request& request) const {
    run_report(request);
    return exit_code::pass;
  }
  exit_code operator()(const list_request& request) const {
    write_stdout(request.what == "models"        ? write_specs(specs())
                 : request.what == "conventions" ? convention_list(read_data_format(request.format))
                 : request.what == "hardware"    ? write_devices(read_data_format(request.format) == data_format::json)
                                                 : variant_list(read_data_format(request.format)));
    return exit_code::pass;
  }
  exit_code operator()(const verify_request& request) const { return run_verify(request); }
  exit_code operator()(const prove_request& request) const { return run_prove(request); }
  exit_code operator()(const compare_request& request) const { return run_compare(request); }
  exit_code operator()(const explain_request& request) const { return run_explain(request); }
  exit_code operator()(const reconcile_request& request) const {
    run_reconcile(request);
    return exit_code::pass;
  }
  exit_code operator()(const check_request& request) const { return run_check(request); }
  exit_code operator()(const baseline_request& request) const { return run_baseline(request); }
  exit_code operator()(const diff_request& request) const { return run_diff(request); }
  exit_code operator()(const init_request& request) const { return run_init(request); }
  exit_code operator()(const schema_request& request) const { return run_schema(request); }
  exit_code operator()(const sweep_request& request) const { return run_sweep(request); }
  exit_code operator()(const merge_request& request) const { return run_merge(request); }
  exit_code operator()(const text_request& request) const {
    write_stdout(request.text);
    return exit_code::pass;
  }
};

exit_code run_checked(int argument_count, const char* const* arguments) {
  if (argument_count <= 1) {
    throw failure{"USAGE", "", no_command()};
  }
  return std::visit(handler{}, parse_command_line({arguments + 1, arguments + argument_count}));
}

}  // namespace

int run(int argument_count, const char* const* arguments) noexcept {
  return exit_of([&] { return run_checked(argument_count, arguments); });
}

}  // namespace conform::analyzer
