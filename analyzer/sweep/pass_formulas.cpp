#include "sweep/pass_formulas.hpp"

#include <conform/size/atoms.hpp>

namespace conform::analyzer {
namespace {

/// Sizes of the flat formulas: the workload, then what one head of another attention does: a count of each kind, mac
/// and scratch.
enum slot : std::size_t { batch_slot, seq_slot, context_slot, count_slots };
constexpr std::size_t core_counts = scalar_kind_count + 2;

}  // namespace

pass_formulas::pass_formulas(const model_config& model, const workload& work, std::optional<attention_core> core)
    : core_{std::move(core)}, formulas_{count_slots + (core_ ? core_counts : 0)} {
  const metered_model m = core_ ? metered_over_counts(model, work) : metered(model, work, {});
  const metered_place total = m.total();
  parameters_ = add(m, total.parameters);
  matmul_flops_ = add(m, total.done.matmul_flops());
  unit_total_ = add(m, total.done.unit_total());
  core_operations_ = add(m, m.total("attention.core").done.unit_total());
  cache_ = add(m, m.cache);
  one_token_ = add(m, m.with(m.with(m.with(m.cache, "batch", 1), "context", 0), "seq", 1));
  for (const memory_peak& peak : m.peaks) peaks_.push_back(add(m, peak.live));
  slots_.resize(formulas_.slots());
  if (!core_) return;
  has_queries_ = uses(*core_->variant, "n_q");
  one_length_ = has_one_length(*core_->variant);
}

/// The numbers of the model are no longer sizes of what is left.
std::size_t pass_formulas::add(const metered_model& m, const polynomial& formula) {
  const auto value = [&](int id) {
    const auto place = static_cast<std::size_t>(id);
    if (place >= m.values.size()) return polynomial::symbol(static_cast<int>(count_slots + place - m.values.size()));
    const std::string_view name = m.values[place].name;
    return name == "batch"     ? polynomial::symbol(batch_slot)
           : name == "seq"     ? polynomial::symbol(seq_slot)
           : name == "context" ? polynomial::symbol(context_slot)
                               : polynomial{integer{m.values[place].value}};
  };
  const polynomial left = evaluate_in<polynomial>(formula, value);
  identity_ += m.text_of(left) + '\n';
  return formulas_.add(left);
}

/// The claim of another attention at these lengths.
std::string_view pass_formulas::count_head(const pass_sizes& at) {
  const variant_entry& variant = *core_->variant;
  if (!has_queries_ && at.seq != 1) return "USAGE";
  if (one_length_ && at.context != 0) return "IMPOSSIBLE";
  core_->at.n_q = at.seq;
  core_->at.n_k = at.context + at.seq;
  if (variant.impossible(core_->at) != nullptr) return "IMPOSSIBLE";
  const operations<integer> done = variant.claim(core_->at);
  std::size_t next = count_slots;
  done.each([&](const char*, integer count) { slots_[next++] = count; });
  slots_[next++] = done.mac;
  slots_[next] = variant.scratch(core_->at);
  return "";
}

std::string_view pass_formulas::figures(const pass_sizes& at, integer bytes, pass_figures& out) {
  slots_[batch_slot] = at.batch, slots_[seq_slot] = at.seq, slots_[context_slot] = at.context;
  if (core_) {
    if (const std::string_view code = count_head(at); !code.empty()) return code;
  }
  formulas_.evaluate(slots_);
  integer peak = 0;
  for (const std::size_t one : peaks_) peak = max(peak, slots_[one]);
  out[parameters] = slots_[parameters_], out[matmul_flops] = slots_[matmul_flops_];
  out[unit_total] = slots_[unit_total_];
  out[weights_bytes] = checked_mul(bytes, slots_[parameters_]);
  out[token_bytes] = checked_mul(bytes, slots_[one_token_]);
  out[cache_bytes] = checked_mul(bytes, slots_[cache_]);
  out[peak_bytes] = checked_mul(bytes, peak);
  return "";
}

}  // namespace conform::analyzer
