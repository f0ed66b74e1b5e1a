#include "check/model_bound.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr integer largest_root = 12;
constexpr std::size_t most_terms = 64;

/// The least root in which all powers are whole.
int root_of(const bound_node& node) {
  integer root = node.kind == bound_kind::power ? node.value.den : 1;
  for (const bound_node& part : node.parts) {
    const integer other = root_of(part);
    root = root / greatest_common_divisor(root, other) * other;
  }
  if (root > largest_root) refuse_bound(node.column, "needs roots beyond the 12th");
  return static_cast<int>(root);
}

polynomial checked(polynomial p, std::size_t column) {
  if (p.terms().size() > most_terms) refuse_bound(column, fmt::format("more than {} terms", most_terms));
  return p;
}

}  // namespace

model_bound::model_bound(const metered_model& m, const workload& work, bool of_core, const bound_node& bound)
    : m_{m}, root_{root_of(bound)} {
  collect_letters(bound, named_);
  const polynomial seq = symbol("seq"), context = symbol("context");
  letters_["n"] = work.phase == phase::decode ? context : work.context == 0 ? seq : seq + context;
  letters_["d"] = symbol(of_core ? "head_dim" : "model");
  letters_["heads"] = symbol("kv_heads") * symbol("group");
  for (const named_value& size : m.values)
    if (size.value != 0) letters_[size.name] = symbol(size.name);
  value_ = value_of(bound);
  if (!names({"batch"})) value_ = value_ * symbol("batch");
  if (of_core && !names({"heads", "kv_heads", "group"})) value_ = value_ * letters_["heads"];
}

regime model_bound::where() const {
  regime out;
  if (checked_mul(checked_mul(number("kv_heads"), number("group")), number("head_dim")) == number("model")) {
    const polynomial heads = symbol("kv_heads") * symbol("group") * symbol("head_dim");
    out.relations.push_back({heads, symbol("model"), true});
  }
  return out;
}

polynomial model_bound::told(const polynomial& formula) const {
  return settled(evaluate_in<polynomial>(formula, [&](int id) { return in_roots(id); }));
}

bool model_bound::names(const std::vector<std::string>& letters) const {
  return std::any_of(letters.begin(), letters.end(), [&](const std::string& letter) {
    return std::find(named_.begin(), named_.end(), letter) != named_.end();
  });
}

polynomial model_bound::in_roots(int id) const {
  polynomial out = polynomial::symbol(id);
  for (int i = 1; i < root_; ++i) out = out * polynomial::symbol(id);
  return out;
}

polynomial model_bound::symbol(std::string_view name) const {
  for (std::size_t id = 0; id < m_.values.size(); ++id)
    if (m_.values[id].name == name) return in_roots(static_cast<int>(id));
  return polynomial{integer{1}};
}

integer model_bound::number(std::string_view name) const {
  for (const named_value& size : m_.values)
    if (size.name == name) return size.value;
  return 1;
}

polynomial model_bound::of_letter(const bound_node& node) const {
  const auto found = letters_.find(node.letter);
  if (found != letters_.end()) return found->second;
  std::vector<std::string_view> known;
  for (const auto& [name, value] : letters_) known.push_back(name);
  refuse_bound(node.column, fmt::format("{} is no size of the model; expected one of {}{}", in_quotes(node.letter),
                                        listed(known), did_you_mean(node.letter, known)));
}

polynomial model_bound::power_of(const bound_node& node) const {
  const polynomial base = value_of(node.parts[0]);
  if (node.value.den != 1) return root_of_product(node, base);
  polynomial out = base;
  for (integer i = 1; i < node.value.num; ++i) out = checked(out * base, node.column);
  return out;
}

polynomial model_bound::root_of_product(const bound_node& node, const polynomial& base) const {
  const auto refuse = [&] {
    refuse_bound(node.column, "a fractional power; expected one of a product of letters alone");
  };
  if (base.terms().size() != 1 || !(base.terms()[0].coefficient == rational{1})) refuse();
  term out{rational{1}, base.terms()[0].factors};
  for (factor& f : out.factors) {
    const rational power = rational{f.power} * node.value;
    if (f.kind != atom_kind::symbol || power.den != 1) refuse();
    f.power = static_cast<int>(power.num);
  }
  polynomial product;
  product.add(std::move(out));
  return product;
}

polynomial model_bound::value_of(const bound_node& node) const {
  if (node.kind == bound_kind::letter) return of_letter(node);
  if (node.kind == bound_kind::number) return polynomial{node.value};
  if (node.kind == bound_kind::power) return power_of(node);
  polynomial out = value_of(node.parts[0]);
  for (std::size_t i = 1; i < node.parts.size(); ++i) {
    const polynomial next = value_of(node.parts[i]);
    switch (node.kind) {
      case bound_kind::sum: out += next; break;
      case bound_kind::product: out = checked(out * next, node.column); break;
      case bound_kind::least: out = min(out, next); break;
      default: out = max(out, next);
    }
  }
  return out;
}

}  // namespace conform::analyzer
