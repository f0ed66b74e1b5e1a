#include "proof/formula_signs.hpp"

#include <algorithm>
#include <tuple>

#include <conform/size/atoms.hpp>

namespace conform::analyzer {
namespace {

constexpr integer longest_period = 16'384;
constexpr std::size_t most_pieces = 4'096;  // of one residue

struct too_many {};  ///< periods or pieces

polynomial variable() { return polynomial::symbol(0); }

polynomial at(const polynomial& p, const polynomial& value) {
  return evaluate_in<polynomial>(p, [&](int) { return value; });
}

bool has_atoms(const polynomial& p) {
  for (const term& t : p.terms())
    for (const factor& f : t.factors)
      if (f.kind != atom_kind::symbol) return true;
  return false;
}

integer common_multiple(integer a, integer b) { return checked_mul(a / greatest_common_divisor(a, b), b); }

integer common_denominator(const polynomial& p) {
  integer out = 1;
  for (const term& t : p.terms()) out = common_multiple(out, t.coefficient.den);
  return out;
}

// ---- residues

integer period_of(const polynomial& p);

/// A ceiling by a number repeats, up to a polynomial, with the divisor times the period of what it divides.
integer period_of(const factor& f) {
  integer out = 1;
  for (const polynomial& argument : f.arguments) out = common_multiple(out, period_of(argument));
  if (f.kind != atom_kind::ceil_div || !f.arguments[1].is_constant()) return out;
  const rational divisor = f.arguments[1].constant();
  return checked_mul(checked_mul(out, divisor.num), common_denominator(f.arguments[0]));
}

/// With n = m·t + r for a multiple m of it, the ceilings by numbers are polynomials of t.
integer period_of(const polynomial& p) {
  integer out = 1;
  for (const term& t : p.terms())
    for (const factor& f : t.factors) out = common_multiple(out, period_of(f));
  return out > longest_period ? throw too_many{} : out;
}

// ---- pieces

/// An atom whose arguments have none; null where there is none.
const factor* innermost_atom(const polynomial& p) {
  for (const term& t : p.terms()) {
    for (const factor& f : t.factors) {
      if (f.kind == atom_kind::symbol) continue;
      for (const polynomial& argument : f.arguments)
        if (const factor* const within = innermost_atom(argument)) return within;
      return &f;
    }
  }
  return nullptr;
}

polynomial replaced(const polynomial& p, const factor& atom, const polynomial& value);

polynomial base_replaced(const factor& f, const factor& atom, const polynomial& value) {
  if (f.kind == atom_kind::symbol) return polynomial::symbol(f.id);
  if (canonical::order_base(f, atom) == 0) return value;
  polynomial out = replaced(f.arguments[0], atom, value);
  for (std::size_t i = 1; i < f.arguments.size(); ++i) {
    const polynomial next = replaced(f.arguments[i], atom, value);
    if (f.kind == atom_kind::ceil_div)
      out = ceil_div(out, next);
    else if (f.kind == atom_kind::min)
      out = min(out, next);
    else
      out = max(out, next);
  }
  return out;
}

polynomial replaced(const polynomial& p, const factor& atom, const polynomial& value) {
  polynomial sum;
  for (const term& t : p.terms()) {
    polynomial product{t.coefficient};
    for (const factor& f : t.factors)
      product = product * canonical::raised<polynomial>(base_replaced(f, atom, value), f.power);
    sum += product;
  }
  return sum;
}

/// A formula over a range of t, taken apart until no atom is left; signs in order.
class taking_apart {
 public:
  std::vector<sign_run> signs;

  void add(const polynomial& p, long long from, long long to) {
    if (from > to) return;
    const factor* const found = innermost_atom(p);
    if (found == nullptr) {
      if (++pieces_ > most_pieces) throw too_many{};
      for (const sign_run& run : sign_runs(coefficients_of(p), from, to)) append(signs, run);
      return;
    }
    const factor atom = *found;
    if (atom.kind == atom_kind::ceil_div)
      by_values(p, atom, from, to);
    else
      by_order(p, atom, from, to);
  }

 private:
  /// A minimum or maximum: pieces where its first two arguments keep their order.
  void by_order(const polynomial& p, const factor& atom, long long from, long long to) {
    const polynomial &first = atom.arguments[0], &second = atom.arguments[1];
    const bool least = atom.kind == atom_kind::min;
    for (const sign_run& run : sign_runs(coefficients_of(first - second), from, to)) {
      polynomial value = (run.sign <= 0) == least ? first : second;
      for (std::size_t i = 2; i < atom.arguments.size(); ++i)
        value = least ? min(value, atom.arguments[i]) : max(value, atom.arguments[i]);
      add(replaced(p, atom, value), run.from, run.to);
    }
  }

