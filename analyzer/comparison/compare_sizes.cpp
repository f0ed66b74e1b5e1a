#include "comparison/compare_sizes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "default_sizes.hpp"
#include "failure.hpp"
#include "text/nearest_name.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

bool is_length(std::string_view name) { return name == "n" || name == "n_q" || name == "n_k"; }
bool is_width(std::string_view name) { return name == "d" || name == "d_k" || name == "d_v" || name == "d_m"; }

const size_word* given(const compare_options& asked, std::string_view name) {
  const auto found =
      std::find_if(asked.sizes.begin(), asked.sizes.end(), [&](const size_word& word) { return word.name == name; });
  return found == asked.sizes.end() ? nullptr : &*found;
}

/// The widths of a head, and of a layer whose heads share d.
void choose_widths(compared_variant& into, const compare_options& asked) {
  const variant_entry& variant = *into.variant;
  const bool layer = uses(variant, "d_m") && uses(variant, "heads");
  const auto set = [&](const char* name, long long& size, long long value) {
    if (!uses(variant, name)) return;
    const size_word* const word = given(asked, name);
    size = word ? word->value : value;
    if (word || layer) into.chosen.push_back({name, size, word ? "--sizes" : "--d"});
  };
  const long long heads = layer ? std::max(into.at.heads, 1LL) : 1;
  const bool divides = asked.d % heads == 0;
  if (!divides && !(given(asked, "d_k") && given(asked, "d_v"))) {
    throw failure{"IMPOSSIBLE", std::string{variant.name},
                  fmt::format("d = {}, heads = {}: heads do not divide the width of the layer; expected a multiple, or "
                              "d_k and d_v in --sizes",
                              asked.d, heads)};
  }
  set("d_m", into.at.d_m, asked.d);
  set("d_k", into.at.d_k, asked.d / heads);
  set("d_v", into.at.d_v, asked.d / heads);
}

}  // namespace

/// Dao et al. 2022, algorithm 1, line 1, and algorithm 4, line 2: tiles of ceil(M/4d) keys and min(ceil(M/4d), d)
/// queries. Dao 2023 leaves the tiles of FlashAttention-2 open; its outer loop is over queries, so they are those with
/// rows and columns exchanged.
/// The gradients of both loop over keys outside.
bool exchanged_tiles(const variant_entry& variant) {
  return variant.name.starts_with("flash2") && !variant.name.ends_with("_backward");
}
bool tiles_fill_memory(const variant_entry& variant) {
  return variant.name.starts_with("flash1") || variant.name.starts_with("flash2");
}

void choose_sizes(compared_variant& into, const compare_options& asked) {
  const variant_entry& variant = *into.variant;
  const bool from_memory = asked.fast_memory && tiles_fill_memory(variant);
  into.at.each([&](const char* member, long long& size) {
    const std::string_view name{member};
    if (!uses(variant, member) || is_length(name) || is_width(name)) return;
    if (from_memory && (name == "B_r" || name == "B_c")) return;
    const size_word* const word = given(asked, name);
    size = word ? word->value : default_size(variant, name);
    into.chosen.push_back({std::string{name}, size, word ? "--sizes" : "default"});
  });
  choose_widths(into, asked);
  if (!from_memory) return;
  const long long width = std::max({into.at.d_k, into.at.d_v, 1LL});
  const auto outer = static_cast<long long>(ceil_div(integer{*asked.fast_memory}, checked_mul(4, width)));
  const bool exchanged = exchanged_tiles(variant);
  (exchanged ? into.at.B_r : into.at.B_c) = outer;
  (exchanged ? into.at.B_c : into.at.B_r) = std::min(outer, width);
  into.chosen.push_back({"B_r", into.at.B_r, "--fast-memory"});
  into.chosen.push_back({"B_c", into.at.B_c, "--fast-memory"});
}

void refuse_unused(const compare_options& asked) {
  for (const size_word& word : asked.sizes) {
    const std::string place = "--sizes: " + word.name;
    if (is_length(word.name)) throw failure{"USAGE", place, "a length; expected it as --n"};
    if (word.name == "d") throw failure{"USAGE", place, "the width; expected it as --d"};
    const auto used = [&](const variant_entry* variant) { return uses(*variant, word.name.c_str()); };
    if (std::none_of(asked.variants.begin(), asked.variants.end(), used)) {
      std::string all;
      for (const variant_entry* variant : asked.variants)
        all += fmt::format("{}{} uses {}", all.empty() ? "" : "; ", variant->name, listed(variant->sizes));
      throw failure{"SIZE-NOT-USED", place, "not used; " + all};
    }
    if (asked.fast_memory && (word.name == "B_r" || word.name == "B_c"))
      throw failure{"USAGE", place, "with --fast-memory, which chooses tiles; expected one of the two"};
  }
  if (!asked.fast_memory) return;
  if (asked.metric != cost_metric::io) throw failure{"USAGE", "--fast-memory", "of --metric io alone"};
  for (const variant_entry* variant : asked.variants) {
    if (uses(*variant, "B_r") && !tiles_fill_memory(*variant)) {
      throw failure{"USAGE", "--fast-memory",
                    fmt::format("{} does not say which tiles fill a memory; expected them as --sizes Br=64,Bc=64",
                                variant->name)};
    }
  }
  if (std::none_of(asked.variants.begin(), asked.variants.end(),
                   [](const variant_entry* variant) { return tiles_fill_memory(*variant); })) {
    throw failure{"USAGE", "--fast-memory", "no variant here has tiles that fill a memory; flash1 does"};
  }
}

}  // namespace conform::analyzer
