#pragma once
// hana: shapes and layers as Boost.Hana sees them. A shape is a Foldable and Searchable sequence of its axes, each as
// hana::type; the parameters of a layer are a tuple of pairs (name, reference).

#include <type_traits>
#include <utility>

#include <boost/hana/any_of.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/layer/parameter.hpp>

namespace conform::interop {

/// The tag of every shape.
struct shape_tag {};

/// A name and a member, as each() gives them, in a tuple that grows with the comma between the calls.
template <class... Pair>
struct collected {
  boost::hana::tuple<Pair...> members;

  template <class... More>
  friend constexpr auto operator,(collected left, collected<More...> right) {
    return boost::hana::unpack(std::move(left.members), [&](auto&&... a) {
      return boost::hana::unpack(std::move(right.members), [&](auto&&... b) {
        return collected<Pair..., More...>{{std::move(a)..., std::move(b)...}};
      });
    });
  }
};

struct collect {
  template <class Member>
  constexpr auto operator()(const char* name, Member& member) const {
    using pair = boost::hana::pair<const char*, Member&>;
    return collected<pair>{boost::hana::tuple<pair>{pair{name, member}}};
  }
};

/// The members that a layer declares in each(), in order: a Hana tuple of pairs of a name and a reference.
///   hana::for_each(members_of(layer), [](const auto& m) { print(hana::first(m), hana::second(m)); });
template <class Part>
constexpr auto members_of(Part& part) {
  using all = decltype(std::remove_const_t<Part>::each(part, collect{}));
  static_assert(!std::is_void_v<all>, "each() must return its list: return f(\"q\", self.q), f(\"k\", self.k);");
  return std::remove_const_t<Part>::each(part, collect{}).members;
}

}  // namespace conform::interop

namespace boost::hana {

template <class... A>
struct tag_of<conform::shape<A...>> {
  using type = conform::interop::shape_tag;
};

template <>
struct unpack_impl<conform::interop::shape_tag> {
  template <class... A, class F>
  static constexpr decltype(auto) apply(conform::shape<A...>, F&& f) {
    return static_cast<F&&>(f)(type_c<A>...);
  }
};

template <>
struct find_if_impl<conform::interop::shape_tag> {
  template <class... A, class Predicate>
  static constexpr auto apply(conform::shape<A...>, Predicate&& predicate) {
    return find_if(make_tuple(type_c<A>...), static_cast<Predicate&&>(predicate));
  }
};

template <>
struct any_of_impl<conform::interop::shape_tag> {
  template <class... A, class Predicate>
  static constexpr auto apply(conform::shape<A...>, Predicate&& predicate) {
    return any_of(make_tuple(type_c<A>...), static_cast<Predicate&&>(predicate));
  }
};

}  // namespace boost::hana

#pragma GCC diagnostic pop