  /// A ceiling of a quotient: pieces where the quotient is monotone, then where its ceiling is one number.
  void by_values(const polynomial& p, const factor& atom, long long from, long long to) {
    const polynomial &over = atom.arguments[0], &under = atom.arguments[1];
    for (const sign_run& run : sign_runs(coefficients_of(under), from, to))
      if (run.sign <= 0) throw not_whole{};
    const polynomial next = variable() + polynomial{integer{1}};
    const polynomial slope = at(over, next) * under - over * at(under, next);
    for (const sign_run& run : sign_runs(coefficients_of(slope), from, to - 1)) by_value(p, atom, run.from, run.to);
    by_value(p, atom, to, to);
  }
  void by_value(const polynomial& p, const factor& atom, long long from, long long to) {
    if (from > to) return;
    const rational first = ceiling(atom, from);
    if (first == ceiling(atom, to)) return add(replaced(p, atom, polynomial{first}), from, to);
    if (++pieces_ > most_pieces) throw too_many{};
    const long long middle = from + (to - from) / 2;
    by_value(p, atom, from, middle);
    by_value(p, atom, middle + 1, to);
  }
  static rational ceiling(const factor& atom, long long x) {
    const auto value = [&](const polynomial& q) {
      return evaluate_in<rational>(q, [&](int) { return rational{integer{x}}; });
    };
    return ceil_div(value(atom.arguments[0]), value(atom.arguments[1]));
  }

  std::size_t pieces_ = 0;
};

// ---- all residues together

/// From here on, the numbers of this residue have this sign.
struct turn {
  long long n;
  std::size_t residue;
  int sign;
};

/// The signs of n = period·t + residue.
std::vector<turn> turns_of(const polynomial& p, integer period, integer residue, long long from, long long to) {
  const auto m = static_cast<long long>(period), r = static_cast<long long>(residue);
  const auto first = static_cast<long long>(ceil_div(from - r, m)), last = static_cast<long long>(floor_div(to - r, m));
  if (first > last) return {};
  taking_apart parts;
  parts.add(at(p, polynomial{period} * variable() + polynomial{residue}), first, last);
  std::vector<turn> out;
  for (const sign_run& run : parts.signs) out.push_back({m * run.from + r, static_cast<std::size_t>(r), run.sign});
  return out;
}

/// Where all residues agree a run is told at once, else number by number.
void emit_all(std::vector<turn> turns, std::size_t period, long long from, long long to, const emit_run& emit) {
  std::sort(turns.begin(), turns.end(),
            [](const turn& a, const turn& b) { return std::tie(a.n, a.residue) < std::tie(b.n, b.residue); });
  std::vector<int> now(period, 2);  // 2: not yet
  std::size_t count[3]{};
  const auto tell = [&](long long begin, long long end) {
    for (int sign = -1; sign <= 1; ++sign)
      if (count[sign + 1] == count[0] + count[1] + count[2]) return emit({begin, end, sign});
    for (long long n = begin; n <= end; ++n) emit({n, n, now[static_cast<std::size_t>(n) % period]});
  };
  long long begin = from;
  for (const turn& next : turns) {
    if (next.n > begin) tell(begin, next.n - 1), begin = next.n;
    int& sign = now[next.residue];
    if (sign != 2) --count[sign + 1];
    sign = next.sign;
    ++count[sign + 1];
  }
  tell(begin, to);
}

}  // namespace

std::vector<integer> coefficients_of(const polynomial& p) {
  const integer scale = common_denominator(p);
  std::vector<integer> out;
  for (const term& t : p.terms()) {
    const auto power = static_cast<std::size_t>(t.degree());
    if (out.size() <= power) out.resize(power + 1, 0);
    out[power] = checked_mul(t.coefficient.num, scale / t.coefficient.den);
  }
  return out;
}

bool walk_signs(const polynomial& formula, long long from, long long to, const emit_run& emit) {
  if (from > to) return true;
  std::vector<turn> turns;
  integer period = 1;
  try {
    period = has_atoms(formula) ? period_of(formula) : 1;
    for (integer residue = 0; residue < period; ++residue)
      for (const turn& next : turns_of(formula, period, residue, from, to)) turns.push_back(next);
  } catch (const too_many&) {
    return false;
  } catch (const not_whole&) {
    return false;
  }
  emit_all(std::move(turns), static_cast<std::size_t>(period), from, to, emit);
  return true;
}

}  // namespace conform::analyzer
