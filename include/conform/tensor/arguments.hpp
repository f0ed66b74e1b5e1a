#pragma once
// What the arguments of a tensor's constructor say: which machine it lives on, and the values of its named sizes.

#include <conform/tensor/extents.hpp>

namespace conform {

template <class T, class... A>
class tensor;
template <class T, class... A>
class view;

/// A tensor or view, perhaps const or a reference. (No std::remove_cvref_t here: three classes for every tensor.)
template <class X>
inline constexpr bool is_tensor = false;
template <class T, class... A>
inline constexpr bool is_tensor<tensor<T, A...>> = true;
template <class T, class... A>
inline constexpr bool is_tensor<view<T, A...>> = true;
template <class X>
inline constexpr bool is_tensor<const X> = is_tensor<X>;
template <class X>
inline constexpr bool is_tensor<X&> = is_tensor<X>;
template <class X>
inline constexpr bool is_tensor<X&&> = is_tensor<X>;

/// A tensor, plainly: neither a view, nor const, nor a reference.
template <class X>
inline constexpr bool is_owning = false;
template <class T, class... A>
inline constexpr bool is_owning<tensor<T, A...>> = true;

/// Anything with a number type, a shape and cells: tensor or view.
template <class X>
concept tensor_like = is_tensor<X>;

template <class X>
using number_of = typename std::remove_cvref_t<X>::number;
template <class X>
using shape_of = typename std::remove_cvref_t<X>::shape;

/// A machine and sizes that are already known: how operations make their results.
template <class T, class Symbols>
struct placement {
  machine<T> on;
  [[no_unique_address]] bound_sizes<Symbols> sizes;  // else g++ warns: empty, thus never written
};

template <class T, class Named>
class storage;

namespace constructing {

/// An argument that names a machine or a size; tensors and storage have constructors of their own.
template <class X>
inline constexpr bool is_storage = false;
template <class T, class Named>
inline constexpr bool is_storage<storage<T, Named>> = true;
template <class X>
concept by_name = !is_tensor<X> && !is_storage<std::remove_cvref_t<X>>;

/// The named sizes whose values a tensor stores. A metered tensor stores none: it lives on formulas.
template <class T, class... A>
using named_sizes = typename binding_sizes::symbols_in<
    !is_metered<T> && ((info_of<A>.extent == axis_info::formula) || ...)>::template of<A...>;

template <class X>
inline constexpr bool is_binding = false;
template <text Name, class V>
inline constexpr bool is_binding<binding<Name, V>> = std::integral<V>;

/// A fresh size (with_size) carries its own value.
template <class X>
concept carries_value = named_size<X> && requires(const X& x) {
  { x.value } -> std::convertible_to<long long>;
};

/// Does argument X give the named size S its value? A binding goes by name, a fresh size by its type.
template <class X, class S>
constexpr bool binds() {
  if constexpr (is_binding<X>)
    return !carries_value<S> && freezing::compare({X::name.chars, 0}, {S::name.chars, 0}) == 0;
  else
    return carries_value<X> && std::is_same_v<X, S>;
}

template <class T, class X>
inline constexpr bool names_machine =
    std::is_same_v<X, typename machine<T>::argument> || std::is_same_v<X, machine<T>>;

constexpr int first_false(const bool* all, int count) {
  for (int i = 0; i < count; ++i)
    if (!all[i]) return i;
  return -1;
}

template <class T, class Symbols, class... X>
struct arguments;
template <class T, class... S, class... X>
struct arguments<T, symbols<S...>, X...> {
  template <class Y>
  static constexpr bool known = names_machine<T, Y> || (binds<Y, S>() || ...);
  template <class R>
  static constexpr int times = (0 + ... + (binds<X, R>() ? 1 : 0));

  static constexpr auto why() {
    constexpr bool all_known[]{known<X>..., true}, all_bound[]{(times<S> > 0)..., true}, all_once[]{(times<S> < 2)..., true};
    constexpr int unknown = first_false(all_known, sizeof...(X)), unbound = first_false(all_bound, sizeof...(S)),
                  twice = first_false(all_once, sizeof...(S));
    if constexpr (unknown >= 0)
      return static_cast<size_unknown<pick<static_cast<std::size_t>(unknown), X...>>*>(nullptr);
    else if constexpr (twice >= 0)
      return static_cast<size_bound_twice<every_size<pick<static_cast<std::size_t>(twice), S...>::name>>*>(nullptr);
    else if constexpr (unbound >= 0)
      return static_cast<size_unbound<every_size<pick<static_cast<std::size_t>(unbound), S...>::name>>*>(nullptr);
    else
      return static_cast<accepted*>(nullptr);
  }
  using reason = std::remove_pointer_t<decltype(why())>;
};
template <class T>
struct arguments<T, symbols<>> {
  using reason = accepted;
};

/// Why tensor Of cannot be made from names X, or accepted.
template <class Of, class... X>
struct verdict_of;
template <class T, class... A, class... X>
struct verdict_of<tensor<T, A...>, X...> {
  using axes = refusal_of<A...>;
  using type = std::conditional_t<std::is_same_v<axes, accepted>,
                                  typename arguments<T, named_sizes<T, A...>, std::remove_cvref_t<X>...>::reason, axes>;
};
template <class Of, class... X>
using verdict = typename verdict_of<Of, X...>::type;

/// A size as stored; what does not fit is negative, which is refused.
template <std::integral V>
constexpr long long stored(V value) {
  const long long out = static_cast<long long>(value);
  return (out < 0) == (value < V{}) && static_cast<V>(out) == value ? out : -1;
}

template <class T, class... S>
constexpr void take(placement<T, symbols<S...>>& at, auto& argument) {
  using X = std::remove_cvref_t<decltype(argument)>;
  if constexpr (names_machine<T, X>) {
    at.on = machine<T>(argument);
  } else {
    int place = 0;
    ((binds<X, S>() ? at.sizes.set(place++, integer{argument.value}, S::name.chars) : void(++place)), ...);
  }
}
template <class T, class Named>
constexpr placement<T, Named> gather(auto&... arguments) {
  placement<T, Named> at;
  (take(at, arguments), ...);
  return at;
}

}  // namespace constructing
}  // namespace conform
