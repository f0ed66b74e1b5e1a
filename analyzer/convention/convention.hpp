#pragma once
// convention: what a paper or a program calls FLOPs, as a list of rules over the parts of a model's work.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <conform/size/rational.hpp>

#include "convention/work_part.hpp"
#include "model_config.hpp"
#include "workload.hpp"

namespace conform::analyzer {

/// Why work is done: the pass itself, its gradients, or once more because it was not kept.
enum class stage : std::uint8_t { forward, backward, recompute };

std::string_view name_of(stage value);

/// Counts for each unit of a part, by stage. One multiply-add is 2 FLOP: forward 2, its two gradients 4.
struct rates {
  rational forward, backward{}, recompute{};

  friend rates operator*(const rational& factor, const rates& each) {
    return {factor * each.forward, factor * each.backward, factor * each.recompute};
  }
};

/// One rule: what is billed for a part, and why it is billed so where that is no matter of course.
struct rule {
  work_part part;
  rates each;
  std::string_view why;
};

/// What a convention is asked about.
struct subject {
  const model_config& model;
  const workload& work;
};

/// Rules are read from the named source. A part without a rule is not billed.
struct convention {
  std::string_view name;
  std::string_view unit;                   ///< FLOP or MAC
  std::string_view one_count;              ///< one line: what is counted
  std::string_view scope;                  ///< of which the figure is
  std::string_view pass;                   ///< forward pass, or training step
  std::string_view source;                 ///< file and function, or paper and equation
  std::string_view mistakes;               ///< known ones, for a decoder with a causal mask
  std::string (*refusal)(const subject&);  ///< why it has no meaning here, or nothing
  std::vector<rule> (*rules)(const subject&);
  bool knows_experts{};  ///< the source tells what it counts of a mixture of experts
};

/// All of them: exact first, then those of a forward pass, then those of a training step.
std::span<const convention> conventions();

/// Why a convention has no meaning for the subject, or nothing.
std::string refusal_of(const convention& by, const subject& about);

/// The one of that name, where it has a meaning for the subject. `place` stands in messages: the option. Throws failure
/// UNKNOWN-CONVENTION, NO-MEANING.
const convention& find_convention(std::string_view place, const std::string& name, const subject& about);

}  // namespace conform::analyzer
