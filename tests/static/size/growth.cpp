// Big-O, Theta and regimes: the results of the cost theory, each with its constant or its witness.
#include <conform/size/growth_text.hpp>

using namespace conform;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
inline constexpr struct d : size<"d"> { using size::operator=; } d;
inline constexpr struct w : size<"w"> { using size::operator=; } w;
inline constexpr struct M : size<"M"> { using size::operator=; } M;

constexpr bool along(const verdict& v, integer first, integer second) {
  return v.fails() && v.witness[0] == first && v.witness[1] == second;
}
constexpr bool at_most(const verdict& v, rational constant) { return v.holds() && v.uniform && v.constant == constant; }

// ---- dense attention is Theta(n²·d), with the constant 12

constexpr auto dense = 4 * n * n * d + 6 * n * n + 2;
static_assert(dense <= big_o(n * n * d) && dense == theta(n * n * d) && dense >= omega(n * n * d));
static_assert(at_most(explain(dense, big_o(n * n * d)), 12));
static_assert(at_most(explain(dense, theta(n * n * d)).upper, 12));
static_assert(at_most(explain(dense, theta(n * n * d)).lower, rational{1, 4}));
static_assert(!(dense <= big_o(n * d * d)) && !(dense == theta(n * n * d * d)) && dense <= big_o(n * n * d * d));

// ---- multi-head attention with its projections is not in O(n²·d): n·d² outgrows it along d

constexpr auto multi_head = 8 * n * d * d + 4 * n * n * d;
static_assert(!(multi_head <= big_o(n * n * d)));
static_assert(along(explain(multi_head, big_o(n * n * d)), 0, 1));
static_assert(explain(multi_head, big_o(n * n * d)).grows == rational{2});
static_assert(explain(multi_head, big_o(n * n * d)).bound_grows == rational{1});
static_assert(multi_head == theta(n * n * d + n * d * d));
static_assert(at_most(explain(multi_head, big_o(n * n * d + n * d * d)), 8));  // not the sum of both coefficients

// ---- regimes

static_assert(!(n * d * d <= big_o(n * n * d)));
static_assert(n * d * d <= big_o(n * n * d).given(d <= n) && n * d * d <= big_o(n * n * d).given(n >= d));
static_assert(at_most(explain(multi_head, big_o(n * n * d).given(d <= n)), 12));
static_assert(!(multi_head <= big_o(n * n * d).given(n <= d)));
static_assert(multi_head <= big_o(n * n * d).given(fixed(d)) && !explain(multi_head, big_o(n * n * d).given(fixed(d))).uniform);
static_assert(explain(dense, big_o(n * n * d).given(fixed(d))).uniform);  // no constant that depends on d is needed
static_assert(!(multi_head <= big_o(n * n * d).given(fixed(n))));
static_assert(multi_head == theta(n * n * d).given(d <= n) && multi_head == theta(n * d * d).given(n <= d));
static_assert(n * n * d <= big_o(power(n, 5, 2)).given(n == power(d, 2)));
static_assert(!(n * n * d <= big_o(power(n, 2)).given(n == power(d, 2))));
static_assert(along(explain(n * n * d, big_o(n * n).given(n == power(d, 2))), 2, 1));
static_assert(d * d <= big_o(n).given(power(d, 2) <= n) && !(d * d * d <= big_o(n).given(power(d, 2) <= n)));
static_assert(n * n * d * d <= big_o(n * n * M).given(power(d, 2) <= M, d <= n));
static_assert(n * w <= big_o(n * n).given(w <= n, d <= w) && n * d <= big_o(n * n).given(w <= n, d <= w));

// ---- fractional powers, in bounds only

constexpr auto middle = power(n, 3, 2) * power(d, 3, 2);
static_assert(n * d <= big_o(middle) && n * n * d * d * d <= big_o(power(n, 2) * power(d, 3)));
static_assert(!(n * n * d + n * d * d <= big_o(middle)));
static_assert(n * d <= big_o(power(n, 1, 2) * power(n, 1, 2) * d) && n * d == theta(power(n, 1, 3) * power(n, 2, 3) * d));
static_assert(!(n * n <= big_o(power(n, 3, 2))) && explain(n * n, big_o(power(n, 3, 2))).bound_grows == rational{3, 2});
static_assert(middle.root == 2 && n * w + w <= big_o(power(n, 3, 2)).given(power(w, 2) <= n));
static_assert(n * n + m * m * m == theta(power(n, 4, 2) + power(m, 6, 2)));
static_assert(n * m <= big_o(n * n + m * m));  // inside the polytope, though no monomial of the bound alone covers it
static_assert(!(n * m * m <= big_o(n * n + m * m)) && n * n * m * m * d <= big_o(power(n, 4) * d + power(m, 4) * d));

// ---- sizes that only one side has

static_assert(n <= big_o(n * m) && !(n * m <= big_o(n)) && !(n == theta(n * m)));
static_assert(dense.with(d = 64) == theta(n * n) && 5 * n - 5 * n + 7 <= big_o(1) && !(n <= big_o(1)) && 0 * n <= big_o(n));
static_assert(n == theta(3 * n) && at_most(explain(n, big_o(3 * n)), rational{1, 3}) && at_most(explain(0 * n, big_o(n)), 0));
static_assert(!(n + 1 <= big_o(0 * n)) && explain(n + 1, big_o(0 * n)).bound_is_zero);

// ---- negative terms: dropped above, a proof from the corner below

