#pragma once
// report_options: the words of the command line as values, and the workload they mean for a model.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attention_core.hpp"
#include "command_line.hpp"
#include "config/config_reader.hpp"
#include "failure.hpp"
#include "hardware/parallel.hpp"
#include "input_file.hpp"
#include "model_config.hpp"
#include "workload.hpp"

namespace conform::analyzer {

enum class report_format : std::uint8_t { text, json, markdown, csv, html };

struct report_options {
  std::string model;  ///< a path or the name of a spec
  std::optional<std::int64_t> seq;
  std::int64_t batch{1};
  std::int64_t context{0};
  analyzer::phase phase{analyzer::phase::prefill};
  std::optional<analyzer::mask> mask;
  std::optional<attention_choice> attention;
  analyzer::logits logits{analyzer::logits::all};
  std::optional<number_format> dtype;
  report_format format{report_format::text};
  std::optional<std::string> output;
  std::optional<device> hardware;
  std::optional<analyzer::degrees> degrees;
  bool strict{};
  std::vector<diagnostic> warnings;
};

/// A pass, and what takes the place of dense attention in it.
struct chosen_workload {
  analyzer::workload work;
  std::optional<attention_core> core;
  std::optional<mask> given_mask{};  ///< that was asked for: with another length the core is settled by it anew
};

/// New tokens of a report that names none, where the model allows so many.
inline constexpr std::int64_t default_seq = 4096;

/// Throws failure USAGE for a word that is not a value of its option, and for contradictory options.
report_options read_options(const report_request& given);

/// No output replaces the file of the model, or that of the device. Throws what check_output throws.
void check_report_output(const report_options& options, const input_file* model);

/// The words of single options. Throw failure USAGE.
phase read_phase(const std::string& word);
mask read_mask(const std::string& word);
logits read_logits(const std::string& word);
number_format read_number_format(const std::string& word);

inline constexpr range batch_range{1, 1'073'741'824};  // 2^30

/// The pass to count. Throws failure TOO-LONG where a model with learned positions cannot run it; warns where a
/// rotary model's stated maximum is exceeded. `place` stands in those messages: the file or spec. Throws what
/// settle_core throws.
chosen_workload choose_workload(const report_options& options, const model_config& model, const std::string& place,
                                std::vector<diagnostic>& warnings);

}  // namespace conform::analyzer
