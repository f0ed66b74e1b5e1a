#include "html/length_sweep.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>

#include "failure.hpp"

namespace conform::analyzer {
namespace {

constexpr long long first_length = 64;
constexpr const char* others[] = {"dense", "flash2", "sliding_window", "longformer", "linear_elu", "performer"};

/// One attention in the layers, at any length.
class one_attention {
 public:
  one_attention(const model_config& model, const report_options& asked, const std::optional<attention_choice>& choice,
                std::int64_t bytes)
      : batch_{asked.batch}, context_{asked.context}, bytes_{bytes}, of_context_{asked.phase == phase::decode} {
    workload work;
    work.phase = asked.phase;
    work.logits = asked.logits;
    work.mask = asked.mask.value_or(mask::model);
    std::optional<attention_core> core;
    if (choice)
      core = core_of_any_length(*choice, asked.mask, model, std::numeric_limits<std::int64_t>::max(), work.mask);
    name_ = core ? core->variant->name : "dense";
    text_ = core ? core->text() : "dense";
    formulas_.emplace(model, work, std::move(core));
  }

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }

  std::optional<swept_point> at(long long n) {
    const pass_sizes sizes = of_context_ ? pass_sizes{batch_, n, 1} : pass_sizes{batch_, context_, n};
    pass_figures found;
    try {
      if (!formulas_->figures(sizes, bytes_, found).empty()) return {};
      const integer core = formulas_->core_operations();
      return swept_point{core, found[unit_total] - core,
                         checked_add(checked_add(found[weights_bytes], found[cache_bytes]), found[peak_bytes])};
    } catch (const integer_overflow&) {
      return {};
    }
  }

 private:
  long long batch_, context_, bytes_;
  bool of_context_;
  std::string name_, text_;
  std::optional<pass_formulas> formulas_;
};

/// Operations at a length.
using cost_line = std::function<std::optional<integer>(long long)>;

/// Of the first and the second: -1 where the first costs less.
std::optional<int> order_at(const cost_line& first, const cost_line& second, long long n) {
  const auto a = first(n), b = second(n);
  if (!a || !b) return {};
  return *a < *b ? -1 : *a == *b ? 0 : 1;
}

/// An n at which the order is no longer what it was before, by halving.
std::optional<long long> change_between(const cost_line& a, const cost_line& b, long long before, long long after) {
  const auto start = order_at(a, b, before);
  while (after - before > 1) {
    const long long middle = before + (after - before) / 2;
    const auto order = order_at(a, b, middle);
    if (!order) return {};
    (order == start ? before : after) = middle;
  }
  return after;
}

void add_crossovers(length_sweep& into, const std::vector<cost_line>& lines, std::size_t a, std::size_t b) {
  for (std::size_t i = 0; i + 1 < into.lengths.size(); ++i) {
    const auto before = order_at(lines[a], lines[b], into.lengths[i]);
    const auto after = order_at(lines[a], lines[b], into.lengths[i + 1]);
    if (!before || !after || before == after) continue;
    const auto n = change_between(lines[a], lines[b], into.lengths[i], into.lengths[i + 1]);
    if (!n) continue;
    const int order = order_at(lines[a], lines[b], *n).value_or(0);
    into.crossovers.push_back({*n, order > 0 ? b : a, order > 0 ? a : b, order == 0});
  }
}

/// Of each two attentions, and of the report's and the rest of the model.
void add_crossovers(length_sweep& into, const std::vector<line_to_sweep>& all) {
  std::vector<cost_line> lines;
  for (const line_to_sweep& one : all)
    lines.emplace_back([&one](long long n) {
      const auto at = one.at(n);
      return at ? std::optional{at->core} : std::nullopt;
    });
  lines.emplace_back([&all](long long n) {
    const auto at = all.front().at(n);
    return at ? std::optional{at->rest} : std::nullopt;
  });
  for (std::size_t a = 0; a < all.size(); ++a)
    for (std::size_t b = a + 1; b < (a == 0 ? lines.size() : all.size()); ++b) add_crossovers(into, lines, a, b);
  std::sort(into.crossovers.begin(), into.crossovers.end(), [](const auto& x, const auto& y) {
    return std::tie(x.n, x.lesser, x.greater) < std::tie(y.n, y.lesser, y.greater);
  });
}

long long longest_of(const model_config& model, const report_options& asked) {
  const long long beside = asked.phase == phase::decode ? 1 : asked.context;
  return model.positions && model.context_length ? *model.context_length - beside : longest_swept;
}

/// Those that the layers can have at one of the lengths at least; the first is that of the report.
std::vector<one_attention> attentions_of(const model_config& model, const report_options& asked, number_format dtype,
                                         length_sweep& told) {
  std::vector<std::optional<attention_choice>> choices{asked.attention};
  for (const char* name : others) choices.push_back(read_attention(name));
  std::vector<one_attention> out;
  for (const auto& choice : choices) {
    try {
      one_attention one{model, asked, choice, bytes_of(dtype)};
      const auto known = [&](const one_attention& other) { return other.name() == one.name(); };
      if (std::any_of(out.begin(), out.end(), known)) continue;
      const bool possible =
          std::any_of(told.lengths.begin(), told.lengths.end(), [&](long long n) { return one.at(n).has_value(); });
      if (possible || out.empty())
        out.push_back(std::move(one));
      else
        told.left_out.push_back(one.name());
    } catch (const failure&) {
      told.left_out.emplace_back(choice ? choice->variant->name : "dense");
    }
  }
  return out;
}

}  // namespace

std::vector<long long> lengths_up_to(long long most) {
  std::vector<long long> out;
  for (long long n = std::min(first_length, std::max(most, 1LL)); n <= std::min(most, longest_swept); n *= 2)
    out.push_back(n);
  return out;
}

void sweep(length_sweep& into, const std::vector<line_to_sweep>& lines) {
  for (const line_to_sweep& one : lines) {
    into.lines.push_back({one.name, one.text, {}});
    for (const long long n : into.lengths) into.lines.back().points.push_back(one.at(n));
  }
  add_crossovers(into, lines);
}

length_sweep sweep_lengths(const model_config& model, const report_options& asked, const workload& work) {
  length_sweep out;
  const bool decodes = asked.phase == phase::decode;
  out.of = decodes ? "cached tokens" : "new tokens";
  out.n = decodes ? work.context : work.seq;
  out.lengths = lengths_up_to(longest_of(model, asked));
  std::vector<one_attention> all = attentions_of(model, asked, work.dtype, out);
  std::vector<line_to_sweep> lines;
  for (one_attention& one : all) lines.push_back({one.name(), one.text(), [&one](long long n) { return one.at(n); }});
  sweep(out, lines);
  return out;
}

}  // namespace conform::analyzer