constexpr auto triangle = n * (n + 1) / 2 * d;
constexpr auto strict = n * (n - 1) / 2;
constexpr auto edge = min(w, n - 1);                            // keys on each side of a window
constexpr auto window = n * (2 * edge + 1) - edge * (edge + 1);  // W(n, w), cost theory 1.1
constexpr auto causal_window = n * min(w, n) - min(w, n) * (min(w, n) - 1) / 2;
static_assert(triangle == theta(n * n * d) && at_most(explain(triangle, big_o(n * n * d)), 1));
static_assert(strict <= big_o(n * n) && explain(strict, omega(n * n)).is == outcome::undecided);  // at n = 1 it is 0
static_assert(n * n - n + 1 == theta(n * n) && n * n * d - n * d + d == theta(n * n * d));
static_assert(2 * n * n - n * m <= big_o(n * n) && !(2 * n * n - n * m <= big_o(n * m)));
static_assert(n * n - n * w == theta(n * n - n * w) && n * n - n * w + n >= omega(n).given(w <= n));
static_assert(window <= big_o(n * w) && window == theta(n * w).given(w <= n));
static_assert(causal_window == theta(n * min(w, n)) && causal_window == theta(n * w).given(w <= n));
static_assert(!(causal_window == theta(n * w)));
static_assert(explain(causal_window, theta(n * w)).upper.holds() && explain(causal_window, theta(n * w)).lower.fails());
// the terms n² and -n·m + ... cancel along n = m = t: no claim that n² grows may rest on that direction
static_assert(explain(n * n - 2 * n * m + m * m, theta(n * n + m * m)).lower.is == outcome::undecided);

// ---- tiles

constexpr auto tiles = ceil_div(n, 64);
static_assert(tiles == theta(n) && at_most(explain(tiles, big_o(n)), 1));
static_assert(tiles * tiles * d == theta(n * n * d) && 64 * tiles * d - 63 * d <= big_o(n * d));
static_assert(64 * tiles >= omega(n) && 64 * tiles - n <= big_o(n));
static_assert(ceil_div(n, w) * w == theta(n + w) && ceil_div(n, w) * w == theta(n).given(w <= n));
static_assert(!(ceil_div(n, w) * w <= big_o(n)) && ceil_div(n, w) <= big_o(n) && !(ceil_div(n, w) >= omega(n)));
static_assert(n * d * ceil_div(n * d, M) <= big_o(n * n * d * d).given(M <= n * d));
static_assert(max(n, m) == theta(n + m) && min(n, m) <= big_o(n) && min(n, m) <= big_o(m) && !(min(n, m) == theta(n)));
static_assert(min(n, m) * min(n, m) <= big_o(n * m) && !(max(n, m) * max(n, m) <= big_o(n * m)));
static_assert(n * m == theta(min(n, m) * max(n, m)) && n + m == theta(max(n, m)) && !(n <= big_o(min(n, m))));
static_assert(n == theta(min(n, m)).given(n <= m));
static_assert(n * (n - 1) <= big_o(n * n) && ceil_div(n, n - 1) - ceil_div(n, n - 1) <= big_o(1));
static_assert(explain(ceil_div(n, w - 1), big_o(n)).is == outcome::undecided);  // divides by zero at w = 1

// ---- what has no answer does not compile

template <auto Claim>
concept answered = requires { typename std::integral_constant<bool, Claim()>; };
static_assert(answered<[] { return dense <= big_o(n); }>);
static_assert(!answered<[] { return strict >= omega(n * n); }>);
static_assert(!answered<[] { return dense <= big_o(n).given(2 * d <= n); }>);  // assumptions relate plain products
static_assert(!answered<[] { return dense <= big_o(power(n + 1, 2)); }> && !answered<[] { return dense <= big_o(power(n, 0)); }>);
template <class Class, class A>
concept assumable = requires(Class c, A a) { c.given(a); };
static_assert(assumable<decltype(big_o(n)), decltype(d <= n)> && !assumable<decltype(big_o(n)), bool>);

// ---- in words

template <std::size_t L>
constexpr bool reads(const list<char>& text, const char (&expected)[L]) {
  if (text.size() != L - 1) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != expected[i]) return false;
  return true;
}
static_assert(reads(to_characters(big_o(n * n * d)), "O(n²·d)"));
static_assert(reads(to_characters(theta(n * d * d + n * n * d)), "Θ(n²·d + n·d²)"));
static_assert(reads(to_characters(omega(middle + n)), "Ω(n^(3/2)·d^(3/2) + n)"));
static_assert(reads(to_characters(big_o(n * n * d).given(d <= n, fixed(w), n == power(d, 2))),
                    "O(n²·d) where d <= n, w fixed, n = d²"));
static_assert(reads(explanation(dense, big_o(n * n * d)), "at most 12·n²·d"));
static_assert(reads(explanation(multi_head, big_o(n * n * d)),
                    "along d = t, n fixed: n·d² grows by t² and the bound by t"));
static_assert(reads(explanation(multi_head, big_o(n * n * d).given(n <= d)),
                    "along d = t, n fixed: n·d² grows by t² and the bound by t"));
static_assert(reads(explanation(n * n * d, big_o(power(n, 3, 2)).given(n == power(d, 2))),
                    "along n = t², d = t: n²·d grows by t⁵ and the bound by t³"));
static_assert(reads(explanation(multi_head, big_o(n * n * d + n * d * d)), "at most 8·(n²·d + n·d²)"));
static_assert(reads(explanation(n + 1, big_o(0 * n)), "where every size is 1: n is positive and the bound is 0"));
static_assert(reads(explanation(n, big_o(1)), "along n = t: n grows by t and the bound does not grow"));
