// Fresh sizes: a place in the program is a size of its own.
#include <conform/conform.hpp>
#include <conform/operation.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

struct named_t : size<"t"> { using size::operator=; };
inline constexpr struct past : size<"past"> { using size::operator=; } past;

// the result is the function's, also a reference
static_assert(with_size(3, [](auto t) { return tensor<float, query<t>>{t}.size(); }) == 3);
static_assert(with_size(3u, [](auto t) { return static_cast<long long>(t.value); }) == 3);
constexpr int one = 1;
static_assert(std::is_same_v<decltype(with_size(3, [](auto) -> const int& { return one; })), const int&>);
static_assert(std::is_void_v<decltype(with_size(3, [](auto) {}))>);

// one place, one size; two places, two sizes
constexpr auto place = [](auto t) { return tensor<float, query<t>>{t}; };
static_assert(std::is_same_v<decltype(with_size(3, place)), decltype(with_size(4, place))>);
constexpr auto other = [](auto t) { return tensor<float, query<t>>{t}; };
using first = decltype(with_size(3, place));
using second = decltype(with_size(3, other));
static_assert(!std::is_same_v<first, second>);
template <class A, class B>
constexpr bool contracts = requires(A a, B b) { contract<query>(a, b); };
static_assert(contracts<first, first> && !contracts<first, second>);
static_assert(!std::is_convertible_v<first, second>);

// arithmetic, other names, nesting
constexpr auto nested = with_size(3, [](auto rows) {
  return with_size(4, [&](auto columns) {
    tensor<int, query<rows + 1>, key<past + columns>, head_dim<rows * columns>> x(rows, columns, past = 10);
    static_assert(std::is_same_v<decltype(rename<key, model>(x)),
                                 view<int, query<rows + 1>, model<past + columns>, head_dim<rows * columns>>>);
    return x.size();
  });
});
static_assert(nested == 4 * 14 * 12);

// a fresh size is not bound by its name
static_assert(with_size<"t">(3, [](auto t) {
  return !std::is_constructible_v<tensor<int, query<t>>, decltype(named_t{} = 3)>;
}));

}  // namespace
