#pragma once
// variant_entry: a variant of attention behind plain functions, so that one file alone instantiates the registry.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <conform/attention/checking.hpp>
#include <conform/attention/cost.hpp>
#include <conform/size/decide.hpp>

namespace conform::analyzer {

using point_sizes = variant_sizes<long long>;

/// What a variant claims for all sizes at once; ids are places in `letters`.
struct variant_formulas {
  list<freezing::label> letters;
  operations<polynomial> claim;
  std::optional<polynomial> pairs;  ///< scored (query, key) pairs, masked ones of visited tiles among them
  polynomial scratch;
  std::optional<traffic<polynomial>> io;
  polynomial low, high;  ///< enclose the unit total; both are it where the variant states no enclosure
  bool enclosed_apart{};  ///< they are needed only where n_q and n_k are told apart
  polynomial bound;
  std::vector<relation> assumed;  ///< where bound is exact
  std::vector<relation> always;   ///< what is so at all possible sizes of at least 1
  std::optional<polynomial> most;  ///< no unit total is more: every pair scored
  bool square_tiles{};             ///< claim and io are of B_r = B_c
};

/// Claimed and executed at one point; and whether what else the variant states fits there.
struct variant_point {
  point_sizes sizes;
  checked_point at;
  bool enclosed = true;          ///< the claim lies between those that enclose it
  std::optional<bool> formulas;  ///< the formulas say what the claim says, and what they say is always so is; nothing
                                 ///< where they are of other sizes

