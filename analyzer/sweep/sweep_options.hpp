#pragma once
// sweep_options: the words of `conform sweep` as values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "command_line.hpp"
#include "size_words.hpp"
#include "sweep/grid.hpp"
#include "sweep/row_text.hpp"
#include "workload.hpp"

namespace conform::analyzer {

struct sweep_options {
  std::string subject;  ///< a model or a variant
  bool of_model{};
  std::vector<long long> seq, batch{1}, context{0};
  analyzer::phase phase{analyzer::phase::prefill};
  std::vector<std::optional<mask>> masks{std::nullopt};  ///< none: the model's own
  std::vector<analyzer::logits> logits{analyzer::logits::all};
  std::vector<std::optional<number_format>> dtypes{std::nullopt};  ///< none: the config's
  std::vector<const variant_entry*> variants;                      ///< of a model dense, where none is named
  std::vector<long long> d{64};
  std::vector<size_word> sizes;
  row_format format{row_format::csv};
  std::optional<std::string> output;
  analyzer::shard shard;
  bool resume{};
};

/// Throws failure USAGE, UNKNOWN-SUBJECT, UNKNOWN-VARIANT, SIZE-NOT-USED.
sweep_options read_sweep(const sweep_request& given);

}  // namespace conform::analyzer
