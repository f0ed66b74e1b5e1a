#include "proof/formula_bounds.hpp"

#include <algorithm>
#include <optional>

#include <conform/size/atoms.hpp>

#include "proof/formula_signs.hpp"

namespace conform::analyzer {
namespace {

constexpr int most_ranges = 8'192;
constexpr long long shortest_halved = 64;

/// Without atoms; low <= formula <= high over a range.
struct enclosure {
  polynomial low, high;
};

/// Bounds over one range of n >= 0. Nothing where a product has a factor that may be negative.
class bounding {
 public:
  bounding(long long from, long long to) : from_{from}, to_{to} {}

  std::optional<enclosure> of(const polynomial& p) {
    enclosure sum;
    for (const term& t : p.terms()) {
      const auto product = of(t);
      if (!product) return {};
      const bool rises = t.coefficient > rational{};
      sum.low += polynomial{t.coefficient} * (rises ? product->low : product->high);
      sum.high += polynomial{t.coefficient} * (rises ? product->high : product->low);
    }
    return sum;
  }
  /// Would bounds over a part of the range be closer?
  bool depends_on_range() const { return depends_; }

 private:
  std::optional<enclosure> of(const term& t) {
    enclosure out{polynomial{integer{1}}, polynomial{integer{1}}};
    const bool alone = t.factors.size() == 1 && t.factors[0].power == 1;
    for (const factor& f : t.factors) {
      const auto base = of(f);
      if (!base || !(alone || never_below_zero(base->low))) return {};
      out.low = out.low * canonical::raised<polynomial>(base->low, f.power);
      out.high = out.high * canonical::raised<polynomial>(base->high, f.power);
    }
    return out;
  }
  std::optional<enclosure> of(const factor& f) {
    if (f.kind == atom_kind::symbol) return enclosure{polynomial::symbol(f.id), polynomial::symbol(f.id)};
    std::vector<enclosure> arguments;
    for (const polynomial& argument : f.arguments) {
      auto bounds = of(argument);
      if (!bounds) return {};
      arguments.push_back(std::move(*bounds));
    }
    return f.kind == atom_kind::ceil_div ? quotient(f, arguments[0], arguments[1]) : extreme(f.kind, arguments);
  }

  std::optional<enclosure> quotient(const factor& f, const enclosure& over, const enclosure& under) {
    const polynomial& divisor = f.arguments[1];
    if (divisor.is_constant()) {
      if (!(divisor.constant() > rational{})) return {};
      const polynomial inverse{rational{1} / divisor.constant()};
      const bool whole = canonical::is_whole(f.arguments[0]) && divisor.constant().den == 1;
      return enclosure{over.low * inverse, over.high * inverse + (polynomial{integer{1}} - (whole ? inverse : polynomial{}))};
    }
    depends_ = true;
    const rational divisor_low = least(under.low), low = least(over.low);
    if (!(divisor_low > rational{}) || low < rational{}) return {};
    const rational first = low / largest(under.high), last = largest(over.high) / divisor_low;
    integer most = ceil_div(last.num, last.den);
    if (most > 1 && never_below_zero(polynomial{most - 1} * under.low - over.high)) --most;  // n <= 128·ceil(n/128)
    return enclosure{polynomial{ceil_div(first.num, first.den)}, polynomial{most}};
  }

  enclosure extreme(atom_kind kind, const std::vector<enclosure>& all) {
    const bool is_min = kind == atom_kind::min;
    for (const enclosure& one : all)
      if (std::all_of(all.begin(), all.end(), [&](const enclosure& other) {
            return &other == &one || never_below_zero(is_min ? other.low - one.high : one.low - other.high);
          }))
        return one;
    depends_ = true;
    const auto by = [&](auto&& value) {
      return *std::min_element(all.begin(), all.end(),
                               [&](const enclosure& a, const enclosure& b) { return value(a) < value(b); });
    };
    // the least of several is at most any of them, and at least the least that any can be
    if (is_min) {
      const enclosure low = by([&](const enclosure& e) { return least(e.low); });
      return {polynomial{least(low.low)}, by([&](const enclosure& e) { return largest(e.high); }).high};
    }
    const enclosure high = by([&](const enclosure& e) { return rational{} - largest(e.high); });
    return {by([&](const enclosure& e) { return rational{} - least(e.low); }).low, polynomial{largest(high.high)}};
  }

