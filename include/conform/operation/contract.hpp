#pragma once
// contract: sum of products over named axes.

#include <conform/machine/counted.hpp>
#include <conform/operation/contract_fast.hpp>
#include <conform/operation/real.hpp>
#include <conform/shape/pairing.hpp>
#include <conform/tensor/shaped.hpp>

namespace conform {
namespace contracting {

/// The extents of the result.
template <class N>
constexpr extents<N> kept_extents(const pairing& plan, const extents<N>& a, const extents<N>& b) {
  extents<N> out;
  for (; out.rank < plan.kept; ++out.rank)
    out.at[out.rank] =
        plan.keep_a[out.rank] != digits::none ? a.at[plan.keep_a[out.rank]] : b.at[plan.keep_b[out.rank]];
  return out;
}

/// Each kept axis is a loop over both operands and the result; each summed axis a loop over both operands. Cells A and
/// B are read as numbers T. Plain numbers go to kernel/matrix.hpp at run time.
template <class T, class A, class B>
constexpr void run(const pairing& plan, const A* a, const layout& la, const B* b, const layout& lb, T* out,
                   const layout& lo, machine<T> on) {
  if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>)
    if (!std::is_constant_evaluated() && run_fast(plan, a, la, b, lb, out, lo)) return;
  nest<3> kept;
  for (int i = 0; i < plan.kept; ++i)
    kept.add(lo.extent.at[i], {step(la, plan.keep_a[i]), step(lb, plan.keep_b[i]), lo.stride[i]});
  nest<2> summed;
  for (int i = 0; i < plan.summed; ++i)
    summed.add(la.extent.at[plan.sum_a[i]], {la.stride[plan.sum_a[i]], lb.stride[plan.sum_b[i]]});
  walk(kept, [&](const offsets<3>& at) {
    T sum = on.number(0);
    walk(summed, [&](const offsets<2>& p) {
      sum = arithmetic::multiply_add(sum, static_cast<T>(arithmetic::load(a[at.at[0] + p.at[0]])),
                                     static_cast<T>(arithmetic::load(b[at.at[1] + p.at[1]])));
    });
    arithmetic::store(out[at.at[2]], sum);
  });
}

/// Convention Z: a sum of L products is L mul and L add, so every point of the kept and summed axes is one
/// multiply-add. Source: the definition of the matrix product; Golub and Van Loan, Matrix Computations, 1.1.
template <class N>
constexpr operations<N> claim(const pairing& plan, const extents<N>& a, const extents<N>& b) {
  N products = product(kept_extents(plan, a, b));
  for (int i = 0; i < plan.summed; ++i) products = products * a.at[plan.sum_a[i]];
  operations<N> out;
  out.mul = out.add = out.mac = products;
  return out;
}

template <class T, class Met>
using result = tensor_of<T, typename Met::result>;

/// The result's cells where all extents are numbers.
template <class A, class B>
constexpr auto made(const pairing& plan, const storage<A, symbols<>>& a, const storage<B, symbols<>>& b) {
  using T = number_read<A>;
  if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>)
    if (kernel::matrices<T, A, B> whole{}; !std::is_constant_evaluated() && is_of_two_matrices(plan, whole)) {
      const auto cells = static_cast<std::size_t>(whole.rows * whole.columns);
      storage<T, symbols<>> out(machine_read(a.on()), cells, {}, to_be_written{});
      whole.a = a.data(), whole.b = b.data(), whole.out = out.data();
      run_one(whole);
      return out;
    }
  const layout la = layout_of(plan.a, a), lb = layout_of(plan.b, b);
  const layout lo = row_major(kept_extents(plan, la.extent, lb.extent));
  const machine<T> on = common(machine_read(a.on()), machine_read(b.on()));
  storage<T, symbols<>> out(on, cell_count(lo.extent), {}, to_be_written{});
  run(plan, a.data(), la, b.data(), lb, out.data(), lo, on);
  return out;
}

/// The result of views, of named sizes, and of the metered machine.
template <class Result, class Met, class A, class B>
constexpr Result made_by_name(const A& a, const B& b) {
  const auto at =
      joined<typename Result::named>(machine_read(a.on()), a.sizes(), machine_read(b.on()), b.sizes());
  if constexpr (is_metered<number_of<A>>) {
    if (!at.on.at) return making::made<Result>(at, polynomial{});
    const auto ea = extents_of<shape_of<A>>(at.on, a.sizes()), eb = extents_of<shape_of<B>>(at.on, b.sizes());
    const polynomial made = product(kept_extents(Met::plan, ea, eb));
    at.on.at->claim(claim(Met::plan, ea, eb));
    at.on.at->move(product(ea) + product(eb) + made);
    return making::made<Result>(at, made);
  } else {
    const layout la = layout_of(Met::plan.a, a), lb = layout_of(Met::plan.b, b);
    const layout lo = row_major(kept_extents(Met::plan, la.extent, lb.extent));
    auto out = making::made<Result>(at, cell_count(lo.extent), to_be_written{});
    run(Met::plan, a.data(), la, b.data(), lb, out.data(), lo, at.on);
    return out;
  }
}

template <class Names, class A, class B>
using reason = typename planning::numbers_read_first<typename A::number, typename B::number>::template reason<
    meeting<Names, typename A::shape, typename B::shape>>;

}  // namespace contracting

/// out[i, j] = sum over f of a[i, f] * b[j, f]
/// shape    {query, head_dim} x {key, head_dim} -> {query, key}: a's axes in order, then those that only b has.
///          Axes of both that are not summed (batch, head) are carried.
/// numbers  one real type; bf16 is read as float, beside float or bf16, where it is multiplied, and the result is of
///          floats: exactly what the operands' cells as floats give. Rounding w to bf16 moves a result by at most
///          2^-8·(sum over f of |x[i, f]·w[f, o]|), both by (2^-7 + 2^-16) times that, for numbers of 2^-126 and above
/// cost     one mul and one add for each point of all axes (operations); no scratch (elements)
/// refuses  axis_missing, extents_differ, axis_repeated, numbers_differ, not_real
/// throws   size_mismatch
/// source   Vaswani et al. 2017, eq. 1; examples/contract.cpp
template <template <auto> class... X, tensor_like A, tensor_like B, class Why = contracting::reason<names<X...>, A, B>>
  requires std::is_same_v<Why, accepted>
constexpr auto contract(const A& a, const B& b) {
  using met = meeting<names<X...>, typename A::shape, typename B::shape>;
  using result = contracting::result<number_read<typename A::number>, met>;
  if constexpr (A::is_static && B::is_static)
    return result(contracting::made(met::plan, a, b));
  else
    return contracting::made_by_name<result, met>(a, b);
}
template <template <auto> class... X, tensor_like A, tensor_like B, class Why = contracting::reason<names<X...>, A, B>>
  requires(!std::is_same_v<Why, accepted>)
Why contract(const A& a, const B& b);

}  // namespace conform
