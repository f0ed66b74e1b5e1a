#pragma once
// growth_letters: the letters in which growth is told: n for n_q = n_k, d for d_k = d_v, where they are not told apart.

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "variant/variant_entry.hpp"

namespace conform::analyzer {

struct growth_letters {
  list<freezing::label> symbols;   ///< in the order of print; their places are the ids of what is below
  std::vector<polynomial> values;  ///< of the letters of the formulas, by their ids
  std::vector<std::pair<std::string, polynomial>> names;  ///< what may be written; each a product of symbols

  /// What is so at all possible sizes.
  std::vector<relation> facts;

  polynomial told(const polynomial& formula) const;
  const polynomial* find(const std::string& name) const;
  /// Is n a letter, for n_q and n_k?
  bool tell_one_length() const;
  int count() const { return static_cast<int>(symbols.size()); }
};

/// `mentioned` are the letters of a question. One that names n_q or n_k, and no n, keeps the two apart; likewise d_k
/// and d_v. In a layer, which has a width d_m beside heads of width d_k, a d that is mentioned is d_m = heads·d_k, and
/// d_v = d_k.
growth_letters growth_letters_of(const variant_entry& variant, const variant_formulas& all,
                                 std::span<const std::string> mentioned);

/// "Θ(n·w·d) where w <= n", as the variant states it.
std::string growth_text(const variant_entry& variant, const variant_formulas& all);

/// p, whose ids are places in `symbols`, as a person would write it.
std::string text_of(const polynomial& p, const list<freezing::label>& symbols);

}  // namespace conform::analyzer