  bool never_below_zero(const polynomial& p) const {
    if (!(least(p) < rational{})) return true;
    const std::vector<sign_run> runs = sign_runs(coefficients_of(p), from_, to_);
    return std::all_of(runs.begin(), runs.end(), [](const sign_run& run) { return run.sign >= 0; });
  }
  /// No larger than any value, no smaller: each term at the end of the range where it is least, or largest.
  rational least(const polynomial& p) const { return summed(p, from_, to_); }
  rational largest(const polynomial& p) const { return summed(p, to_, from_); }
  static rational summed(const polynomial& p, long long rising, long long falling) {
    rational out;
    for (const term& t : p.terms()) {
      rational product = t.coefficient;
      const rational at{integer{t.coefficient > rational{} ? rising : falling}};
      for (int i = t.degree(); i > 0; --i) product = product * at;
      out = out + product;
    }
    return out;
  }

  long long from_, to_;
  bool depends_ = false;
};

/// The runs of a formula between low and high.
std::vector<sign_run> between(const enclosure& bounds, long long from, long long to) {
  const std::vector<sign_run> low = sign_runs(coefficients_of(bounds.low), from, to),
                              high = sign_runs(coefficients_of(bounds.high), from, to);
  std::vector<sign_run> out;
  for (std::size_t i = 0, j = 0; i < low.size() && j < high.size();) {
    const int sign = low[i].sign > 0 ? 1 : high[j].sign < 0 ? -1 : low[i].sign == 0 && high[j].sign == 0 ? 0 : unknown_sign;
    const long long end = std::min(low[i].to, high[j].to);
    append(out, {std::max(low[i].from, high[j].from), end, sign});
    if (low[i].to == end) ++i;
    if (high[j].to == end) ++j;
  }
  return out;
}

class searching {
 public:
  explicit searching(const polynomial& formula) : formula_{formula} {}

  std::vector<sign_run> over(long long from, long long to) {
    bounding range{from, to};
    const bool more = ++ranges_ < most_ranges;
    const auto is_halved = [&](const sign_run& run) {
      return run.sign == unknown_sign && more && range.depends_on_range() && run.to - run.from >= shortest_halved;
    };
    std::vector<sign_run> found{{from, to, unknown_sign}}, out;
    try {
      if (const auto bounds = more ? range.of(formula_) : std::nullopt) found = between(*bounds, from, to);
    } catch (const integer_overflow&) {  // its numbers are smaller over a part
    }
    std::vector<std::vector<sign_run>> parts;
    for (std::size_t i = found.size(); i-- > 0;)  // from above, where most numbers are
      parts.push_back(is_halved(found[i]) ? halves(found[i].from, found[i].to) : std::vector{found[i]});
    for (std::size_t i = parts.size(); i-- > 0;)
      for (const sign_run& run : parts[i]) append(out, run);
    return out;
  }

 private:
  std::vector<sign_run> halves(long long from, long long to) {
    const long long middle = from + (to - from) / 2;
    const std::vector<sign_run> upper = over(middle + 1, to);
    std::vector<sign_run> out = over(from, middle);
    for (const sign_run& run : upper) append(out, run);
    return out;
  }

  const polynomial& formula_;
  int ranges_ = 0;
};

}  // namespace

std::vector<sign_run> plain_signs(const polynomial& formula, long long from, long long to) {
  if (from > to) return {};
  return searching{formula}.over(from, to);
}

}  // namespace conform::analyzer
