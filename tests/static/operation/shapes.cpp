// The types of results, and refusals as seen by a program that asks.
#include <conform/operation.hpp>

namespace {

using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;
inline constexpr struct m : conform::size<"m"> { using size::operator=; } m;
inline constexpr struct d : conform::size<"d"> { using size::operator=; } d;
template <auto N>
struct stripe : axis<N> {};

template <class X>
X&& of() noexcept;
template <class X, class Y>
inline constexpr bool same = std::is_same_v<X, Y>;

using x_t = tensor<float, query<8>, head_dim<4>>;
using s_t = tensor<float, query<n>, model<2 * d>>;

// Elementwise: the wider operand's axes; the left's where both are equal.
static_assert(same<decltype(of<x_t&>() + of<tensor<float, head_dim<4>>&>()), x_t>);
static_assert(same<decltype(of<tensor<float, head_dim<4>>&>() * of<x_t&>()), x_t>);
static_assert(
    same<decltype(of<tensor<float, head_dim<4>, query<8>>&>() - of<x_t&>()), tensor<float, head_dim<4>, query<8>>>);
static_assert(same<decltype(of<x_t&>() / of<tensor<float>&>()), x_t>);
static_assert(same<decltype(2 * of<x_t>()), x_t>);
static_assert(same<decltype(of<view<const float, query<8>>&>() + 1), tensor<float, query<8>>>);
static_assert(
    same<decltype(of<tensor<float, key<n + 1>>&>() + of<tensor<float, key<1 + n>>&>()), tensor<float, key<n + 1>>>);

template <class X, class Y>
concept adds = requires(X x, Y y) {
  x + y;
};
static_assert(adds<x_t, x_t> && adds<x_t, float> && adds<int, x_t>);
static_assert(!adds<x_t, tensor<float, query<9>>>);
static_assert(!adds<x_t, tensor<float, key<8>>>);
static_assert(!adds<x_t, tensor<double, query<8>>>);
static_assert(!adds<x_t, bool> && !adds<x_t, const char*>);
static_assert(!adds<tensor<float, key<n>>, tensor<float, key<m>>>);

// Rename: a view of what stays, a tensor of what ends; constness carries over.
static_assert(same<decltype(rename<query, key>(of<x_t&>())), view<float, key<8>, head_dim<4>>>);
static_assert(same<decltype(rename<query, key>(of<const x_t&>())), view<const float, key<8>, head_dim<4>>>);
static_assert(same<decltype(rename<query, key>(of<x_t>())), tensor<float, key<8>, head_dim<4>>>);
static_assert(same<decltype(rename<query, key>(of<s_t>())), tensor<float, key<n>, model<2 * d>>>);

// Nothing that is a view may be made of what ends.
template <class X>
concept permutes = requires(X&& x) {
  permute<head_dim, query>(static_cast<X&&>(x));
};
static_assert(permutes<x_t&> && permutes<const x_t&> && permutes<view<float, query<8>, head_dim<4>>>);
static_assert(!permutes<x_t> && !permutes<const x_t>);
template <class X>
concept slices = requires(X&& x) {
  slice<query, 1, 3>(static_cast<X&&>(x));
};
static_assert(slices<x_t&> && !slices<x_t> && !slices<const x_t>);
template <class X>
concept expands = requires(X&& x) {
  expand<batch<2>>(static_cast<X&&>(x));
};
static_assert(expands<x_t&> && !expands<x_t>);
template <class X>
concept unstacks = requires(X&& x) {
  unstack<query>(static_cast<X&&>(x));
};
static_assert(unstacks<x_t&> && !unstacks<x_t>);
template <class X>
concept merges = requires(X&& x) {
  merge<model, query, head_dim>(static_cast<X&&>(x));
};
static_assert(merges<x_t&> && merges<x_t> && !merges<const x_t>);

// Split, merge and reshape by product, symbolic too.
static_assert(
    same<decltype(split<model, head<2>, head_dim<d>>(of<s_t>())), tensor<float, query<n>, head<2>, head_dim<d>>>);
static_assert(same<decltype(merge<model, head, head_dim>(of<tensor<float, head<2>, head_dim<d>>>())),
                   tensor<float, model<2 * d>>>);
static_assert(same<decltype(merge<model, query, head_dim>(of<x_t>())), tensor<float, model<32>>>);
static_assert(same<decltype(reshape<batch<2>, key<16>>(of<x_t&>())), view<float, batch<2>, key<16>>>);
static_assert(same<decltype(reshape<model<n * d>, head<2>>(of<s_t>())), tensor<float, model<n * d>, head<2>>>);
static_assert(same<decltype(merge<model, head_dim>(of<x_t>())), tensor<float, query<8>, model<4>>>);
template <class X, class... New>
concept reshapes = requires(X&& x) {
  reshape<New...>(static_cast<X&&>(x));
};
static_assert(!reshapes<x_t, model<31>> && !reshapes<s_t, model<n * d>> && !reshapes<x_t, model<4>, model<8>>);

// Extents are added and subtracted: a number, a size or a formula.
static_assert(same<decltype(concat<query>(of<x_t>(), of<x_t>())), tensor<float, query<16>, head_dim<4>>>);
static_assert(
    same<decltype(concat<key>(of<tensor<float, key<m>>>(), of<tensor<float, key<n>>>())), tensor<float, key<m + n>>>);
static_assert(
    same<decltype(concat<key>(of<tensor<float, key<m>>>(), of<tensor<float, key<1>>>())), tensor<float, key<m + 1>>>);
static_assert(same<decltype(slice<key, m, m + n>(of<tensor<float, key<m + n>>&>())), view<float, key<n>>>);
static_assert(same<decltype(slice<key, 0, m>(of<tensor<float, key<m + n>>&>())), view<float, key<m>>>);
static_assert(same<decltype(slice<query, 2, 8>(of<x_t&>())), view<float, query<6>, head_dim<4>>>);
static_assert(same<decltype(slice<query<3>>(of<const x_t&>(), 2)), view<const float, query<3>, head_dim<4>>>);
static_assert(same<decltype(slice<key<n>>(of<tensor<float, key<m + n>>&>(), 2)), view<float, key<n>>>);

// The rest.
static_assert(same<decltype(sum<query>(of<x_t&>())), tensor<float, head_dim<4>>>);
static_assert(same<decltype(mean<query, head_dim>(of<x_t&>())), tensor<float>>);
static_assert(same<decltype(maximum<model>(of<s_t&>())), tensor<float, query<n>>>);
static_assert(
    same<decltype(embed<vocab>(of<tensor<float, vocab<50>, model<d>>&>(), of<tensor<int, batch<2>, query<n>>&>())),
         tensor<float, batch<2>, query<n>, model<d>>>);
static_assert(
    same<decltype(gather<key>(of<tensor<float, batch<2>, key<9>, model<3>>&>(), of<tensor<int, batch<2>, key<5>>&>())),
         tensor<float, batch<2>, key<5>, model<3>>>);
static_assert(same<decltype(argmax<head_dim>(of<x_t&>())), tensor<int, query<8>>>);
static_assert(
    same<decltype(argmax<head_dim>(of<tensor<metered, query<8>, head_dim<4>>&>())), tensor<metered, query<8>>>);
static_assert(same<decltype(top_k<query, 3>(of<x_t&>()).values), tensor<float, query<3>, head_dim<4>>>);
static_assert(same<decltype(top_k<query, 3>(of<x_t&>()).indices), tensor<int, query<3>, head_dim<4>>>);
static_assert(same<decltype(cast<double>(of<x_t&>())), tensor<double, query<8>, head_dim<4>>>);
static_assert(same<decltype(cast<double>(of<tensor<counted<float>, query<8>>&>())), tensor<counted<double>, query<8>>>);
static_assert(same<decltype(stack<head>(of<x_t&>(), of<tensor<float, head_dim<4>, query<8>>&>())),
                   tensor<float, head<2>, query<8>, head_dim<4>>>);
static_assert(same<decltype(unstack<query>(of<x_t&>())), unstacked<view<float, head_dim<4>>, 8>>);
static_assert(same<decltype(where(of<tensor<bool, query<8>>&>(), of<x_t&>(), 0)), x_t>);
static_assert(same<decltype(where(of<tensor<bool, stripe<3>, query<8>, head_dim<4>>&>(), 0, of<x_t&>())),
                   tensor<float, stripe<3>, query<8>, head_dim<4>>>);
static_assert(same<decltype(einsum<head_dim, key>(of<x_t&>(), of<tensor<float, query<8>, key<2>>&>())),
                   tensor<float, head_dim<4>, key<2>>>);

// An operand that is no tensor is no hard error either.
template <class X>
concept everything_of = requires(X x) {
  rms_norm<query>(x, x, 0.);
}
|| requires(X x) { where(x, x, x); }
|| requires(X x) { rope<query, head_dim>(x, x, x); }
|| requires(X x) { concat<query>(x, x); }
|| requires(X x) { softmax<query>(x); }
|| requires(X x) { gather<query>(x, x); }
|| requires(X x) { split<query, key<1>>(x); }
|| requires(X x) { slice<query, 0, 1>(x); }
|| requires(X x) { slice<query<1>>(x, 0); }
|| requires(X x) { stack<query>(x, x); }
|| requires(X x) { top_k<query, 1>(x); }
|| requires(X x) { einsum<query>(x, x); }
|| requires(X x) { expand<query<1>>(x); }
|| requires(X x) { reshape<query<1>>(x); }
|| requires(X x) { rename<query, key>(x); }
|| requires(X x) { permute<query>(x); };
static_assert(!everything_of<int> && !everything_of<const char*>);

}  // namespace
