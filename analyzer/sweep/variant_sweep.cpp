// Variants of attention at many lengths and widths: what `conform compare` says of each.
#include "comparison/compare.hpp"
#include "comparison/compare_sizes.hpp"
#include "proof/growth_letters.hpp"
#include "sweep/sweep_subject.hpp"

namespace conform::analyzer {
namespace {

constexpr cost_metric metrics[] = {cost_metric::unit_total, cost_metric::matmul_flops, cost_metric::memory,
                                   cost_metric::io};

/// A variant at one width.
struct sized_variant {
  point_sizes at;
  std::string sizes;  ///< "B_r=64,B_c=64"
};

class variant_sweep : public sweep_subject {
 public:
  explicit variant_sweep(const sweep_options& options) : options_{options} {
    compare_options asked;
    asked.variants = options.variants;
    asked.sizes = options.sizes;
    analyzer::refuse_unused(asked);
    for (const variant_entry* variant : options.variants)
      for (const long long d : options.d) {
        asked.d = d;
        add(*variant, asked);
      }
  }

  grid axes() const override {
    return {options_.variants.size(), options_.d.size(), 1, options_.context.size(), options_.seq.size()};
  }

  row_columns columns() const override {
    return {
        {"variant", "sizes"}, {"d", "context", "seq"}, {"unit_total", "matmul_flops", "memory_elements", "io_words"}};
  }

  std::vector<std::string> texts(const grid_point& at) const override {
    return {std::string{options_.variants[at.setting]->name}, sized(at).sizes};
  }

  void numbers(const grid_point& at, std::span<integer> out) const override {
    out[0] = options_.d[at.width], out[1] = options_.context[at.context], out[2] = options_.seq[at.length];
  }

  std::string_view figures(const grid_point& at, std::span<std::optional<integer>> out) override {
    const variant_entry& variant = *options_.variants[at.setting];
    const long long context = options_.context[at.context], seq = options_.seq[at.length];
    const bool queries = uses(variant, "n_q");
    if (context != 0 && has_one_length(variant)) return "IMPOSSIBLE";
    point_sizes sizes = sized(at).at;
    sizes.n_q = queries ? seq : 1;
    sizes.n_k = context + seq;
    if (variant.impossible(sizes) != nullptr) return "IMPOSSIBLE";
    for (std::size_t i = 0; i < std::size(metrics); ++i)
      if (metrics[i] != cost_metric::io || variant.io != nullptr) out[i] = value_at(variant, metrics[i], sizes);
    return "";
  }

  std::string identity() const override {
    std::string out;
    for (std::size_t i = 0; i < sized_.size(); ++i)
      out += claims_of(*options_.variants[i / options_.d.size()]) + sized_[i].sizes + '\n';
    return out;
  }

 private:
  const sized_variant& sized(const grid_point& at) const { return sized_[at.setting * options_.d.size() + at.width]; }

  void add(const variant_entry& variant, const compare_options& asked) {
    compared_variant one{&variant, {}, {}, {}, {}, {}, {}, {}};
    choose_sizes(one, asked);
    std::string sizes;
    for (const chosen_size& size : one.chosen)
      sizes += (sizes.empty() ? "" : ",") + size.name + '=' + std::to_string(size.value);
    sized_.push_back({one.at, std::move(sizes)});
  }

  sweep_options options_;
  std::vector<sized_variant> sized_;  ///< by variant, then width
};

}  // namespace

std::string claims_of(const variant_entry& variant) {
  const variant_formulas all = variant.formulas();
  std::string out{variant.name};
  const auto add = [&](const polynomial& formula) { out += ' ' + text_of(formula, all.letters); };
  all.claim.each([&](const char*, const polynomial& count) { add(count); });
  add(all.claim.mac), add(all.scratch);
  if (all.io) add(all.io->loads), add(all.io->stores);
  return out + '\n';
}

std::unique_ptr<sweep_subject> sweep_of_variants(const sweep_options& options) {
  return std::make_unique<variant_sweep>(options);
}

}  // namespace conform::analyzer
