#pragma once
// checking: a variant's claims beside what its kernel really does, at one point: every kind of operation, peak memory,
// words moved and sent, and what each step costs. Nothing is looked up: the kernel runs.

#include <conform/attention/depth.hpp>
#include <conform/machine/traced.hpp>

namespace conform {

/// One step of a kernel, as the variant states it and as it was executed.
struct checked_step {
  const char *name, *meaning;
  operations<integer> claimed, counted;
};

/// Claimed and executed, at one point.
struct checked_point {
  operations<integer> claimed, counted;
  integer claimed_scratch{}, counted_scratch{};     ///< peak live elements beside inputs and outputs
  bool has_traffic = false;
  traffic<integer> claimed_traffic, counted_traffic;  ///< words, in an explicit scratchpad
  integer outside{};                                ///< words that the kernel used without staging them
  bool has_messages = false;
  messages<integer> claimed_messages, counted_messages;  ///< words, between devices
  bool has_depth = false;
  long long claimed_depth = 0, counted_depth = 0;   ///< operations one after the other, sums as trees
  list<checked_step> steps;                              ///< in the order in which the variant states them
  operations<integer> elsewhere;                         ///< executed in no step that is stated

  bool equal() const {
    return claimed == counted && claimed_scratch == counted_scratch &&
           (!has_traffic || (claimed_traffic == counted_traffic && outside == 0)) &&
           claimed_messages == counted_messages && claimed_depth == counted_depth && stepped();
  }
  /// Every step costs what is stated, nothing is done beside them, and they add up to the claim.
  bool stepped() const {
    for (const checked_step& one : steps)
      if (one.claimed != one.counted) return false;
    return elsewhere == operations<integer>{} && steps_claimed() == claimed;
  }
  /// What the steps are stated to cost together.
  operations<integer> steps_claimed() const {
    operations<integer> sum;
    for (const checked_step& one : steps) sum = sum + one.claimed;
    return sum;
  }
};

namespace checking {

constexpr operations<integer> exact(const operations<long long>& done) {
  return {done.mul, done.add, done.div,  done.exp, done.cmp, done.sqrt,
          done.log, done.tanh, done.erf, done.sin, done.cos, done.mac};
}
using conform::sizes_as;

/// What was executed in each step that is stated; the first of two of one name would take it all.
inline void take_rows(checked_point& out, const step_journal& done) {
  for (const step_row& row : done.rows) {
    std::size_t i = 0;
    while (i < out.steps.size() && !row.is(out.steps[i].name)) ++i;
    operations<integer>& into = i < out.steps.size() ? out.steps[i].counted : out.elsewhere;
    into = into + exact(row.done);
  }
}

}  // namespace checking

/// Runs V at these sizes, which must be possible, with an unlimited scratchpad.
template <class V>
checked_point check_at(const variant_sizes<long long>& sizes, unsigned long long seed = 1) {
  ledger book;
  trial<V, counted<double>> head(book, sizes, seed);
  const long long before = book.peak = book.live;
  scratchpad fast(~0ull >> 1);
  if (V::has_traffic) book.watch = &fast;
  step_journal done(book.done);
  book.steps = &done;
  head.run();
  done.settle(book.done);
  book.watch = nullptr, book.steps = nullptr;

  const auto at = checking::sizes_as<integer>(sizes);
  checked_point out;
  step_list<integer> stated;
  if constexpr (V::structured)
    out.claimed = V::claim_given(head.problem), stated = V::steps_given(head.problem);
  else
    out.claimed = V::claim(at), stated = V::steps(at);
  for (const kernel_step<integer>& one : stated.steps) out.steps.push_back({one.name, one.meaning, one.cost, {}});
  checking::take_rows(out, done);
  out.counted = checking::exact(book.done);
  out.claimed_scratch = V::scratch(at), out.counted_scratch = book.peak - before;
  if constexpr (V::has_traffic) {
    out.has_traffic = true;
    out.claimed_traffic = V::io(at), out.counted_traffic = {fast.loads, fast.stores};
    out.outside = fast.outside;
  }
  if constexpr (V::has_messages) {
    out.has_messages = true;
    out.claimed_messages = V::sent(at);
  }
  if constexpr (V::depth_formula != nullptr) {
    out.has_depth = sizes.n_q > 0 && sizes.n_k > 0 && sizes.d_k > 0 && sizes.d_v > 0;  // stated of no empty matrix
    const matrix_list given = V::inputs(sizes);
    for (int i = 0; i < given.count; ++i) out.has_depth = out.has_depth && given.at[i].rows > 0 && given.at[i].columns > 0;
    if (out.has_depth) out.claimed_depth = V::depth(sizes), out.counted_depth = executed_depth<V>(sizes, seed);
  }
  for (const long long words : book.sent) {
    out.counted_messages.all += words;
    out.counted_messages.device = max(out.counted_messages.device, integer{words});
  }
  return out;
}

}  // namespace conform
