#include "proof/bound_values.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "size_words.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr int largest_root = 64;
constexpr int settled_root = 4;  // beyond, settling would multiply out too large a power
constexpr std::size_t most_terms = 64;
constexpr integer largest_power = 4096;

int power_of(const rational& power) {
  return power.num > largest_power ? throw integer_overflow{} : static_cast<int>(power.num);
}

powers scaled(powers all, const rational& by) {
  for (rational& power : all) power = power * by;
  return all;
}
powers sum(powers a, const powers& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = a[i] + b[i];
  return a;
}

/// The least root in which these powers are whole.
int root_of(const powers& all) {
  integer root = 1;
  for (const rational& power : all) root = root / greatest_common_divisor(root, power.den) * power.den;
  return static_cast<int>(root);
}
int common_root(int a, int b) { return a / static_cast<int>(greatest_common_divisor(a, b)) * b; }

/// The product with these powers, counted in roots.
polynomial in_roots(const powers& all, int root) {
  term out{rational{1}, {}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const rational power = all[i] * rational{root};
    if (power.num == 0) continue;
    out.factors.push_back(factor{atom_kind::symbol, static_cast<int>(i), power_of(power), {}});
  }
  polynomial product;
  product.add(std::move(out));
  return product;
}

polynomial checked_product(const polynomial& a, const polynomial& b, std::size_t column) {
  polynomial out = a * b;
  if (out.terms().size() > most_terms) refuse_bound(column, fmt::format("more than {} terms", most_terms));
  return out;
}

/// p^(a/b), b > 1: of a product of letters alone.
polynomial root_of_product(const polynomial& p, const rational& power, std::size_t column) {
  const bool one = p.terms().size() == 1 && p.terms()[0].coefficient == rational{1};
  term out{rational{1}, {}};
  if (one) out.factors = p.terms()[0].factors;
  bool plain = one;
  for (factor& f : out.factors) {
    plain = plain && f.kind == atom_kind::symbol;
    f.power = power_of(rational{f.power} * power);
  }
  if (!plain) refuse_bound(column, "a fractional power; expected one of a product of letters alone");
  polynomial product;
  product.add(std::move(out));
  return product;
}

}  // namespace

bound_values::bound_values(const variant_entry& variant, const growth_letters& letters)
    : variant_{variant}, letters_{letters}, symbols_(letters.symbols.size(), powers(letters.symbols.size())) {
  for (std::size_t i = 0; i < symbols_.size(); ++i) symbols_[i][i] = rational{1};
  for (const relation& fact : letters.facts) {
    power_fact one{{}, of_monomial(fact.greater), false, &fact};
    rational times;
    for (const term& t : fact.lesser.terms()) {
      polynomial product;
      product.add(t);
      one.lesser.push_back(of_monomial(product));
      relations_.push_back({one.lesser.back(), one.greater, fact.equal});
      times = times + t.coefficient;
    }
    one.spare = rational{1} < times;
    facts_.push_back(std::move(one));
  }
}

powers bound_values::of_monomial(const polynomial& p) const {
  powers out(symbols_.size());
  for (const term& t : p.terms())
    for (const factor& f : t.factors)
      out = sum(out, scaled(symbols_[static_cast<std::size_t>(f.id)], rational{f.power}));
  return out;
}

powers bound_values::of_letter(const std::string& written, std::size_t column, refuse_at refuse) const {
  const polynomial* const known = letters_.find(size_name_of(written));
  if (known == nullptr) {
    std::vector<std::string_view> names;
    for (const auto& [name, value] : letters_.names) names.push_back(name);
    refuse(column, fmt::format("{}: no size in the formulas of {}; expected one of {}{}", in_quotes(written),
                               variant_.name, listed(names), did_you_mean(written, names)));
  }
  return of_monomial(*known);
}

powers bound_values::of_product(const bound_node& node) const {
  powers out(symbols_.size());
  switch (node.kind) {
    case bound_kind::letter: return of_letter(node.letter, node.column, refuse_regime);
    case bound_kind::power: return scaled(of_product(node.parts[0]), node.value);
    case bound_kind::product:
      for (const bound_node& part : node.parts) out = sum(out, of_product(part));
      return out;
    case bound_kind::number:
      if (!(node.value == rational{1}))
        refuse_regime(node.column, "a number; expected products of letters (a letter held constant is \"x fixed\")");
      return out;
    default: refuse_regime(node.column, "expected a product of letters");
  }
}

/// left = right by setting a free letter; false where left is none, or stands in right.
bool bound_values::replace(const powers& left, const powers& right) {
  for (std::size_t i = 0; i < symbols_.size(); ++i) {
    powers alone(symbols_.size());
    alone[i] = rational{1};
    if (left != alone) continue;
    if (!(right[i] == rational{})) return false;
    const auto set = [&](powers& all) {
      const rational times = all[i];
      all[i] = rational{};
      all = sum(all, scaled(right, times));
    };
    for (powers& value : symbols_) set(value);
    for (power_relation& r : relations_) set(r.lesser), set(r.greater);
    for (power_fact& fact : facts_) {
      for (powers& lesser : fact.lesser) set(lesser);
      set(fact.greater);
    }
    return true;
  }
  return false;
}

