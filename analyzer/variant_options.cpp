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

constexpr std::array metrics{named<cost_metric>{"unit_total", cost_metric::unit_total},
                             named<cost_metric>{"matmul_flops", cost_metric::matmul_flops},
                             named<cost_metric>{"memory", cost_metric::memory},
                             named<cost_metric>{"io", cost_metric::io}};
constexpr std::array comparison_formats{named<comparison_format>{"text", comparison_format::text},
                                        named<comparison_format>{"json", comparison_format::json},
                                        named<comparison_format>{"csv", comparison_format::csv},
                                        named<comparison_format>{"markdown", comparison_format::markdown},
                                        named<comparison_format>{"svg", comparison_format::svg}};
constexpr std::array extensions{named<comparison_format>{".txt", comparison_format::text},
                                named<comparison_format>{".json", comparison_format::json},
                                named<comparison_format>{".csv", comparison_format::csv},
                                named<comparison_format>{".md", comparison_format::markdown},
                                named<comparison_format>{".markdown", comparison_format::markdown},
                                named<comparison_format>{".svg", comparison_format::svg}};

constexpr range head_width_range{1, 65'536};
constexpr range memory_range{1, 1'099'511'627'776};  // 2^40 words

/// The variants that are named, none twice.
std::vector<const variant_entry*> variants_named(const std::vector<std::string>& names) {
  std::vector<const variant_entry*> out;
  for (const std::string& name : names) {
    const variant_entry* const variant = &variant_named(name);
    if (std::find(out.begin(), out.end(), variant) != out.end()) throw failure{"USAGE", name, "given more than once"};
    out.push_back(variant);
  }
  return out;
}

/// --format decides; without it the extension of the output file does. They may not differ.
comparison_format format_of(const compare_request& given) {
  const auto* const known = given.output ? std::find_if(extensions.begin(), extensions.end(),
                                                        [&](const auto& e) { return given.output->ends_with(e.name); })
                                         : extensions.end();
  const bool foreign = given.output && (given.output->ends_with(".html") || given.output->ends_with(".xml"));
  if (!given.format && foreign) {
    throw failure{"USAGE", "--output",
                  in_quotes(*given.output) +
                      " has the extension of a format that is not written; expected .txt, .json, "
                      ".csv, .md or .svg, or --format"};
  }
  if (!given.format) return known == extensions.end() ? comparison_format::text : known->value;
  const comparison_format out = value_of("--format", *given.format, comparison_formats);
  if (known != extensions.end() && known->value != out) {
    throw failure{"USAGE", "--output",
                  fmt::format("{} with --format {}; expected a file whose extension is that of the format",
                              in_quotes(*given.output), *given.format)};
  }
  return out;
}

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
  out.variants = variants_named(given.variants);
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

compare_options read_compare(const compare_request& given) {
  compare_options out;
  out.variants = variants_named(given.variants);
  if (out.variants.empty()) {
    throw failure{"USAGE", "compare", "no variant; expected one or more, as in conform compare dense linear_elu"};
  }
  out.n = read_lengths(given.n.value_or("1k..1M:x2"));
  if (given.d) out.d = count_of("--d", *given.d, head_width_range);
  if (given.metric) out.metric = value_of("--metric", *given.metric, metrics);
  if (given.fast_memory) out.fast_memory = count_of("--fast-memory", *given.fast_memory, memory_range);
  if (given.sizes) out.sizes = read_sizes(*given.sizes);
  out.format = format_of(given);
  out.output = given.output;
  if (out.output && (out.output->empty() || out.output->front() == '-')) {
    throw failure{"USAGE", "--output",
                  (out.output->empty() ? "empty" : in_quotes(*out.output)) +
                      "; expected the path of a file (./-x for one that is named -x; stdout is the default)"};
  }
  return out;
}

}  // namespace conform::analyzer
