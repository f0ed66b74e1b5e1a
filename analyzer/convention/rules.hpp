#pragma once
// rules: what many conventions have in common.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "convention/convention.hpp"

namespace conform::analyzer {

/// 2 FLOP a multiply-add: of a forward pass, with its gradients, and with the forward pass done again besides.
inline constexpr integer flop = 2;
inline const rates forward_only{rational{flop}};
inline const rates with_gradients{rational{flop}, rational{2 * flop}};
inline const rates with_recomputation{rational{flop}, rational{2 * flop}, rational{flop}};

/// A list of rules that grows part by part.
class rule_list {
 public:
  rule_list& bill(std::initializer_list<work_part> parts, const rates& each, std::string_view why = "");
  /// Projections and feed-forward layers.
  rule_list& layers(const rates& each, std::string_view why = "");
  /// The output head at every position.
  rule_list& head(const rates& each, std::string_view why = "");
  /// The output head where the workload asks for it.
  rule_list& head_as_asked(const subject& about, const rates& each);
  /// Every key for every query, cached ones too, whatever mask and windows say.
  rule_list& square(const rates& each, std::string_view why);
  /// Every key for every query, in layers with a window min(keys, window) of them; later ones too.
  rule_list& windowed_square(const rates& each, std::string_view why);
  /// Half of seq², whatever the windows say: all pairs below the diagonal, and half of the diagonal.
  rule_list& half_square(const rates& each, std::string_view why);
  /// What is no matrix product but a parameter: N is all of them. A tied table is the head and billed there.
  rule_list& other_parameters(const subject& about, const rates& each);

  std::vector<rule> take() { return std::move(rules_); }

 private:
  std::vector<rule> rules_;
};

bool is_causal(const subject& about);
/// Heads of width/heads, as programs take that do not read head_dim: over the heads that there are.
rational width_over_heads(const subject& about);

// Refusals: one reason, or nothing.
std::string never(const subject& about);
std::string unless_whole_sequences(const subject& about);
std::string unless_gpt_layers(const subject& about);
std::string unless_two_matrices(const subject& about);
std::string unless_split_width(const subject& about);
std::string unless_family(const subject& about, family only, std::string_view what);
/// The first that is one.
std::string first_of(std::initializer_list<std::string> reasons);

std::span<const convention> forward_conventions();
std::span<const convention> training_conventions();

}  // namespace conform::analyzer
