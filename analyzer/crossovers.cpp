#include "crossovers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formula_signs.hpp"
#include "number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr integer most_steps = 268'435'456;  // 2^28: seconds

/// Takes runs in order and keeps the lengths at which the sign is another than before.
class change_list {
 public:
  change_list(pair_order& into, const possible_lengths& first, const possible_lengths& second)
      : into_{into}, first_{first}, second_{second}, all_{first.all() && second.all()} {}

  void take(const sign_run& run) {
    if (run.sign == now_) return;
    long long n = run.from;
    if (!all_)
      while (n <= run.to && !(first_.at(n) && second_.at(n))) ++n;
    if (n > run.to) return;
    const order_at change{n, run.sign};
    if (!into_.start) {
      into_.start = change;
    } else {
      if (into_.changes.size() < most_listed) into_.changes.push_back(change);
      into_.last = change;
      ++into_.count;
    }
    now_ = run.sign;
  }

 private:
  pair_order& into_;
  const possible_lengths &first_, &second_;
  bool all_;
  int now_ = 2;  ///< no sign
};

/// Of evaluating a cost at every length.
integer steps_of(const cost_of_length& cost, integer from, integer to) {
  const integer count = to - from + 1;
  return cost.tile ? count + (from + to) * count / 2 / *cost.tile : count;
}

}  // namespace

possible_lengths::possible_lengths(long long from, long long to, const std::function<bool(long long)>& possible)
    : from_{from} {
  for (long long n = from; n <= to; ++n) {
    if (possible(n)) {
      if (!possible_.empty()) possible_.push_back(true);
      continue;
    }
    if (possible_.empty()) possible_.assign(static_cast<std::size_t>(n - from), true);
    possible_.push_back(false);
  }
}

long long possible_lengths::first_impossible() const {
  return from_ + (std::find(possible_.begin(), possible_.end(), false) - possible_.begin());
}

pair_order order_of(const cost_of_length& first, const possible_lengths& first_possible, const cost_of_length& second,
                    const possible_lengths& second_possible, long long from, long long to) {
  pair_order out{};
  change_list changes{out, first_possible, second_possible};
  if (first.formula && second.formula) {
    const polynomial difference = *first.formula - *second.formula;
    if (walk_signs(difference, from, to, [&](const sign_run& run) { changes.take(run); })) return out;
  }
  const integer steps = steps_of(first, from, to) + steps_of(second, from, to);
  if (steps > most_steps) {
    out.undecided = fmt::format(
        "a claim has no formula that can be taken apart here, and summing it at every n takes {} "
        "steps, more than the {} that are done",
        grouped(steps), grouped(most_steps));
    return out;
  }
  for (long long n = from; n <= to; ++n) changes.take({n, n, sign_of(checked_sub(first.value(n), second.value(n)))});
  return out;
}

}  // namespace conform::analyzer
