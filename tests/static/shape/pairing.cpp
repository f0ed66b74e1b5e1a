// How long shapes meet: the plan holds places in words, which must hold for the most axes that there can be.
#include <conform/shape.hpp>

namespace {

using namespace conform;

template <auto N> struct a : axis<N> {};
template <auto N> struct b : axis<N> {};
template <auto N> struct c : axis<N> {};
template <auto N> struct d : axis<N> {};
template <auto N> struct e : axis<N> {};
template <auto N> struct f : axis<N> {};
template <auto N> struct g : axis<N> {};
template <auto N> struct h : axis<N> {};
template <auto N> struct i : axis<N> {};
template <auto N> struct j : axis<N> {};
template <auto N> struct k : axis<N> {};
template <auto N> struct l : axis<N> {};
template <auto N> struct m : axis<N> {};
template <auto N> struct o : axis<N> {};
template <auto N> struct p : axis<N> {};

template <class Names, class A, class B>
using result = typename meeting<Names, A, B>::result;
template <class Names, class A, class B>
using reason = typename meeting<Names, A, B>::reason;
template <class X, class Y>
inline constexpr bool same = std::is_same_v<X, Y>;

// Each place of a list, at and beside the steps in which places are skipped.
template <int... N>
constexpr bool picks(std::integer_sequence<int, N...>) {
  return (same<pick<static_cast<std::size_t>(N), a<N>...>, a<0>> || ...) && same<pick<0, a<N>...>, a<0>> &&
         same<pick<3, a<N>...>, a<3>> && same<pick<4, a<N>...>, a<4>> && same<pick<7, a<N>...>, a<7>> &&
         same<pick<8, a<N>...>, a<8>> && same<pick<27, a<N>...>, a<27>>;
}
static_assert(picks(std::make_integer_sequence<int, 28>{}));

// 14 axes of a result, most places above 8; what is shared is carried once, in the order of the first.
using first = shape<a<1>, b<2>, c<3>, d<4>, e<5>, f<6>, g<7>, h<8>>;
using second = shape<h<8>, i<9>, b<2>, j<10>, k<11>, l<12>, m<13>, o<14>>;
static_assert(same<result<names<>, first, second>, shape<a<1>, b<2>, c<3>, d<4>, e<5>, f<6>, g<7>, h<8>, i<9>, j<10>,
                                                         k<11>, l<12>, m<13>, o<14>>>);
static_assert(same<result<names<h, b>, first, second>,
                   shape<a<1>, c<3>, d<4>, e<5>, f<6>, g<7>, i<9>, j<10>, k<11>, l<12>, m<13>, o<14>>>);
constexpr auto plan = meeting<names<h, b>, first, second>::plan;
static_assert(plan.kept == 12 && plan.summed == 2);
static_assert(plan.sum_a[0] == 7 && plan.sum_b[0] == 0 && plan.sum_a[1] == 1 && plan.sum_b[1] == 2);
static_assert(plan.keep_a[5] == 6 && plan.keep_b[5] == planning::digits::none);
static_assert(plan.keep_a[11] == planning::digits::none && plan.keep_b[11] == 7);

// One more is too many, in the result or in an operand.
static_assert(same<reason<names<>, first, shape<i<9>, j<10>, k<11>, l<12>, m<13>, o<14>>>, accepted>);
static_assert(same<reason<names<>, first, shape<i<9>, j<10>, k<11>, l<12>, m<13>, o<14>, p<15>>>,
                   too_many_axes<a<1>, b<2>, c<3>, d<4>, e<5>, f<6>, g<7>, h<8>, i<9>, j<10>, k<11>, l<12>, m<13>,
                                 o<14>, p<15>>>);
using every_axis =
    shape<a<1>, b<2>, c<3>, d<4>, e<5>, f<6>, g<7>, h<8>, i<9>, j<10>, k<11>, l<12>, m<13>, o<14>, p<15>>;
static_assert(same<reason<names<a, b>, every_axis, shape<b<2>, a<1>>>,
                   too_many_axes<a<1>, b<2>, c<3>, d<4>, e<5>, f<6>, g<7>, h<8>, i<9>, j<10>, k<11>, l<12>, m<13>,
                                 o<14>, p<15>, b<2>, a<1>>>);

// Reasons, each with its control.
static_assert(same<reason<names<h>, first, second>, accepted>);
static_assert(same<reason<names<h>, first, shape<h<9>>>, extents_differ<h<8>, h<9>>>);
static_assert(same<reason<names<i>, first, shape<i<9>>>, axis_missing<every<i>, a<1>, b<2>, c<3>, d<4>, e<5>, f<6>,
                                                                      g<7>, h<8>>>);
static_assert(same<reason<names<a>, first, shape<i<9>>>, axis_missing<every<a>, i<9>>>);
static_assert(same<reason<names<h, b, h>, first, second>, axis_repeated<every<h>, every<h>>>);
static_assert(same<reason<names<a>, shape<a<-1>>, shape<a<2>>>, extent_invalid<a<-1>>>);
static_assert(same<reason<names<a>, shape<a<2>>, shape<a<2>, b<-1>>>, extent_invalid<b<-1>>>);

}  // namespace
