// Sizes of any usual name beside everything that size/ does: a template of the library that used such a name for a
// local variable would be warned about (g++ -Wshadow) wherever a user instantiates it.
#include <conform/size/growth_text.hpp>

#define SIZE(NAME) inline constexpr struct NAME : conform::size<#NAME> { using size::operator=; } NAME
SIZE(a); SIZE(b); SIZE(c); SIZE(d); SIZE(e); SIZE(f); SIZE(g); SIZE(h); SIZE(i); SIZE(j); SIZE(k); SIZE(l); SIZE(m);
SIZE(n); SIZE(o); SIZE(p); SIZE(q); SIZE(r); SIZE(s); SIZE(t); SIZE(u); SIZE(v); SIZE(w); SIZE(x); SIZE(y); SIZE(z);
SIZE(A); SIZE(B); SIZE(C); SIZE(D); SIZE(E); SIZE(F); SIZE(G); SIZE(H); SIZE(I); SIZE(J); SIZE(K); SIZE(L); SIZE(M);
SIZE(N); SIZE(O); SIZE(P); SIZE(Q); SIZE(R); SIZE(S); SIZE(T); SIZE(U); SIZE(V); SIZE(W); SIZE(X); SIZE(Y); SIZE(Z);
SIZE(n_q); SIZE(n_k); SIZE(d_k); SIZE(d_v); SIZE(batch); SIZE(seq); SIZE(tokens); SIZE(past); SIZE(window);
SIZE(width); SIZE(heads); SIZE(kv_heads); SIZE(layers); SIZE(hidden); SIZE(vocab); SIZE(length); SIZE(block);
SIZE(tile); SIZE(chunk); SIZE(rank); SIZE(features); SIZE(experts); SIZE(group); SIZE(model); SIZE(head); SIZE(rows);
SIZE(columns); SIZE(stride); SIZE(steps); SIZE(context); SIZE(positions); SIZE(total); SIZE(size_of_head);
#undef SIZE

using namespace conform;

constexpr auto cost = 4 * n * n * d + ceil_div(n, B) * min(w, n) - max(m, 3) / 2 + 1;
static_assert(cost.with(n = k + 1, B = 64).at(k = 63, d = 2, w = 5, m = 4) == 4 * 64 * 64 * 2 + 5 - 2 + 1);
static_assert(cost != -cost && cost - cost == 0 && rendered<n + 1>.chars[0] == 'n' && to_characters(cost).size() > 0);
static_assert(cost <= big_o(n * n * d * w * m) && n * d * d == theta(n * n * d).given(n == power(d, 1)));
static_assert(n * d >= omega(power(n, 1, 2) * d + d).given(d <= n, fixed(m)));
static_assert(explanation(n * d, theta(n * n)).size() > 0 && to_characters(big_o(n).given(d <= n, fixed(m))).size() > 0);

constexpr auto flops = quantity_of<units::matmul_flops>(cost);
static_assert(2 * flops - flops == flops && flops + flops != flops && flops.with(B = 1) <= big_o(n * n * d * w * m));
static_assert(n.at(n = 3) == 3 && n.with(n = d) == d && quantity_of<units::bytes>(n).at(n = 3) < 4);
