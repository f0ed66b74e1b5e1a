// The boundary, in constant evaluation: what memory may become a tensor, and of which type.
#include <array>
#include <span>
#include <vector>

#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

template <class S>
using seen = decltype(view_of<query<n>>(std::declval<S>(), {3}));
static_assert(std::is_same_v<seen<float*>, view<float, query<n>>>);
static_assert(std::is_same_v<seen<const float*>, view<const float, query<n>>>);
static_assert(std::is_same_v<seen<std::vector<float>&>, view<float, query<n>>>);
static_assert(std::is_same_v<seen<const std::vector<float>&>, view<const float, query<n>>>);
static_assert(std::is_same_v<seen<std::span<float>>, view<float, query<n>>>);
static_assert(std::is_same_v<seen<std::span<const float>>, view<const float, query<n>>>);
static_assert(std::is_same_v<seen<const std::span<float>&>, view<float, query<n>>>);
static_assert(std::is_same_v<seen<float (&)[3]>, view<float, query<n>>>);
static_assert(std::is_same_v<seen<const std::array<double, 3>&>, view<const double, query<n>>>);
static_assert(std::is_same_v<decltype(tensor_from<query<n>>(std::vector<float>(), {0})), tensor<float, query<n>>>);

// what would dangle, or is a tensor already, is refused
template <class S>
constexpr bool can_see = requires(S&& s) { view_of<query<n>>(static_cast<S&&>(s), {3}); };
static_assert(can_see<float*> && can_see<std::span<float>> && can_see<std::vector<float>&>);
static_assert(!can_see<std::vector<float>> && !can_see<const std::vector<float>> && !can_see<std::array<float, 3>>);
static_assert(!can_see<tensor<float, query<3>>&>);  // reshape and rename keep what is known
static_assert(!can_see<int>);

template <class... A>
constexpr bool fits = requires(float* p) { view_of<A...>(p, {3, 4}); };
static_assert(fits<query<n>, key<m>> && fits<query<n>, key<n>> && fits<query<n>, key<n + 1>> && fits<query<3>, key<4>>);
static_assert(!fits<query<n>> && !fits<query<n>, key<m>, model<1>>);  // one extent for each axis
static_assert(!fits<query<3>, key<n + 1>>);                           // no axis says what n is
static_assert(!fits<query<n>, query<m>> && !fits<query<n>, key<-1>>);

constexpr bool reads() {
  int memory[]{0, 1, 2, 3, 4, 5, 6, 7};
  auto dense = view_of<query<n>, key<n + 2>>(memory, {2, 4});
  auto turned = view_of<key<m>, query<2>>(memory, {4, 2}, {1, 4});
  auto backward = view_of<query<n>>(memory + 7, {8}, {-1});
  auto known = view_of<query<n>, key<4>>(memory, n = 2);
  auto own = tensor_from<query<2>, key<4>>(memory);
  at<query, key>(dense, 1, 1) = 50;
  return at<query, key>(turned, 1, 1) == 50 && at<query>(backward, 2) == 50 && at<query, key>(known, 1, 1) == 50 &&
         at<query, key>(own, 1, 1) == 5 && extent<key>(dense) == 4;
}
static_assert(reads());

}  // namespace
