#include "proof/sign_runs.hpp"

namespace conform::analyzer {
namespace {

/// p(x + 1) - p(x)
std::vector<integer> first_difference(const std::vector<integer>& p) {
  std::vector<integer> out(p.size() - 1, 0);
  std::vector<integer> row{1};  // of Pascal's triangle
  for (std::size_t power = 1; power < p.size(); ++power) {
    row.push_back(1);
    for (std::size_t j = power - 1; j > 0; --j) row[j] = checked_add(row[j], row[j - 1]);
    for (std::size_t j = 0; j < power; ++j) out[j] = checked_add(out[j], checked_mul(p[power], row[j]));
  }
  return out;
}

/// The first of from..to + 1 at which a condition that stays true is true.
template <class Condition>
long long first_where(long long from, long long to, Condition holds) {
  long long low = from, high = to + 1;
  while (low < high) {
    const long long middle = low + (high - low) / 2;
    if (holds(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

}  // namespace

void append(std::vector<sign_run>& runs, sign_run next) {
  if (next.from > next.to) return;
  if (!runs.empty() && runs.back().sign == next.sign)
    runs.back().to = next.to;
  else
    runs.push_back(next);
}

integer polynomial_at(const std::vector<integer>& coefficients, integer x) {
  integer out = 0;
  for (std::size_t i = coefficients.size(); i-- > 0;) out = checked_add(checked_mul(out, x), coefficients[i]);
  return out;
}

std::vector<sign_run> sign_runs(std::vector<integer> p, long long from, long long to) {
  while (!p.empty() && p.back() == 0) p.pop_back();
  std::vector<sign_run> out;
  if (p.size() < 2) {
    append(out, {from, to, p.empty() ? 0 : sign_of(p[0])});
    return out;
  }
  const auto sign_at = [&](long long x) { return sign_of(polynomial_at(p, x)); };
  for (const sign_run& slope : sign_runs(first_difference(p), from, to - 1)) {
    if (slope.sign == 0) {
      append(out, {slope.from, slope.to, sign_at(slope.from)});
      continue;
    }
    const int way = slope.sign;
    const long long zero = first_where(slope.from, slope.to, [&](long long x) { return way * sign_at(x) >= 0; });
    const long long beyond = first_where(zero, slope.to, [&](long long x) { return way * sign_at(x) > 0; });
    append(out, {slope.from, zero - 1, -way});
    append(out, {zero, beyond - 1, 0});
    append(out, {beyond, slope.to, way});
  }
  if (from <= to) append(out, {to, to, sign_at(to)});
  return out;
}

}  // namespace conform::analyzer
