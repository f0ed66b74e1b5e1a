// Shapes fold, and layers are tuples of names and references.
#include <boost/hana/concept/foldable.hpp>
#include <boost/hana/concept/searchable.hpp>
#include <boost/hana/contains.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/find.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/optional.hpp>

#include <conform/interop/hana.hpp>
#include <conform/layer/linear.hpp>

using namespace conform;
using namespace conform::axes;
namespace hana = boost::hana;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;

using axes_of_q = shape<query<3>, key<4>, head_dim<n>>;
constexpr axes_of_q q{};
static_assert(hana::Foldable<axes_of_q>::value && hana::Searchable<axes_of_q>::value);
static_assert(hana::length(q) == hana::size_c<3>);
static_assert(hana::to_tuple(q) == hana::tuple_t<query<3>, key<4>, head_dim<n>>);
static_assert(hana::length(shape<>{}) == hana::size_c<0>);

// the size of a tensor, as a fold
constexpr auto product = hana::fold_left(q, 1, [](auto size, auto axis) {
  return size * extent_of<typename decltype(axis)::type>;
});
static_assert(product == 12 * n);

static_assert(hana::contains(q, hana::type_c<key<4>>) && !hana::contains(q, hana::type_c<key<5>>));
static_assert(hana::find(q, hana::type_c<query<3>>) == hana::just(hana::type_c<query<3>>));
static_assert(hana::find(q, hana::type_c<model<3>>) == hana::nothing);
constexpr auto is_key = [](auto axis) {
  return hana::bool_c<info_of<typename decltype(axis)::type>.id == axis_id<key>>;
};
static_assert(decltype(hana::any_of(q, is_key))::value);
static_assert(!decltype(hana::any_of(shape<query<2>>{}, is_key))::value);

// the members of a layer, in the order of their declaration
using layer_type = linear<float, from<model<3>>, into<hidden<4>>>;
constexpr int elements() {
  layer_type layer(true);
  int out = 0;
  hana::for_each(interop::members_of(layer), [&](const auto& member) {
    out = 100 * out + static_cast<int>(hana::second(member).elements()) + (hana::first(member)[0] == 'w' ? 50 : 0);
  });
  return out;
}
static_assert(elements() == 100 * (12 + 50) + 4);
static_assert(std::is_same_v<decltype(interop::members_of(std::declval<const layer_type&>())),
                             hana::tuple<hana::pair<const char*, const parameter<float, model<3>, hidden<4>>&>,
                                         hana::pair<const char*, const parameter<float, hidden<4>>&>>>);

}  // namespace
