#pragma once
// contract_fast: any contraction of plain numbers as products of two matrices, which kernel/matrix.hpp computes.

#include <conform/kernel/matrix.hpp>
#include <conform/kernel/parallel.hpp>
#include <conform/kernel/workspace.hpp>
#include <conform/operation/alignment.hpp>
#include <conform/shape/pairing.hpp>

namespace conform::contracting {

using planning::digits, planning::pairing;

constexpr std::ptrdiff_t step(const layout& l, int place) { return place != digits::none ? l.stride[place] : 0; }

/// The longest loop, taken out of the nest; one of count 1 and no steps from an empty nest. Of equals the innermost.
template <int K>
loop<K> take_longest(nest<K>& from) {
  loop<K> out;
  if (from.depth == 0) return out;
  int at = from.depth - 1;
  for (int i = at; i-- > 0;)
    if (from.loops[i].count > from.loops[at].count) at = i;
  out = from.loops[at];
  for (--from.depth; at < from.depth; ++at) from.loops[at] = from.loops[at + 1];
  return out;
}

/// The axes of one kind as one loop over a, b and out, while they lie evenly; see aligning::add_fused.
struct one_loop {
  loop<3> whole;
  bool is_even = true;

  CONFORM_INLINE void add(long long count, std::ptrdiff_t a, std::ptrdiff_t b, std::ptrdiff_t out) {
    if (count == 1) return;
    is_even = is_even && (whole.count == 1 ||
                          (whole.step[0] == count * a && whole.step[1] == count * b && whole.step[2] == count * out));
    whole.count = is_even ? whole.count * count : count;
    whole.step[0] = a, whole.step[1] = b, whole.step[2] = out;
  }
};

/// The whole contraction as one product of matrices, where it is one; most are. Extents are not 0.
template <class M>
bool is_one_product(const pairing& plan, const layout& la, const layout& lb, const layout& lo, M& whole) {
  one_loop rows, columns, terms;
  for (int i = 0; i < plan.kept; ++i) {
    const int in_a = plan.keep_a[i], in_b = plan.keep_b[i];
    const long long count = lo.extent.at[i];
    if (in_b == digits::none)
      rows.add(count, la.stride[in_a], 0, lo.stride[i]);
    else if (in_a == digits::none)
      columns.add(count, 0, lb.stride[in_b], lo.stride[i]);
    else if (count != 1)
      return false;
  }
  for (int i = 0; i < plan.summed; ++i)
    terms.add(la.extent.at[plan.sum_a[i]], la.stride[plan.sum_a[i]], lb.stride[plan.sum_b[i]], 0);
  whole.rows = rows.whole.count, whole.columns = columns.whole.count, whole.terms = terms.whole.count;
  whole.row_a = rows.whole.step[0], whole.term_a = terms.whole.step[0], whole.term_b = terms.whole.step[1];
  whole.column_b = columns.whole.step[1], whole.row_out = rows.whole.step[2];
  whole.column_out = columns.whole.step[2];
  return rows.is_even && columns.is_even && terms.is_even;
}

/// Loops over a, b and out that no product of matrices has room for, and that product.
template <class M>
struct as_matrices {
  nest<3> outside;  ///< carried axes, and rows and columns that do not lie evenly
  nest<2> summed;   ///< terms that do not
  M inner{};
  long long outside_count = 1;

