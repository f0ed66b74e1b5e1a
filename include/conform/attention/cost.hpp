#pragma once
// cost_of: what a variant of attention claims, as formulas over its named sizes.
//   constexpr auto c = cost_of<dense>.with(n_q = n, n_k = n, d_k = d, d_v = d);
//   static_assert(c.matmul_flops == 4 * n * n * d);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/attention/pattern.hpp>
#include <conform/attention/variant.hpp>
#include <conform/machine/operations.hpp>
#include <conform/size/alphabet.hpp>
#include <conform/size/quantity.hpp>

namespace conform {

/// Every kind of operation, matmul FLOPs (2 a multiply-add of a matrix product), the unit total (every scalar
/// operation 1) and scratch (peak live elements beside inputs and output), F a formula. Convention Z.
template <class F>
struct cost {
  quantity<units::operation<"mul">, F> mul;
  quantity<units::operation<"add">, F> add;
  quantity<units::operation<"div">, F> div;
  quantity<units::operation<"exp">, F> exp;
  quantity<units::operation<"cmp">, F> cmp;
  quantity<units::operation<"sqrt">, F> sqrt;
  quantity<units::operation<"log">, F> log;
  quantity<units::operation<"tanh">, F> tanh;
  quantity<units::operation<"erf">, F> erf;
  quantity<units::operation<"sin">, F> sin;
  quantity<units::operation<"cos">, F> cos;
  quantity<units::matmul_flops, F> matmul_flops;
  quantity<units::unit_total, F> unit_total;
  quantity<units::elements, F> scratch;

  /// Calls f(name, quantity) for every member.
  template <class Visit>
  constexpr void each(Visit&& f) const {
    f("mul", mul), f("add", add), f("div", div), f("exp", exp), f("cmp", cmp), f("sqrt", sqrt), f("log", log);
    f("tanh", tanh), f("erf", erf), f("sin", sin), f("cos", cos);
    f("matmul_flops", matmul_flops), f("unit_total", unit_total), f("scratch", scratch);
  }

  /// The cost with some sizes replaced by numbers, sizes or formulas.
  /// refuses  size_unknown, size_bound_twice, size_value_invalid
  template <class... B, class Why = binding_refusal<F, false, B...>>
    requires std::same_as<Why, accepted>
  constexpr auto with(B... b) const {
    return cost<decltype(mul.formula.with(b...))>{
        {mul.formula.with(b...)},          {add.formula.with(b...)},        {div.formula.with(b...)},
        {exp.formula.with(b...)},          {cmp.formula.with(b...)},        {sqrt.formula.with(b...)},
        {log.formula.with(b...)},          {tanh.formula.with(b...)},       {erf.formula.with(b...)},
        {sin.formula.with(b...)},          {cos.formula.with(b...)},        {matmul_flops.formula.with(b...)},
        {unit_total.formula.with(b...)},   {scratch.formula.with(b...)}};
  }
  template <class... B, class Why = binding_refusal<F, false, B...>>
    requires(!std::same_as<Why, accepted>)
  Why with(B... b) const;
};

namespace costing {

/// The words that freezing p takes.
constexpr int length_of(const polynomial& p) {
  int words = 1;
  for (const term& t : p.terms()) {
    words += 3;
    for (const factor& f : t.factors) {
      words += 3;
      for (const polynomial& argument : f.arguments) words += length_of(argument);
    }
  }
  return words;
}

/// The room that the longest of some formulas needs.
struct room {
  int terms = 1, words = 4, degree = 0;

  constexpr void hold(const polynomial& p) {
    const int needed = static_cast<int>(p.terms().size());
    if (needed > terms) terms = needed;
    for (const term& t : p.terms())
      if (t.degree() > degree) degree = t.degree();
    const int length = length_of(p);
    if (length > words) words = length;
  }
};

constexpr bool same(const char* a, const char* b) { return freezing::compare({a, 0}, {b, 0}) == 0; }

/// n stands for n_q and n_k, d for the widths of a pair.
constexpr bool stands_for(const char* letter, const char* size) {
  if (same(letter, "n")) return same(size, "n_q") || same(size, "n_k");
  if (same(letter, "d")) return same(size, "d_k") || same(size, "d_v") || same(size, "d_m");
  return same(letter, size);
}

/// The sizes of a variant as formulas: those of its alphabet by their ids, n_q as 1 where it is none of them (decode).
template <class... S>
constexpr variant_sizes<polynomial> formulas_of(symbols<S...>) {
  variant_sizes<polynomial> out;
  out.n_q = polynomial{integer{1}};
  const freezing::label names[]{freezing::label_of<S>...};
  out.each([&](const char* name, polynomial& size) {
    for (std::size_t i = 0; i < sizeof...(S); ++i)
      if (stands_for(names[i].name, name)) size = polynomial::symbol(static_cast<int>(i));
  });
  return out;
}

template <class Variant>
concept has_formula_alphabet = requires { typename Variant::formula_alphabet; };

template <class Variant>
struct alphabet_of {
  using type = typename Variant::alphabet;
};
template <class Variant>
  requires has_formula_alphabet<Variant>
struct alphabet_of<Variant> {
  using type = typename Variant::formula_alphabet;
};
/// The sizes of the formulas of a variant.
template <class Variant>
using alphabet = typename alphabet_of<Variant>::type;

template <class Variant, pattern Keys>
constexpr operations<polynomial> operations_of() {
  const variant_sizes<polynomial> s = formulas_of(alphabet<Variant>{});
  if constexpr (Keys == full)
    return Variant::claim(s);
  else
    return Variant::claim(s, Keys);
}
template <class Variant>
constexpr polynomial scratch_of() {
  return Variant::scratch(formulas_of(alphabet<Variant>{}));
}

template <class Variant, pattern Keys>
constexpr room room_for() {
  room out;
  const operations<polynomial> done = operations_of<Variant, Keys>();
  done.each([&](const char*, const polynomial& count) { out.hold(count); });
  out.hold(done.matmul_flops());
  out.hold(done.unit_total());
  out.hold(scratch_of<Variant>());
  return out;
}

template <class Variant, pattern Keys>
constexpr auto make() {
  constexpr room r = room_for<Variant, Keys>();
  const operations<polynomial> o = operations_of<Variant, Keys>();
  auto frozen = [&](const polynomial& p) { return freeze<alphabet<Variant>, r.terms, r.words, r.degree>(p); };
  using formula = decltype(frozen(o.mul));
  return cost<formula>{{frozen(o.mul)},  {frozen(o.add)},  {frozen(o.div)},
                       {frozen(o.exp)},  {frozen(o.cmp)},  {frozen(o.sqrt)},
                       {frozen(o.log)},  {frozen(o.tanh)}, {frozen(o.erf)},
                       {frozen(o.sin)},  {frozen(o.cos)},  {frozen(o.matmul_flops())},
                       {frozen(o.unit_total())}, {frozen(scratch_of<Variant>())}};
}

}  // namespace costing

/// The claims of a variant, for one head; of those whose claim takes a pattern (dense), over its keys.
template <class Variant, pattern Keys = full>
inline constexpr auto cost_of = costing::make<Variant, Keys>();

}  // namespace conform

#pragma GCC diagnostic pop