/// A fact whose greater side the regime bounds by one of the lesser, which is less: no sizes are left. Null where there
/// is none. (Among products, to be within a constant of another at all sizes is to be no more than it.)
const power_fact* bound_values::contradicted() const {
  int root = 1;
  for (const power_relation& r : relations_)
    root = common_root(root, common_root(analyzer::root_of(r.lesser), analyzer::root_of(r.greater)));
  if (root > largest_root) return nullptr;  // refused later
  regime where;
  for (const power_relation& r : relations_)
    where.relations.push_back({in_roots(r.lesser, root), in_roots(r.greater, root), r.equal});
  for (const power_fact& fact : facts_)
    for (const powers& lesser : fact.lesser)
      if (fact.spare && growing::decide_in_roots(in_roots(fact.greater, root), in_roots(lesser, root), letters_.count(),
                                                 where, root, precision::polytope_only)
                            .holds())
        return &fact;
  return nullptr;
}

void bound_values::assume(const std::vector<regime_item>& items) {
  for (const regime_item& item : items) {
    if (item.kind == regime_kind::fixed) continue;
    const powers left = of_product(item.left), right = of_product(item.right);
    if (item.kind == regime_kind::at_most || !replace(left, right))
      relations_.push_back({left, right, item.kind == regime_kind::equal});
    if (const power_fact* const fact = contradicted()) {
      refuse_regime(item.left.column, fmt::format("no sizes are left; {} has {} <= {}", variant_.name,
                                                  text_of(fact->stated->lesser, letters_.symbols),
                                                  text_of(fact->stated->greater, letters_.symbols)));
    }
  }
  for (const regime_item& item : items)
    if (item.kind == regime_kind::fixed) fixed_.push_back(of_product(item.left));
}

int bound_values::root_of(const bound_node& node) const {
  if (node.kind == bound_kind::letter)
    return analyzer::root_of(of_letter(node.letter, node.column, refuse_bound));
  int root = 1;
  for (const bound_node& part : node.parts) root = common_root(root, root_of(part));
  if (node.kind == bound_kind::power) root *= static_cast<int>(node.value.den);
  if (root > largest_root) refuse_bound(node.column, fmt::format("needs roots beyond the {}th", largest_root));
  return root;
}

polynomial bound_values::value_of(const bound_node& node, int root) const {
  if (node.kind == bound_kind::letter) return in_roots(of_letter(node.letter, node.column, refuse_bound), root);
  if (node.kind == bound_kind::number) return polynomial{node.value};
  polynomial out = value_of(node.parts[0], root);
  if (node.kind == bound_kind::power) {
    if (node.value.den != 1) return root_of_product(out, node.value, node.column);
    const polynomial base = out;
    for (integer i = 1; i < node.value.num; ++i) out = checked_product(out, base, node.column);
    return out;
  }
  for (std::size_t i = 1; i < node.parts.size(); ++i) {
    const polynomial next = value_of(node.parts[i], root);
    if (node.kind == bound_kind::sum) out += next;
    if (node.kind == bound_kind::product) out = checked_product(out, next, node.column);
    if (node.kind == bound_kind::least) out = min(out, next);
    if (node.kind == bound_kind::greatest) out = max(out, next);
  }
  return out;
}

growth_question bound_values::asked(const polynomial& low, const polynomial& high, const bound_node& bound) const {
  int root = root_of(bound);
  for (const powers& value : symbols_) root = common_root(root, analyzer::root_of(value));
  for (const power_relation& r : relations_)
    root = common_root(root, common_root(analyzer::root_of(r.lesser), analyzer::root_of(r.greater)));
  if (root > largest_root) refuse_bound(bound.column, fmt::format("needs roots beyond the {}th", largest_root));

  const auto told = [&](const polynomial& p) {
    const polynomial rooted =
        evaluate_in<polynomial>(p, [&](int id) { return in_roots(symbols_[static_cast<std::size_t>(id)], root); });
    const bool minima = root > 1 && root <= settled_root && growing::has_atoms(rooted);
    return minima ? settled(rooted) : rooted;  // min(n, n^0.5) is n^0.5
  };
  growth_question out{told(low), told(high), value_of(bound, root), letters_.count(), {}, root};
  for (const power_relation& r : relations_)
    out.where.relations.push_back({in_roots(r.lesser, root), in_roots(r.greater, root), r.equal});
  for (const powers& all : fixed_)
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!(all[i] == rational{})) out.where.fixed.push_back(static_cast<int>(i));
  return out;
}

}  // namespace conform::analyzer
