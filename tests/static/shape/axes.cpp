// What tells axes apart: the template, wherever it is declared. A new axis is one line.
#include <conform/conform.hpp>

using namespace conform;

template <auto N> struct patch : axis<N> {};
namespace vision {
template <auto N> struct patch : axis<N> {};
namespace {
template <auto N> struct patch_here : axis<N> {};
}  // namespace
struct model {
  template <auto N> struct patch : axis<N> {};
};
template <class>
struct family {
  template <auto N> struct patch : axis<N> {};
};
}  // namespace vision
namespace {
template <auto N> struct patch_here : axis<N> {};
}  // namespace
template <auto N> struct not_one {};

// every pair differs, and each is itself whatever its extent
constexpr std::uint64_t all[]{axis_id<patch>,
                              axis_id<vision::patch>,
                              axis_id<vision::patch_here>,
                              axis_id<vision::model::patch>,
                              axis_id<vision::family<int>::patch>,
                              axis_id<vision::family<long>::patch>,
                              axis_id<patch_here>,
                              axis_id<axes::query>,
                              axis_id<axes::key>};
constexpr bool distinct() {
  for (auto& a : all)
    for (auto& b : all)
      if ((&a - all == &b - all) != (a == b)) return false;
  return true;
}
static_assert(distinct());
static_assert(info_of<patch<3>>.id == axis_id<patch> && info_of<patch<4u>>.id == axis_id<patch>);
static_assert(axis_id<not_one> == 0);

// a user's axis is as good as the library's: it contracts, and two of one name do not mix
using rows = tensor<float, axes::query<2>, patch<4>>;
static_assert(std::is_same_v<decltype(contract<patch>(rows(), tensor<float, patch<4>, axes::key<3>>())),
                             tensor<float, axes::query<2>, axes::key<3>>>);
template <class A, class B>
constexpr bool contracts = requires(A a, B b) { contract<patch>(a, b); };
static_assert(!contracts<rows, tensor<float, vision::patch<4>, axes::key<3>>>);
static_assert(std::is_same_v<decltype(contract<>(rows(), tensor<float, vision::patch<4>>())),
                             tensor<float, axes::query<2>, patch<4>, vision::patch<4>>>);

// the name, for messages
constexpr bool is_named(naming::range name, const char* wanted) {
  for (std::size_t i = 0; i < name.count; ++i)
    if (name.begin[i] != wanted[i]) return false;
  return wanted[name.count] == 0;
}
static_assert(is_named(axis_name<patch<1>>, "patch"));
static_assert(is_named(axis_name<vision::model::patch<1>>, "patch"));
static_assert(is_named(axis_name<vision::family<long>::patch<1>>, "patch"));
static_assert(is_named(axis_name<vision::patch_here<1>>, "patch_here"));
