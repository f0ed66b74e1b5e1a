#include "variant_options.hpp"

#include <algorithm>
#include <array>

#include "failure.hpp"
#include "option_values.hpp"

namespace conform::analyzer {
namespace {

constexpr std::array formats{named<data_format>{"text", data_format::text},
                             named<data_format>{"json", data_format::json}};
constexpr std::array grids{named<grid>{"small", grid::small}, named<grid>{"full", grid::full}};
constexpr std::array relations{named<growth_relation>{"big_o", growth_relation::big_o},
                               named<growth_relation>{"theta", growth_relation::theta},
                               named<growth_relation>{"omega", growth_relation::omega}};

}  // namespace

data_format read_data_format(const std::optional<std::string>& word) {
  return word ? value_of("--format", *word, formats) : data_format::text;
}

verify_options read_verify(const verify_request& given) {
  verify_options out;
  out.format = read_data_format(given.format);
  if (given.grid) out.grid = value_of("--grid", *given.grid, grids);
  if (given.grid && given.sizes) {
    throw failure{"USAGE", "--sizes", "one point, with --grid, which is of many; expected one of the two"};
  }
  for (const std::string& name : given.variants) {
    const variant_entry* const variant = &variant_named(name);
    if (std::find(out.variants.begin(), out.variants.end(), variant) != out.variants.end())
      throw failure{"USAGE", name, "given more than once"};
    out.variants.push_back(variant);
  }
  if (given.sizes) {
    if (out.variants.empty()) throw failure{"USAGE", "--sizes", "no variant to run there; expected one or more"};
    out.sizes = read_sizes(*given.sizes);
  }
  if (out.variants.empty())
    for (const variant_entry& variant : all_variants()) out.variants.push_back(&variant);
  return out;
}

prove_options read_prove(const prove_request& given) {
  prove_options out{&variant_named(given.variant), given.bound, growth_relation::big_o, ""};
  if (given.relation) out.relation = value_of("--relation", *given.relation, relations);
  if (given.regime) {
    if (given.regime->empty()) throw failure{"USAGE", "--regime", "empty; expected a list as d<=n, l=n^0.5, w fixed"};
    out.regime = *given.regime;
  }
  return out;
}

}  // namespace conform::analyzer
