#pragma once
// attention_core: another attention in the layers of a model: `--attention flash2,B_r=64,B_c=64`.

#include <optional>
#include <string>
#include <vector>

#include <conform/attention/dense.hpp>

#include "failure.hpp"
#include "model_config.hpp"
#include "size_words.hpp"
#include "workload.hpp"

namespace conform::analyzer {

/// As asked for.
struct attention_choice {
  const variant_entry* variant;
  std::vector<size_word> sizes;
};

/// Is the size decided by a model and its workload?
bool is_size_of_model(const std::string& name);

/// "NAME[,size=value...]". Nothing for dense, whose pairs are those of the mask. Throws failure USAGE, UNKNOWN-VARIANT,
/// NOT-A-CORE.
std::optional<attention_choice> read_attention(const std::string& words);

/// What takes the place of dense attention at a workload.
struct attention_core {
  const variant_entry* variant;
  std::vector<size_word> sizes;  ///< beside those of the model and the workload: as asked for, then defaults
  point_sizes at;

  /// "flash2_causal,B_r=64,B_c=64"
  std::string text() const;
};

/// The variant for the mask that was asked for: NAME_causal for a causal one, where there is one of that name. One with
/// a pattern of its own takes no mask. Sets the mask that is counted. Throws failure USAGE, SIZE-NOT-USED,
/// SIZE-MISSING, IMPOSSIBLE.
attention_core settle_core(const attention_choice& asked, std::optional<mask> given, const model_config& model,
                           workload& work);

/// The same where the lengths are not known yet, but that keys are no fewer: `at` is that of one query and one key, and
/// may not be possible.
attention_core core_of_any_length(const attention_choice& asked, std::optional<mask> given, const model_config& model,
                                  std::int64_t keys, mask& counted);

/// Where the variant scores keys that the model's mask leaves out, and nobody asked for all of them: a warning.
std::optional<diagnostic> warning_of_mask(const variant_entry& variant, mask counted, const model_config& model,
                                          std::int64_t queries, std::int64_t keys, std::string_view option);

/// Its formulas over those of a model, for one head.
struct core_formulas {
  head_formulas head;
  bool are_numbers{};              ///< it has no formula for these sizes: good for this workload only
  std::optional<polynomial> high;  ///< at least the unit total, for all sizes, where that is known
  std::optional<polynomial> most;  ///< the same behind a cache, of every pair that could be scored
};
core_formulas formulas_of(const attention_core& core, const variant_sizes<polynomial>& over,
                          const std::vector<integer>& values);

}  // namespace conform::analyzer