  bool equal() const { return at.equal() && enclosed && formulas.value_or(true); }
};

/// A variant's claims where sizes are formulas of another alphabet.
struct over_formulas {
  operations<polynomial> claim;
  polynomial scratch;
  polynomial words;         ///< between slow and fast memory; zero where none are stated
  polynomial high;          ///< at least the unit total; where square_only, for n_q = n_k only
  std::optional<polynomial> most;  ///< the same, of every pair that could be scored
  polynomial seen;                 ///< keys that are scored at all; zero where all are
  bool square_only{};       ///< claim is for n_q = n_k and B_r = B_c only
};

/// One step of a variant: what it costs at a point, and for all sizes. The steps add up to the claim.
struct told_step {
  std::string_view name, meaning;
  operations<integer> done;
  operations<polynomial> formulas;  ///< ids as in variant_formulas
};

struct variant_entry {
  std::string_view name, title, source;
  fidelity kind;
  bool enclosed;                       ///< growth is decided from enclosing claims
  bool is_core;                        ///< can stand for the attention core of a model
  bool structured;                     ///< what is given decides the cost: claims are of the most
  bool every_key;                      ///< scores every key, and has no causal form
  bool square;                         ///< as many queries as keys: no other sizes are possible
  std::vector<std::string_view> sizes;  ///< its alphabet
  variant_formulas (*formulas)();
  const char* (*impossible)(const point_sizes&);
  integer (*elements)(const point_sizes&);  ///< of inputs and outputs
  integer (*work)(const point_sizes&);      ///< claimed unit total
  integer (*scratch)(const point_sizes&);   ///< claimed
  integer (*pairs)(const point_sizes&);     ///< scored (query, key) pairs; null where there are none
  integer (*resident)(const point_sizes&);  ///< elements of what is read and of what is made
  operations<integer> (*claim)(const point_sizes&);
  /// At sizes that are formulas themselves.
  over_formulas (*over)(const variant_sizes<polynomial>&);
  traffic<integer> (*io)(const point_sizes&);  ///< null where no traffic is stated
  variant_point (*check)(const point_sizes&, const variant_formulas&);
  std::vector<told_step> (*steps)(const point_sizes&);
  const char* depth_formula;  ///< of the sizes, lg for the levels of a tree; nullptr where none is stated
  long long (*depth)(const point_sizes&);  ///< null where none is stated
};

/// Is `letter` of the variant's alphabet one of several names of this member of variant_sizes?
inline bool stands_for(std::string_view letter, const char* member) {
  return costing::stands_for(std::string{letter}.c_str(), member);
}

/// Of which sizes, or of which given, the formulas of claim and words are; empty: of all.
std::string_view claimed_where(const variant_entry& variant, const variant_formulas& all);

/// Are these the formulas of a layer that has one width, d = d_m = heads·d_k = heads·d_v?
bool has_one_width(const variant_formulas& all, std::span<const std::string_view> sizes);

/// The sizes that the formulas speak of, by the ids of their letters; nothing where the point is not of that kind: a
/// letter stands for two sizes that differ.
std::optional<std::vector<integer>> letters_at(const variant_formulas& all, std::span<const std::string_view> sizes,
                                               point_sizes at);

/// Do the formulas, evaluated at the point, say what the claim says there? Nothing where they do not speak of it: a
/// letter stands for two sizes that differ.
std::optional<bool> formulas_agree(const variant_formulas& all, std::span<const std::string_view> sizes,
                                   const variant_point& point);

namespace entering {

inline integer cells_of(const matrix_list& all) {
  integer sum = 0;
  for (int i = 0; i < all.count; ++i) sum = checked_add(sum, checked_mul(all.at[i].rows, all.at[i].columns));
  return sum;
}

template <class... S>
std::vector<std::string_view> names_of(symbols<S...>) {
  return {S::name.chars...};
}
template <class... S>
list<freezing::label> labels_of(symbols<S...>) {
  list<freezing::label> out;
  (out.push_back(freezing::label_of<S>), ...);
  return out;
}

inline std::vector<relation> relations_of(const variant_defaults::regime<polynomial>& all) {
  std::vector<relation> out;
  for (int i = 0; i < all.count; ++i) out.push_back({all.lesser[i], all.greater[i]});
  return out;
}

template <class V>
variant_formulas formulas() {
  variant_formulas out;
  out.letters = labels_of(costing::alphabet<V>{});
  const auto s = costing::formulas_of(costing::alphabet<V>{});
  out.claim = V::claim(s), out.scratch = V::scratch(s), out.bound = V::bound(s);
  if constexpr (V::has_pairs) out.pairs = V::pairs(s);
  if constexpr (V::has_traffic) out.io = V::io(s);
  if constexpr (V::enclosed)
    out.low = V::claim_below(s).unit_total(), out.high = V::claim_above(s).unit_total();
  else
    out.low = out.high = out.claim.unit_total();
  out.enclosed_apart = V::enclosed_apart;
  if constexpr (requires { V::most(s); }) out.most = V::most(s).unit_total();
  out.square_tiles = V::square_tiles;
  out.assumed = relations_of(V::assumed(s)), out.always = relations_of(V::always(s));
  return out;
}

template <class V>
over_formulas over(const variant_sizes<polynomial>& s) {
  over_formulas out{V::claim(s), V::scratch(s), {}, {}, {}, {}, costing::has_formula_alphabet<V> && V::enclosed};
  if constexpr (V::has_traffic) {
    const traffic<polynomial> io = V::io(s);
    out.words = io.loads + io.stores;
  }
  if constexpr (V::enclosed)
    out.high = V::claim_above(s).unit_total();
  else
    out.high = out.claim.unit_total();
  if constexpr (requires { V::most(s); }) out.most = V::most(s).unit_total();
  if constexpr (requires { V::seen(s); }) out.seen = V::seen(s);
  return out;
}

template <class V>
integer elements(const point_sizes& s) {
  const auto at = checking::sizes_as<integer>(s);
  const integer head = (at.n_q + at.n_k) * (at.d_k + at.d_v);
  return checked_add(head, checked_add(cells_of(V::inputs(s)), cells_of(V::outputs(s))));
}

template <class V>
integer resident(const point_sizes& s) {
  integer out = checked_add(cells_of(V::inputs(s)), cells_of(V::outputs(s)));
  if (V::reads_q) out = checked_add(out, checked_mul(s.n_q, s.d_k));
  if (V::reads_k_v) out = checked_add(out, checked_mul(s.n_k, checked_add(s.d_k, s.d_v)));
  const matrix_shape result = V::result(s);
  return checked_add(out, checked_mul(result.rows, result.columns));
}

template <class V>
integer pairs(const point_sizes& s) {
  if constexpr (V::has_pairs) return V::pairs(checking::sizes_as<integer>(s));
  return {};
}
template <class V>
long long depth(const point_sizes& s) {
  if constexpr (V::depth_formula != nullptr) return V::depth(s);
  return 0;
}
template <class V>
traffic<integer> io(const point_sizes& s) {
  if constexpr (V::has_traffic) return V::io(checking::sizes_as<integer>(s));
  return {};
}

template <class V>
std::vector<told_step> steps(const point_sizes& s) {
  const step_list<integer> counts = V::steps(checking::sizes_as<integer>(s));
  const step_list<polynomial> formulas = V::steps(costing::formulas_of(costing::alphabet<V>{}));
  std::vector<told_step> out;
  for (std::size_t i = 0; i < counts.steps.size(); ++i)
    out.push_back({counts.steps[i].name, counts.steps[i].meaning, counts.steps[i].cost, formulas.steps[i].cost});
  return out;
}

template <class V>
variant_point check(const point_sizes& s, const variant_formulas& all) {
  variant_point out{s, check_at<V>(s), true, {}};
  if constexpr (V::enclosed) {
    const auto at = checking::sizes_as<integer>(s);
    const integer claimed = out.at.claimed.unit_total();
    if (s.n_q == s.n_k || !costing::has_formula_alphabet<V>)
      out.enclosed = V::claim_below(at).unit_total() <= claimed && claimed <= V::claim_above(at).unit_total();
  }
  if constexpr (!V::structured)  // else the formulas are of every mask, the claim of the one that is given
    out.formulas = formulas_agree(all, names_of(typename V::alphabet{}), out);
  return out;
}

}  // namespace entering

template <class V>
variant_entry entry_of() {
  return {V::name,
          V::title,
          V::source,
          V::kind,
          V::enclosed,
          V::is_core,
          V::structured,
          V::every_key,
          V::square,
          entering::names_of(typename V::alphabet{}),
          &entering::formulas<V>,
          [](const point_sizes& s) { return V::impossible(s); },
          &entering::elements<V>,
          [](const point_sizes& s) { return V::claim(checking::sizes_as<integer>(s)).unit_total(); },
          [](const point_sizes& s) { return V::scratch(checking::sizes_as<integer>(s)); },
          V::has_pairs ? &entering::pairs<V> : nullptr,
          &entering::resident<V>,
          [](const point_sizes& s) { return operations<integer>{V::claim(checking::sizes_as<integer>(s))}; },
          &entering::over<V>,
          V::has_traffic ? &entering::io<V> : nullptr,
          &entering::check<V>,
          &entering::steps<V>,
          V::depth_formula,
          V::depth_formula != nullptr ? &entering::depth<V> : nullptr};
}

/// All variants of the registry, in its order.
std::span<const variant_entry> all_variants();

/// The variant of this name. Throws failure UNKNOWN-VARIANT.
const variant_entry& variant_named(const std::string& name);

}  // namespace conform::analyzer
