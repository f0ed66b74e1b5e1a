// Tensors whose types differ only in how equal extents are spelled are one another's; others are not.
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct past : size<"past"> { using size::operator=; } past;

template <class From, class To>
constexpr bool converts = std::is_convertible_v<From, To> && std::is_assignable_v<To&, From>;
template <class... A>
using f = tensor<float, A...>;

static_assert(converts<f<query<8>>, f<query<8u>>>);
static_assert(converts<f<query<8>>&, f<query<std::size_t{8}>>>);
static_assert(converts<f<key<n + past>>, f<key<past + n>>>);
static_assert(converts<const f<key<n - 1 + 1>>&, f<key<n>>>);
static_assert(converts<f<key<n>>, f<key<n - 1 + 1>>>);
static_assert(converts<f<key<2 * n + n>, query<3>>, f<key<3 * n>, query<3>>>);
static_assert(converts<f<key<n + past - past>>, f<key<n>>>);
static_assert(!converts<f<key<n>>, f<key<n + past - past>>>);  // the value of past is not known

static_assert(!converts<f<query<8>>, f<query<9>>>);
static_assert(!converts<f<query<n>>, f<query<n + 1>>>);
static_assert(!converts<f<query<n>>, f<query<8>>>);  // run-time sizes become numbers at a boundary only
static_assert(!converts<f<query<8>>, f<key<8>>>);
static_assert(!converts<f<query<8>>, f<query<8>, key<1>>>);
static_assert(!converts<f<query<8>, key<8>>, f<key<8>, query<8>>>);  // the order of axes is that of the cells
static_assert(!converts<tensor<double, query<8>>, f<query<8>>>);

// values come along, and cells move where they may
constexpr bool moves() {
  tensor<int, key<n + past>> a(n = 2, past = 1);
  a.begin()[2] = 7;
  const int* cells = a.data();
  tensor<int, key<past + n>> b = std::move(a);
  tensor<int, key<n + past>> c = b;
  return b.data() == cells && a.size() == 0 && c.data() != cells && c.begin()[2] == 7 && c.size() == 3;
}
static_assert(moves());

// views: of what has a name, with the same axes in the same order; const where the cells are
template <class... A>
using reads = view<const float, A...>;
template <class... A>
using writes = view<float, A...>;
static_assert(converts<f<query<n>>&, reads<query<n>>>);
static_assert(converts<f<query<n>>&, writes<query<n>>>);
static_assert(converts<const f<query<n>>&, reads<query<n>>>);
static_assert(converts<writes<key<n + past>>, reads<key<past + n>>>);
static_assert(!converts<const f<query<n>>&, writes<query<n>>>);
static_assert(!converts<reads<query<n>>, writes<query<n>>>);
static_assert(!converts<f<query<n>>, reads<query<n>>>);  // nobody would keep the tensor
static_assert(!converts<f<query<n>>&, reads<query<n + 1>>>);
static_assert(std::is_trivially_copyable_v<reads<query<n>>>);

}  // namespace
