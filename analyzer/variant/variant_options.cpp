#include "variant/variant_options.hpp"

#include <algorithm>
#include <array>

#include "failure.hpp"
#include "option_values.hpp"
#include "text/printable.hpp"

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
  if (given.kernels && (given.sizes || !given.variants.empty()))
    throw failure{"USAGE", "--kernels", "all fast kernels, with variants or sizes that are named; expected one of the two"};
  out.kernels = given.kernels;
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
  out.format = read_drawn_format(given.format, given.output);
  out.output = read_output(given.output);
  return out;
}

explain_options read_explain(const explain_request& given) {
  explain_options out;
  out.subject = given.subject;
  if (given.seed) out.seed = static_cast<std::uint64_t>(count_of("--seed", *given.seed, {0, 4'294'967'295}));
  const bool variant = out.subject != "attention" && out.subject != "scale";
  const auto refuse = [&](const std::optional<std::string>& word, const char* option, const char* what) {
    if (word) throw failure{"USAGE", option, fmt::format("of explain {}; not of explain {}", what, printable(out.subject, 40))};
  };
  if (variant) {
    (void)variant_named(out.subject);
    refuse(given.seed, "--seed", "attention and explain scale");
    if (given.n) out.n = count_of("--n", *given.n, {1, 16'777'216});
    if (given.d) out.d = count_of("--d", *given.d, head_width_range);
    if (given.sizes) out.sizes = read_sizes(*given.sizes);
  } else {
    refuse(given.n, "--n", "a variant");
    refuse(given.d, "--d", "a variant");
    refuse(given.sizes, "--sizes", "a variant");
  }
  out.format = read_drawn_format(given.format, given.output);
  out.output = read_output(given.output);
  const std::string_view drawn = out.subject == "scale" ? ", markdown or svg" : " or markdown";
  if (out.format == drawn_format::csv)
    throw failure{"USAGE", given.format ? "--format" : "--output", fmt::format("csv; expected text, json{}", drawn)};
  if (out.format == drawn_format::svg && out.subject != "scale")
    throw failure{"USAGE", "--format", "svg, which is of explain scale; expected text, json or markdown"};
  return out;
}

}  // namespace conform::analyzer
