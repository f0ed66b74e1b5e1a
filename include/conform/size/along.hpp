#pragma once
// What a formula does along x_i = t^w_i as t grows: its leading power of t, certified or not at all.

#include <conform/size/envelope.hpp>

namespace conform::growing {

/// About coefficient · t^power: every limit of value / t^power lies in [low, high].
struct leading {
  enum class state { zero, known, unknown };
  state is = state::zero;
  integer power = 0;
  rational low, high;

  constexpr bool positive() const { return is == state::known && low > rational{}; }
};

constexpr leading leading_of(const polynomial& p, const exponents& along);

constexpr leading leading_of(const factor& f, const exponents& along) {
  using enum leading::state;
  if (f.kind == atom_kind::symbol) return {known, along[static_cast<std::size_t>(f.id)], rational{1}, rational{1}};
  const leading lost{unknown, 0, {}, {}};
  leading first = leading_of(f.arguments[0], along);
  if (f.kind == atom_kind::ceil_div) {
    const leading divisor = leading_of(f.arguments[1], along);
    if (!first.positive() || !divisor.positive()) return lost;
    first.power = checked_sub(first.power, divisor.power);
    first.low = first.low / divisor.high, first.high = first.high / divisor.low;
    if (first.power > 0) return first;
    if (first.power < 0) return {known, 0, rational{1}, rational{1}};
    // near a whole number the ceiling may fall on either side
    first.low = max(rational{1}, rational{floor_div(first.low.num, first.low.den)});
    first.high = rational{checked_add(floor_div(first.high.num, first.high.den), 1)};
    return first;
  }
  const bool least = f.kind == atom_kind::min;
  for (const polynomial& q : f.arguments) {
    const leading next = leading_of(q, along);
    if (next.is == unknown) return lost;
    if (!least && !next.positive()) continue;
    if (least && !next.positive()) return lost;
    if (!first.positive() || (least ? next.power < first.power : next.power > first.power)) {
      first = next;
    } else if (next.power == first.power) {
      first.low = least ? min(first.low, next.low) : max(first.low, next.low);
      first.high = least ? min(first.high, next.high) : max(first.high, next.high);
    }
  }
  return first.positive() ? first : lost;
}

constexpr leading leading_of(const term& t, const exponents& along) {
  leading out{leading::state::known, 0, t.coefficient, t.coefficient};
  for (const factor& f : t.factors) {
    const leading one = leading_of(f, along);
    if (!one.positive()) return {leading::state::unknown, 0, {}, {}};
    for (int i = 0; i < f.power; ++i) {
      out.power = checked_add(out.power, one.power);
      const bool up = t.coefficient > rational{};
      out.low = out.low * (up ? one.low : one.high);
      out.high = out.high * (up ? one.high : one.low);
    }
  }
  return out;
}

/// The highest power whose terms do not cancel. Terms with atoms have corrections of lower order, so beneath a
/// cancelled power with atoms nothing is known.
constexpr leading leading_of(const polynomial& p, const exponents& along) {
  list<leading> all;
  list<bool> exact;
  for (const term& t : p.terms()) {
    all.push_back(leading_of(t, along));
    if (all.back().is == leading::state::unknown) return all.back();
    bool plain = true;
    for (const factor& f : t.factors) plain = plain && f.kind == atom_kind::symbol;
    exact.push_back(plain);
  }
  for (;;) {
    leading top;
    for (const leading& one : all)
      if (one.is == leading::state::known && (top.is == leading::state::zero || one.power > top.power)) top = one;
    if (top.is == leading::state::zero) return top;
    top.low = top.high = rational{};
    bool plain = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].is != leading::state::known || all[i].power != top.power) continue;
      top.low = top.low + all[i].low, top.high = top.high + all[i].high;
      plain = plain && exact[i];
      all[i].is = leading::state::zero;
    }
    if (top.low > rational{} || top.high < rational{}) return top;
    if (!plain) return {leading::state::unknown, 0, {}, {}};
  }
}

/// No more than a constant times t to this power; false where nothing is proved. An empty envelope grows by no power.
struct ceiling {
  bool known = false, none = true;
  integer power = 0;
};

constexpr ceiling ceiling_of(const polynomial& p, int sizes, const exponents& along) {
  if (!has_atoms(p)) {
    const leading top = leading_of(p, along);
    return {true, !top.positive(), top.power};
  }
  const envelope all = above(p, sizes);
  ceiling out{all.known, true, 0};
  for (const part& one : all.parts) {
    integer least = weight(one.least[0], along);
    for (const exponents& x : one.least) least = min(least, weight(x, along));
    out.power = out.none ? least : max(out.power, least);
    out.none = false;
  }
  return out;
}

}  // namespace conform::growing
