#pragma once
// What the core would cost if a shape were a Boost.Hana sequence of pairs: the same contraction, axes by name.

#include <boost/hana/all_of.hpp>
#include <boost/hana/any_of.hpp>
#include <boost/hana/concat.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/integral_constant.hpp>
#include <boost/hana/not.hpp>
#include <boost/hana/not_equal.hpp>
#include <boost/hana/optional.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

namespace hana_pairs {

namespace hana = boost::hana;

template <class Name, int Extent>
using axis = hana::pair<hana::type<Name>, hana::int_<Extent>>;

template <class... Axis>
struct tensor {
  float* cells = nullptr;
};
template <class... Axis>
constexpr tensor<Axis...> with_shape(hana::tuple<Axis...>) {
  return {};
}

/// The axes of the first without X, then those that only the second has; axes of both agree.
template <class X, class... A, class... B>
auto contract(const tensor<A...>&, const tensor<B...>&) {
  constexpr hana::tuple<A...> left{};
  constexpr hana::tuple<B...> right{};
  constexpr auto same_name = [](auto axis) {
    return [=](auto other) { return hana::first(other) == hana::first(axis); };
  };
  constexpr auto agrees = [=](auto axis) {
    const auto found = hana::find_if(hana::tuple<B...>{}, same_name(axis));
    if constexpr (decltype(hana::is_just(found))::value)
      return hana::second(*found) == hana::second(axis);
    else
      return hana::true_c;
  };
  static_assert(decltype(hana::all_of(left, agrees))::value);
  constexpr auto kept = hana::filter(left, [](auto axis) { return hana::first(axis) != hana::type_c<X>; });
  constexpr auto own = hana::filter(right, [=](auto axis) {
    return hana::not_(hana::any_of(hana::tuple<A...>{}, same_name(axis)));
  });
  return with_shape(hana::concat(kept, own));
}

}  // namespace hana_pairs
