#include "comparison/crossovers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "proof/formula_bounds.hpp"
#include "proof/formula_signs.hpp"
#include "text/number_text.hpp"

namespace conform::analyzer {
namespace {

constexpr integer few_numbers = 1'048'576;   // evaluated one by one: a second
constexpr integer most_numbers = 8'388'608;  // ... several

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

/// How many numbers have no known sign.
integer unknown(const std::vector<sign_run>& runs) {
  integer out = 0;
  for (const sign_run& run : runs)
    if (run.sign == unknown_sign) out += run.to - run.from + 1;
  return out;
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
  const auto each_number = [&](long long begin, long long end) {
    for (long long n = begin; n <= end; ++n)
      if (first_possible.at(n) && second_possible.at(n))
        changes.take({n, n, sign_of(checked_sub(first.value(n), second.value(n)))});
  };
  std::vector<sign_run> plain{{from, to, unknown_sign}};
  if (first.formula && second.formula) {
    const polynomial difference = *first.formula - *second.formula;
    plain = plain_signs(difference, from, to);
    if (unknown(plain) > few_numbers && walk_signs(difference, from, to, [&](const sign_run& run) { changes.take(run); }))
      return out;
  }
  const integer numbers = unknown(plain);
  if (numbers > most_numbers) {
    out.undecided = fmt::format(
        "a claim has no formula that can be taken apart here, and the range has {} lengths at which the order is not plain, "
        "more than the {} at which claims are evaluated one by one; expected a shorter range",
        grouped(numbers), grouped(most_numbers));
    return out;
  }
  for (const sign_run& run : plain) run.sign == unknown_sign ? each_number(run.from, run.to) : changes.take(run);
  return out;
}

}  // namespace conform::analyzer
