#include "program.hpp"

#include <exception>
#include <new>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "audit.hpp"
#include "chosen_model.hpp"
#include "command_line.hpp"
#include "failure.hpp"
#include "html/html_report.hpp"
#include "output.hpp"
#include "printable.hpp"
#include "report.hpp"
#include "report_options.hpp"
#include "specs.hpp"
#include "sweep/sweep.hpp"
#include "variant_options.hpp"
#include "writers.hpp"

namespace conform::analyzer {
namespace {

/// Only a report that went out is followed by its warnings: a failure is one line. Under --strict the first of them is
/// one.
void tell(const std::vector<diagnostic>& warnings, bool strict) {
  if (strict && !warnings.empty()) {
    throw failure{error_code_of(warnings.front().code), warnings.front().place, warnings.front().what + " (--strict)"};
  }
  std::string lines;
  for (const diagnostic& warning : warnings) lines += warning_line(warning) + '\n';
  write_stderr(lines);
}

[[noreturn]] void refuse_overflow(const chosen_model& chosen) {
  throw failure{"OVERFLOW", chosen.place, "a count does not fit in 128 bits; a smaller model or workload was expected"};
}

report count(const chosen_model& chosen, const chosen_workload& pass) {
  try {
    return make_report(chosen.model, pass.work, pass.core);
  } catch (const integer_overflow&) {
    refuse_overflow(chosen);
  }
}

std::string text_of(const report& counted, const chosen_model& chosen, const report_options& options) {
  if (options.format != report_format::html) return written(counted, options.format);
  try {
    return write_html(counted, figures_of(counted, chosen.model, options));
  } catch (const integer_overflow&) {  // of sums that the page alone has
    refuse_overflow(chosen);
  }
}

void run_report(const report_request& request) {
  const report_options options = read_options(request);
  chosen_model chosen = choose_model(options.model);
  std::vector<diagnostic> warnings = options.warnings;
  warnings.insert(warnings.end(), chosen.warnings.begin(), chosen.warnings.end());
  if (options.output) check_output(*options.output, chosen.input ? &*chosen.input : nullptr);
  const chosen_workload pass = choose_workload(options, chosen.model, chosen.place, warnings);
  if (options.strict) tell(warnings, true);
  const report counted = count(chosen, pass);
  audit(counted);
  put_out(options.output, text_of(counted, chosen, options));
  tell(warnings, false);
}

exit_code run_verify(const verify_request& request) {
  const verify_options options = read_verify(request);
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
    write_stdout(request.what == "models" ? write_specs(specs()) : variant_list(read_data_format(request.format)));
    return exit_code::pass;
  }
  exit_code operator()(const verify_request& request) const { return run_verify(request); }
  exit_code operator()(const prove_request& request) const { return run_prove(request); }
  exit_code operator()(const compare_request& request) const { return run_compare(request); }
  exit_code operator()(const explain_request& request) const { return run_explain(request); }
  exit_code operator()(const sweep_request& request) const { return run_sweep(request); }
  exit_code operator()(const merge_request& request) const { return run_merge(request); }
  exit_code operator()(const text_request& request) const {
    write_stdout(request.text);
    return exit_code::pass;
  }
};

int run_checked(int argument_count, const char* const* arguments) {
  guard_standard_streams();
  if (argument_count <= 1) {
    throw failure{"USAGE", "", no_command()};
  }
  return static_cast<int>(std::visit(handler{}, parse_command_line({arguments + 1, arguments + argument_count})));
}

int end_with(const failure& problem) noexcept {
  try {
    write_stderr(std::string{problem.what()} + '\n');
  } catch (...) {
    write_stderr("error[MEMORY] not enough memory\n");
  }
  return static_cast<int>(problem.status());
}

/// Everything that can go wrong as a failure; bad_alloc comes from anywhere.
int run_reporting(int argument_count, const char* const* arguments) {
  try {
    return run_checked(argument_count, arguments);
  } catch (const failure& problem) {
    return end_with(problem);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& problem) {
    return end_with(failure{"INTERNAL", "", printable(problem.what()), exit_code::internal});
  }
}

}  // namespace

int run(int argument_count, const char* const* arguments) noexcept {
  try {
    return run_reporting(argument_count, arguments);
  } catch (const std::bad_alloc&) {
    write_stderr("error[MEMORY] not enough memory\n");
    return static_cast<int>(exit_code::bad_input);
  } catch (...) {
    write_stderr("error[INTERNAL] an unknown exception; this is a bug in conform\n");
    return static_cast<int>(exit_code::internal);
  }
}

}  // namespace conform::analyzer
