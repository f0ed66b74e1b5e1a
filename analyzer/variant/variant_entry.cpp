#include "variant/variant_entry.hpp"

#include <algorithm>

#include "failure.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

bool same(const polynomial& formula, integer claimed, const std::vector<integer>& at) {
  try {
    return evaluate(formula, [&](int id) { return at[static_cast<std::size_t>(id)]; }) == claimed;
  } catch (const not_whole&) {
    return false;
  }
}

bool claim_agrees(const variant_formulas& all, const variant_point& point, const std::vector<integer>& at) {
  std::vector<integer> claimed;
  point.at.claimed.each([&](const char*, integer count) { claimed.push_back(count); });
  bool out = same(all.claim.mac, point.at.claimed.mac, at);
  std::size_t kind = 0;
  all.claim.each([&](const char*, const polynomial& formula) { out = out && same(formula, claimed[kind++], at); });
  return out && (!all.io || (same(all.io->loads, point.at.claimed_traffic.loads, at) &&
                             same(all.io->stores, point.at.claimed_traffic.stores, at)));
}

/// What encloses the unit total does, and what is always so is.
bool bounds_agree(const variant_formulas& all, const variant_point& point, const std::vector<integer>& at) {
  const auto exact = [&](const polynomial& p) {
    return evaluate_in<rational>(p, [&](int id) { return rational{at[static_cast<std::size_t>(id)]}; });
  };
  const rational claimed{point.at.claimed.unit_total()};
  if (!(all.low == all.high) && !(exact(all.low) <= claimed && claimed <= exact(all.high))) return false;
  if (all.most && exact(*all.most) < claimed) return false;
  if (*std::min_element(at.begin(), at.end()) < 1) return true;  // growth is of sizes of at least 1
  return std::all_of(all.always.begin(), all.always.end(),
                     [&](const relation& fact) { return exact(fact.lesser) <= exact(fact.greater); });
}

}  // namespace

std::optional<std::vector<integer>> letters_at(const variant_formulas& all, std::span<const std::string_view> sizes,
                                               point_sizes at) {
  std::vector<std::optional<integer>> found(all.letters.size());
  const bool one_width = has_one_width(all, sizes);
  bool one_each = true;
  const auto tie = [&](std::size_t letter, long long value) {
    one_each = one_each && found[letter].value_or(value) == value;
    found[letter] = value;
  };
  at.each([&](const char* member, long long value) {
    bool used = false;
    for (const std::string_view size : sizes) used = used || stands_for(size, member);
    if (!used) return;
    const std::string_view name{member};
    const bool of_head = one_width && (name == "d_k" || name == "d_v");
    const char* const twin = name == "n_k" ? "n_q" : name == "d_v" ? "d_k" : member;
    for (const char* as : {member, twin})  // formulas without n_k are of as many queries as keys, and so on
      for (std::size_t i = 0; i < all.letters.size(); ++i)
        if (stands_for(all.letters[i].name, as)) return tie(i, of_head ? at.heads * value : value);
    one_each = false;
  });
  std::vector<integer> out;
  for (const std::optional<integer>& value : found) {
    one_each = one_each && value;
    out.push_back(value.value_or(0));
  }
  return one_each ? std::optional{out} : std::nullopt;
}

std::string_view claimed_where(const variant_entry& variant, const variant_formulas& all) {
  if (all.square_tiles) return "n_q = n_k, B_r = B_c";
  if (variant.structured) return "the most that what is given may cost";
  return has_one_width(all, variant.sizes) ? "d = d_m = heads\u00B7d_k = heads\u00B7d_v" : "";
}

bool has_one_width(const variant_formulas& all, std::span<const std::string_view> sizes) {
  bool heads = false, width = false;
  for (const freezing::label& letter : all.letters) {
    heads = heads || std::string_view{letter.name} == "heads";
    width = width || std::string_view{letter.name} == "d";
  }
  return heads && width && std::find(sizes.begin(), sizes.end(), "d_m") != sizes.end();
}

std::optional<bool> formulas_agree(const variant_formulas& all, std::span<const std::string_view> sizes,
                                   const variant_point& point) {
  const auto at = letters_at(all, sizes, point.sizes);
  if (!at) return {};
  return (all.square_tiles && point.sizes.B_r != point.sizes.B_c ? true : claim_agrees(all, point, *at)) &&
         same(all.scratch, point.at.claimed_scratch, *at) && bounds_agree(all, point, *at);
}

const variant_entry& variant_named(const std::string& name) {
  std::vector<std::string_view> names;
  for (const variant_entry& variant : all_variants()) {
    if (variant.name == name) return variant;
    names.push_back(variant.name);
  }
  throw failure{"UNKNOWN-VARIANT", name.empty() ? in_quotes(name) : printable(name, 80),
                "no variant of attention" + did_you_mean(name, names) + "; see conform list variants"};
}

}  // namespace conform::analyzer