  as_matrices(const pairing& plan, const layout& la, const layout& lb, const layout& lo) {
    nest<3> rows, columns;
    for (int i = 0; i < plan.kept; ++i) {
      const bool in_a = plan.keep_a[i] != digits::none, in_b = plan.keep_b[i] != digits::none;
      aligning::add_fused(in_a && in_b ? outside
                          : in_a       ? rows
                                       : columns,
                          lo.extent.at[i], {step(la, plan.keep_a[i]), step(lb, plan.keep_b[i]), lo.stride[i]});
    }
    for (int i = 0; i < plan.summed; ++i)
      aligning::add_fused(summed, la.extent.at[plan.sum_a[i]], {la.stride[plan.sum_a[i]], lb.stride[plan.sum_b[i]]});
    const loop<3> row = take_longest(rows), column = take_longest(columns);
    const loop<2> term = take_longest(summed);
    inner.rows = row.count, inner.columns = column.count, inner.terms = term.count;
    inner.row_a = row.step[0], inner.term_a = term.step[0], inner.term_b = term.step[1];
    inner.column_b = column.step[1], inner.row_out = row.step[2], inner.column_out = column.step[2];
    for (const nest<3>* more : {&rows, &columns})
      for (int i = 0; i < more->depth; ++i) outside.add(more->loops[i].count, more->loops[i].step);
    outside_count = points_of(outside);
  }
};

/// Multiply-adds that are worth a thread, and that are too few for a kernel to be called for.
inline constexpr long long worth_a_thread = 1 << 21, too_few = 32;

/// A small product whose columns lie side by side, on vectors of half the size where its columns need no more. Its
/// sums are the same on any vector.
template <class T, class A, class B>
void run_small(const kernel::matrices<T, A, B>& m) {
  using V = kernel::lanes<T>;
  if constexpr (kernel::register_bytes > 16) {
    using half = kernel::lanes<T, V::width / 2>;
    if (m.columns <= half::width)
      return kernel::small::one_panel<half>(m, kernel::workspace<T>(kernel::small::cells<half>(m)));
  }
  kernel::small::product<V>(m, kernel::workspace<T>(kernel::small::cells<V>(m)));
}

/// each(m, whether it is turned), in the order that is better computed.
template <class M, class Each>
void in_better_order(const M& given, const Each& each) {
  if (kernel::is_better_turned(given))
    each(kernel::turned(given), std::true_type{});
  else
    each(given, std::false_type{});
}

/// One product of matrices, by parts where it is worth threads.
template <class T, class A, class B>
void run_one(const kernel::matrices<T, A, B>& given) {
  using V = kernel::lanes<T>;
  const bool is_little = given.rows * given.columns * given.terms < 2 * worth_a_thread;
  if (is_little && given.column_out == 1 && kernel::is_small(given)) return run_small(given);
  in_better_order(given, [&](const auto& m, auto) {
    const kernel::way by = kernel::way_of<V>(m);
    const std::ptrdiff_t threads = is_little ? 1 : kernel::workers_for(kernel::most_workers);
    const std::ptrdiff_t cells = kernel::workspace_cells<V>(m, by);
    if (threads == 1) return kernel::multiply<V>(m, by, kernel::workspace<T>(cells));
    const std::ptrdiff_t room = kernel::blocking::up(cells, 16);
    T* const workspace = kernel::workspace<T>(room * threads);
    kernel::in_parallel(threads, [&](std::ptrdiff_t i) {
      kernel::multiply<V>(kernel::part_of<V>(m, i, threads), by, workspace + i * room);
    });
  });
}

/// The commonest contraction needs no layouts: row-major operands of two axes each, one of them summed. No extent is 0,
/// and the result's cells can be counted.
template <class M>
constexpr bool is_of_two_matrices(const pairing& plan, M& whole) {
  const planning::axis_list a = plan.a, b = plan.b;
  constexpr long long most = 1 << 28;
  if (plan.summed != 1 || plan.kept != 2 || a.rank != 2 || b.rank != 2) return false;
  const int in_a = plan.sum_a[0], in_b = plan.sum_b[0];
  const long long rows = a.axes[1 - in_a].extent, columns = b.axes[1 - in_b].extent, terms = a.axes[in_a].extent;
  whole.rows = rows, whole.columns = columns, whole.terms = terms;
  whole.row_a = in_a == 1 ? terms : 1, whole.term_a = in_a == 1 ? 1 : rows;
  whole.column_b = in_b == 1 ? terms : 1, whole.term_b = in_b == 1 ? 1 : columns;
  whole.row_out = columns, whole.column_out = 1;
  return rows > 0 && columns > 0 && terms > 0 && rows <= most && columns <= most;
}

/// Every product of the contraction, of which `whole` is the one without its places: that of a is `x` if it is turned.
template <bool Turned, class M, class All, class T, class A, class B>
void run_each(const M& whole, const All& all, const A* a, const B* b, T* out) {
  using V = kernel::lanes<T>;
  const kernel::way by = kernel::way_of<V>(whole);
  const auto product = [&](const offsets<3>& at, long long which, long long parts, T* workspace) {
    M part = whole;
    part.out = out + at.at[2];
    walk(all.summed, [&](const offsets<2>& p) {
      const A* left = a + at.at[0] + p.at[0];
      const B* right = b + at.at[1] + p.at[1];
      if constexpr (Turned)
        part.a = right, part.b = left;
      else
        part.a = left, part.b = right;
      kernel::multiply<V>(parts > 1 ? kernel::part_of<V>(part, which, parts) : part, by, workspace);
      part.adds = true;
    });
  };
  const std::ptrdiff_t cells = kernel::blocking::up(kernel::workspace_cells<V>(whole, by), 16);
  const long long each = whole.rows * whole.columns * whole.terms;
  const long long threads =
      all.outside_count * each < 2 * worth_a_thread ? 1 : kernel::workers_for(kernel::most_workers);
  if (threads == 1) {
    T* const workspace = kernel::workspace<T>(cells);
    walk(all.outside, [&](const offsets<3>& at) { product(at, 0, 1, workspace); });
  } else {
    const long long parts = all.outside_count >= 2 * threads ? 1 : threads, count = all.outside_count * parts;
    const std::ptrdiff_t workers = kernel::workers_for(count);
    T* const workspace = kernel::workspace<T>(cells * workers);
    kernel::in_parallel(count, [&](std::ptrdiff_t i) {
      product(point_of(all.outside, i / parts), i % parts, parts, workspace + i % workers * cells);
    });
  }
}

/// Like run, for numbers that vectors hold; false where small products are so many that loops are better. Sums are
/// those of kernel::multiply, whatever the number of threads, and whatever cells the numbers are read from.
template <class T, class A, class B>
bool run_fast(const pairing& plan, const A* a, const layout& la, const B* b, const layout& lb, T* out,
              const layout& lo) {
  using M = kernel::matrices<T, A, B>;
  for (int i = 0; i < plan.kept; ++i)
    if (lo.extent.at[i] == 0) return true;
  for (int i = 0; i < plan.summed; ++i)
    if (la.extent.at[plan.sum_a[i]] == 0) return false;
  if (M whole; is_one_product(plan, la, lb, lo, whole)) {
    whole.a = a, whole.b = b, whole.out = out;
    run_one(whole);
    return true;
  }

  const as_matrices<M> all(plan, la, lb, lo);
  const long long each = all.inner.rows * all.inner.columns * all.inner.terms;
  if (each < too_few && all.outside_count > 1) return false;

  in_better_order(all.inner, [&](const auto& whole, auto turned) { run_each<turned.value>(whole, all, a, b, out); });
  return true;
}

}  // namespace conform::contracting
