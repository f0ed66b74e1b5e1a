#pragma once
// fresh sizes: a length known only at run time, under a name of its own, so that unrelated lengths do not mix.

#include <conform/tensor/tensor.hpp>

namespace conform {

/// Thrown where the value of a fresh size is wanted from a copy of it: only the argument of the function has it.
struct fresh_size_copied : std::exception {
  const char* what() const noexcept override {
    return "a copy of a fresh size has no value: capture the argument of with_size by reference";
  }
};

namespace refreshing {

/// A number that only the size made by with_size has. Template arguments are copies, so that they never differ.
struct carried_value {
  long long number = -1;

  constexpr operator long long() const { return number < 0 ? throw fresh_size_copied{} : number; }
};

constexpr long long checked(integer number, const char* name) {
  if (number < 0 || number > binding_sizes::largest)
    binding_sizes::refuse_value("size ", binding_sizes::whole(name), number);
  return static_cast<long long>(number);
}

/// One for each place.
template <class Place>
inline constexpr char mark = 0;

}  // namespace refreshing

/// A named size whose identity is a place in the program: the type of the function that with_size calls.
template <class Place, text Name>
struct fresh_size : size<Name> {
  refreshing::carried_value value;

  constexpr fresh_size() = default;
  constexpr explicit fresh_size(long long number) : value{number} {}
  constexpr fresh_size(const fresh_size&) : size<Name>() {}
  fresh_size& operator=(const fresh_size&) = delete;
};

namespace freezing {

template <class Place, text Name>
inline constexpr const void* place_of<fresh_size<Place, Name>> = &refreshing::mark<Place>;

}  // namespace freezing

/// Calls f with a fresh size that stands for `count`, and returns what f returns:
///   with_size(ids.size(), [&](auto t) { tensor<float, query<t>, head_dim<64>> x{t}; ... });
/// Two places give two sizes, refused where they meet. One place, run twice, gives one size: its values are compared
/// at run time. The argument is taken by value (`auto t`); captured further, it is captured by reference.
/// A name, with_size<"rows">(...), is for messages.
/// throws   size_mismatch (a count that is negative, or that long long cannot hold)
template <text Name = "fresh", whole_number Count, class F>
constexpr decltype(auto) with_size(Count count, F&& f) {
  using fresh = fresh_size<std::remove_cvref_t<F>, Name>;
  return std::forward<F>(f)(fresh(refreshing::checked(integer{count}, Name.chars)));
}

}  // namespace conform
