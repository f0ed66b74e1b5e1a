// Steps of kernels in constant evaluation: what is booked in each is what the variant states, and nothing else.
#include <conform/attention/checking.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/flash2.hpp>

using namespace conform;

namespace {

template <class N>
constexpr variant_sizes<N> small() {
  variant_sizes<N> s;
  s.n_q = 2, s.n_k = 3, s.d_k = 2, s.d_v = 1, s.B_r = 2, s.B_c = 2;
  return s;
}

/// The steps that V states are those that it executes, and cost what they are stated to cost.
template <class V>
constexpr bool executes_its_steps() {
  ledger book;
  trial<V, counted<double>> head(book, small<long long>());
  step_journal done(book.done);
  book.steps = &done;
  head.run();
  done.settle(book.done);
  const step_list<integer> stated = V::steps(small<integer>());
  for (const step_row& row : done.rows) {
    operations<integer> cost;
    for (const kernel_step<integer>& one : stated.steps)
      if (row.is(one.name)) cost = one.cost;
    if (checking::exact(row.done) != cost) return false;
  }
  return done.rows.size() == stated.steps.size() + 1 && stated.total() == checking::exact(book.done);
}
static_assert(executes_its_steps<dense>());
static_assert(executes_its_steps<dense_causal>());
static_assert(executes_its_steps<flash2_lse>());

/// A journal changes neither results nor counts, memory among them.
template <class V>
constexpr bool a_journal_changes_nothing() {
  ledger book, watched;
  trial<V, counted<double>> one(book, small<long long>()), other(watched, small<long long>());
  trial<V, double> plain(machine<double>{}, small<long long>());
  step_journal done(watched.done);
  watched.steps = &done;
  one.run(), other.run(), plain.run();
  for (long long i = 0; i < 2; ++i) {
    const double result = plain.problem.out.cell(i, 0);
    if (one.problem.out.cell(i, 0).value != result || other.problem.out.cell(i, 0).value != result) return false;
  }
  return book.done == watched.done && book.loads == watched.loads && book.stores == watched.stores &&
         book.live == watched.live && book.peak == watched.peak;
}
static_assert(a_journal_changes_nothing<flash2>());

/// What is done before the first step, and where a step begins again.
constexpr bool books_by_step() {
  ledger book;
  const machine<counted<double>> on = book;
  const counted<double> x = on.number(2);
  [[maybe_unused]] counted<double> y = x * x;  // before there is a journal: booked nowhere
  step_journal done(book.done);
  book.steps = &done;
  y = x + x;
  begin_step(on, "first");
  y = x * x;
  begin_step(on, "second");
  y = x / x;
  begin_step(on, "first");
  y = x * x;
  done.settle(book.done);
  if (done.rows.size() != 3) return false;
  const step_row &outside = done.rows[0], &first = done.rows[1], &second = done.rows[2];
  return outside.is("") && outside.done.unit_total() == 1 && outside.done.add == 1 && first.is("first") &&
         first.done.unit_total() == 2 && first.done.mul == 2 && second.is("second") && !second.is("sec") &&
         second.done.unit_total() == 1 && second.done.div == 1;
}
static_assert(books_by_step());

}  // namespace
