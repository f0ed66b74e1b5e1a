#pragma once
// check_requests: what the commands about conform.toml were asked, every word as given.

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace conform::analyzer {

/// `conform check [FILE] [options]`.
struct check_request {
  std::optional<std::string> file;
  std::vector<std::string> formats;  ///< NAME or NAME=FILE each
  std::optional<std::string> today;
  bool allow_missing_baseline{};
};

/// `conform baseline update [FILE] [options]`.
struct baseline_request {
  std::string what;
  std::optional<std::string> file, only, reason;
};

/// The words of conform report that say which pass is counted.
struct pass_request {
  std::optional<std::string> seq, batch, context, phase, mask, attention, logits, dtype;
};

/// `conform diff BASE HEAD [options]`.
struct diff_request {
  using pass_word = std::pair<const char*, std::optional<std::string> pass_request::*>;
  static constexpr pass_word pass_words[] = {
      {"--seq", &pass_request::seq},       {"--batch", &pass_request::batch}, {"--context", &pass_request::context},
      {"--phase", &pass_request::phase},   {"--mask", &pass_request::mask},   {"--attention", &pass_request::attention},
      {"--logits", &pass_request::logits}, {"--dtype", &pass_request::dtype}};

  std::string base, head;
  pass_request pass;
  std::optional<std::string> format, output;
};

/// `conform init CONFIG [options]`.
struct init_request {
  std::string model;
  std::optional<std::string> output;
};

/// `conform schema config`.
struct schema_request {
  std::string what;
};

}  // namespace conform::analyzer
