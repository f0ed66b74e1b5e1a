#pragma once
// The run-time values of a tensor's named sizes: one number per distinct name, none for static extents.

#include <conform/shape/shape.hpp>

namespace conform {

/// Thrown when run-time sizes do not conform. what() names the size or axis, the value expected and the value found.
class size_mismatch : public std::exception {
 public:
  /// size n: expected 3, found 4
  size_mismatch(naming::range name, integer expected, integer found)
      : size_mismatch("size ", name, "expected ", expected, found) {}
  /// axis query: expected at least 0, found -4
  size_mismatch(const char* kind, naming::range name, const char* relation, integer expected, integer found) {
    list<char> line;
    rendering::put(line, kind);
    for (std::size_t i = 0; i < name.count; ++i) line.push_back(name.begin[i]);
    rendering::put(line, ": ");
    rendering::put(line, relation);
    rendering::put(line, expected);
    rendering::put(line, ", found ");
    rendering::put(line, found);
    for (std::size_t i = 0; i < line.size() && i + 1 < sizeof text_; ++i) text_[i] = line[i];
  }
  const char* what() const noexcept override { return text_; }

 private:
  char text_[160]{};
};

namespace binding_sizes {

/// Not constexpr: in constant evaluation the call is the error.
[[noreturn]] inline void refuse(naming::range name, integer expected, integer found) {
  throw size_mismatch(name, expected, found);
}

/// A size is at least 0 and at most what the cells of a tensor can be counted with.
inline constexpr long long largest = static_cast<long long>(~0ull >> 1);
[[noreturn]] inline void refuse_value(const char* kind, naming::range name, integer found) {
  throw size_mismatch(kind, name, found < 0 ? "expected at least " : "expected at most ", found < 0 ? 0 : largest, found);
}

constexpr naming::range whole(const char* s) {
  std::size_t count = 0;
  while (s[count]) ++count;
  return {s, count};
}

template <class A>
using symbols_of_axis = freezing::symbols_of<decltype(extent_of<A>)>;

template <class... Lists>
struct merge_all {
  using type = symbols<>;
};
template <class First, class... Rest>
struct merge_all<First, Rest...> {
  using type = freezing::merged_t<First, typename merge_all<Rest...>::type>;
};
template <class... Lists>
using merged_all = typename merge_all<Lists...>::type;

/// The distinct named sizes of a shape. Static shapes take the first branch, without any merging.
template <bool Formula>
struct symbols_in {
  template <class... A>
  using of = symbols<>;
};
template <>
struct symbols_in<true> {
  template <class... A>
  using of = merged_all<symbols_of_axis<A>...>;
};

}  // namespace binding_sizes

/// Values for the named sizes S, in the order of the list.
template <class Symbols>
struct bound_sizes;

template <>
struct bound_sizes<symbols<>> {
  constexpr integer operator[](int) const { return 0; }
  constexpr void meet(const auto&) {}
};

template <class... S>
  requires(sizeof...(S) > 0)
struct bound_sizes<symbols<S...>> {
  static constexpr long long unbound = -1;
  long long at[sizeof...(S)];

  constexpr bound_sizes() {
    for (long long& v : at) v = unbound;
  }
  constexpr integer operator[](int id) const { return at[id]; }

  /// Takes over the values of another list; a value that is there already must be the same.
  template <class... R>
  constexpr void meet(const bound_sizes<symbols<R...>>& other) {
    if constexpr (sizeof...(R) > 0) {
      constexpr freezing::places<symbols<R...>, symbols<S...>> places{};
      const char* const names[]{R::name.chars...};
      for (std::size_t i = 0; i < sizeof...(R); ++i)
        if (places.at[i] >= 0) set(places.at[i], other.at[i], names[i]);
    }
  }
  constexpr void set(int place, integer value, const char* name) {
    if (value < 0 || value > binding_sizes::largest)
      binding_sizes::refuse_value("size ", binding_sizes::whole(name), value);
    if (at[place] != unbound && at[place] != value)
      binding_sizes::refuse(binding_sizes::whole(name), at[place], value);
    at[place] = static_cast<long long>(value);
  }
};

namespace binding_sizes {

/// A formula whose value is no size, such as n - 3 where n is 2.
template <auto N>
[[noreturn]] void refuse_formula(integer found) {
  const list<char> written = rendering::characters<N>();
  refuse_value("size ", {written.begin(), written.size()}, found);
}

}  // namespace binding_sizes

/// The extent N as a number, where sizes bind its names. Throws size_mismatch where a formula gives no size.
template <auto N, class... S>
constexpr long long value_of(const bound_sizes<symbols<S...>>& sizes) {
  if constexpr (std::integral<decltype(N)>) {
    return static_cast<long long>(N);
  } else if constexpr (named_size<decltype(N)>) {
    return sizes.at[freezing::place_in<std::remove_const_t<decltype(N)>, S...>() - 1];
  } else {
    const integer value = evaluate(thaw<symbols<S...>>(N), [&](int id) { return sizes[id]; });
    if (value < 0 || value > binding_sizes::largest) binding_sizes::refuse_formula<N>(value);
    return static_cast<long long>(value);
  }
}

}  // namespace conform
