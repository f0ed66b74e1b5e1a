// What a tensor stores: cells, and one number for each named size. What it knows from its type costs nothing.
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct past : size<"past"> { using size::operator=; } past;

constexpr auto word = sizeof(void*);
static_assert(sizeof(tensor<float>) == word);
static_assert(sizeof(tensor<float, query<128>, head_dim<64>>) == word);
static_assert(sizeof(tensor<float, query<n>, head_dim<64>>) == word + 8);
static_assert(sizeof(tensor<float, query<n>, key<n>, head_dim<n + 1>>) == word + 8);  // one symbol, one number
static_assert(sizeof(tensor<float, query<n>, key<past + n>>) == word + 16);
static_assert(sizeof(tensor<float, key<n - past + past>>) == word + 16);  // cancelled, yet in the formula's type

// cells are row-major: the last axis is contiguous
constexpr layout rows = row_major({{2, 3, 4}, 3});
static_assert(rows.stride[0] == 12 && rows.stride[1] == 4 && rows.stride[2] == 1);
static_assert(tensor<int, query<2>, key<3>, head_dim<4>>().size() == 24);
static_assert(tensor<int, query<n>, key<n + 1>>(n = 3).size() == 12);
static_assert(tensor<int>().size() == 1);  // no axes: one number
static_assert(tensor<int, query<0>, key<7>>().size() == 0);
static_assert(tensor<int, batch<0>, query<n>, key<n>>(n = 1ll << 40).size() == 0);
static_assert(*tensor<float, query<1>>().begin() == 0);  // cells start at zero

// named sizes are bound by name, in any order, each of them and no other
static_assert(std::is_constructible_v<tensor<float, query<n>, key<past>>, decltype(past = 2), decltype(n = 1u)>);
static_assert(!std::is_constructible_v<tensor<float, query<n>, key<past>>, decltype(n = 1)>);
static_assert(!std::is_constructible_v<tensor<float, query<n>>, decltype(n = 1), decltype(past = 1)>);
static_assert(!std::is_constructible_v<tensor<float, query<n>>, int>);
static_assert(!std::is_default_constructible_v<tensor<float, query<n>>>);
static_assert(!std::is_default_constructible_v<tensor<float, query<8>, query<8>>>);
static_assert(!std::is_default_constructible_v<tensor<float, query<-1>>>);
static_assert(std::is_nothrow_move_constructible_v<tensor<float, query<n>>>);

// copies are deep
constexpr bool deep() {
  tensor<int, query<2>> a;
  auto b = a;
  *b.begin() = 5;
  a = b;
  *b.begin() = 6;
  return *a.begin() == 5;
}
static_assert(deep());

// what was moved from is empty, and so is its copy
constexpr bool empty_after_move() {
  tensor<int, query<2>> a;
  const auto b = std::move(a);
  const auto c = a;
  return a.size() == 0 && a.begin() == a.end() && c.size() == 0 && b.size() == 2;
}
static_assert(empty_after_move());

}  // namespace
