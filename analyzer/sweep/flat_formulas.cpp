#include "sweep/flat_formulas.hpp"

#include <conform/size/atoms.hpp>

namespace conform::analyzer {
namespace {

/// The least number that makes every coefficient whole.
integer denominator_of(const polynomial& formula) {
  integer out = 1;
  for (const term& t : formula.terms())
    out = checked_mul(out, t.coefficient.den / greatest_common_divisor(out, t.coefficient.den));
  return out;
}

}  // namespace

std::size_t flat_formulas::add_step(const step& next) {
  steps_.push_back(next);
  return slots_++;
}

std::size_t flat_formulas::slot_of(const factor& f) {
  if (f.kind == atom_kind::symbol) return static_cast<std::size_t>(f.id);
  for (const auto& [known, slot] : atoms_)
    if (canonical::order_base(known, f) == 0) return slot;
  std::vector<std::size_t> over;
  for (const polynomial& argument : f.arguments) over.push_back(add(argument));
  const std::size_t first = arguments_.size();
  arguments_.insert(arguments_.end(), over.begin(), over.end());
  const std::size_t slot = add_step({f.kind, {first, arguments_.size()}, 1});
  atoms_.emplace_back(f, slot);
  return slot;
}

std::size_t flat_formulas::add(const polynomial& formula) {
  const integer denominator = denominator_of(formula);
  std::vector<std::vector<flat_factor>> factors;  // atoms in them are terms of their own, which come first
  for (const term& t : formula.terms()) {
    factors.emplace_back();
    for (const factor& f : t.factors) factors.back().push_back({slot_of(f), f.power});
  }
  const std::size_t first = terms_.size();
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const rational& coefficient = formula.terms()[i].coefficient;
    const part own{factors_.size(), factors_.size() + factors[i].size()};
    factors_.insert(factors_.end(), factors[i].begin(), factors[i].end());
    terms_.push_back({checked_mul(coefficient.num, denominator / coefficient.den), own});
  }
  return add_step({{}, {first, terms_.size()}, denominator});
}

integer flat_formulas::sum(const step& of, std::span<const integer> slots) const {
  integer out = 0;
  for (std::size_t t = of.over.first; t < of.over.last; ++t) {
    integer product = terms_[t].coefficient;
    for (std::size_t f = terms_[t].factors.first; f < terms_[t].factors.last; ++f)
      for (int i = 0; i < factors_[f].power; ++i) product = checked_mul(product, slots[factors_[f].slot]);
    out = checked_add(out, product);
  }
  if (of.denominator == 1) return out;
  if (out % of.denominator != 0) throw not_whole{};
  return out / of.denominator;
}

integer flat_formulas::atom(const step& of, std::span<const integer> slots) const {
  integer out = slots[arguments_[of.over.first]];
  for (std::size_t i = of.over.first + 1; i < of.over.last; ++i) {
    const integer next = slots[arguments_[i]];
    if (of.atom == atom_kind::ceil_div && next <= 0) throw not_whole{};
    out = of.atom == atom_kind::ceil_div ? ceil_div(out, next)
          : of.atom == atom_kind::min    ? min(out, next)
                                         : max(out, next);
  }
  return out;
}

void flat_formulas::evaluate(std::span<integer> slots) const {
  std::size_t slot = slots_ - steps_.size();
  for (const step& next : steps_) {
    slots[slot] = next.atom ? atom(next, slots) : sum(next, slots);
    ++slot;
  }
}

}  // namespace conform::analyzer
