#pragma once
// command_line: what the user asked for, as text; meaning is given to the words by report_options.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "check/check_requests.hpp"
#include "hardware/degree_words.hpp"

namespace conform::analyzer {

/// `conform report MODEL [options]`, every word as given.
struct report_request {
  std::string model;
  std::optional<std::string> seq, batch, context, phase, mask, attention, logits, dtype, convention, hardware, format,
      output;
  degree_words degrees;
  bool strict{};
};

/// `conform list WHAT`.
struct list_request {
  std::string what;
  std::optional<std::string> format;
};

/// `conform verify [VARIANT...] [options]`.
struct verify_request {
  std::vector<std::string> variants;  ///< none: all
  bool kernels{};
  std::optional<std::string> grid, sizes, format;
};

/// `conform prove VARIANT BOUND [options]`.
struct prove_request {
  std::string variant, bound;
  std::optional<std::string> relation, regime;
};

/// `conform compare VARIANT... [options]`.
struct compare_request {
  std::vector<std::string> variants;
  std::optional<std::string> n, d, metric, fast_memory, sizes, format, output;
};

/// `conform explain SUBJECT [options]`.
struct explain_request {
  std::string subject;
  std::optional<std::string> seed, n, d, sizes, format, output;
};

/// `conform reconcile MODEL --to CONVENTION [options]`: a pass as in a report.
struct reconcile_request {
  report_request pass;
  std::optional<std::string> from, to;
};

/// `conform sweep MODEL|VARIANT [options]`.
struct sweep_request {
  std::string subject;
  std::optional<std::string> seq, batch, context, phase, mask, logits, dtype, variants, d, sizes, format, output, shard;
  bool resume{};
};

/// `conform merge FILE... [options]`.
struct merge_request {
  std::vector<std::string> files;
  std::optional<std::string> output;
  bool partial{};
};

/// --help or --version: text for stdout.
struct text_request {
  std::string text;
};

using request =
    std::variant<report_request, list_request, verify_request, prove_request, compare_request,
                             explain_request, reconcile_request, check_request, baseline_request, diff_request,
                             init_request, schema_request, sweep_request, merge_request, text_request>;

/// Throws failure USAGE, one line. `arguments` are those after the program's name.
request parse_command_line(std::vector<std::string> arguments);

/// What is said when no command was given.
std::string no_command();

}  // namespace conform::analyzer
