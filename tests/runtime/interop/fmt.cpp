// What a person reads.
#include <boost/test/unit_test.hpp>

#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>
#include <conform/interop/mdspan.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct d : size<"d"> { using size::operator=; } d;

template <class... X>
std::string text_of(fmt::format_string<X...> pattern, X&&... values) {
  return fmt::format(pattern, std::forward<X>(values)...);
}

BOOST_AUTO_TEST_SUITE(formatting)

BOOST_AUTO_TEST_CASE(sizes_and_formulas) {
  BOOST_TEST(text_of("{}", n) == "n");
  BOOST_TEST(text_of("{}", 4 * n * n * d + 6 * n) == "4·n²·d + 6·n");
  BOOST_TEST(text_of("[{:>7}]", n + 1) == "[  n + 1]");
  BOOST_TEST(text_of("{}", integer{1} << 100) == "1267650600228229401496703205376");
  BOOST_TEST(with_size<"rows">(3, [](auto t) { return text_of("{}", t * 2); }) == "2·rows");
}

BOOST_AUTO_TEST_CASE(axes_and_shapes) {
  BOOST_TEST(text_of("{}", query<3>{}) == "query: 3");
  BOOST_TEST(text_of("{}", shape<query<128>, head_dim<n + 1>>{}) == "{query: 128, head_dim: n + 1}");
  BOOST_TEST(text_of("{}", shape<>{}) == "{}");
}

BOOST_AUTO_TEST_CASE(tensors) {
  tensor<float, query<2>, key<n>> x(n = 3);
  generate<query, key>(x, [](auto i, auto j) { return 10 * i + j; });
  BOOST_TEST(text_of("{}", x) == "{query: 2, key: n = 3}\n[[0, 1, 2],\n [10, 11, 12]]");
  BOOST_TEST(text_of("{:.1f}", x) == "{query: 2, key: n = 3}\n[[0.0, 1.0, 2.0],\n [10.0, 11.0, 12.0]]");
  BOOST_TEST(text_of("{}", view_of<key<2>, query<2>>(x.data(), {2, 2}, {1, 3})) == "{key: 2, query: 2}\n[[0, 10],\n [1, 11]]");
  BOOST_TEST(text_of("{}", tensor<int, query<3>>()) == "{query: 3} [0, 0, 0]");
  BOOST_TEST(text_of("{}", tensor<int, query<0>>()) == "{query: 0} []");
  BOOST_TEST(text_of("{}", tensor<bool>()) == "{} false");
  BOOST_TEST(text_of("{}", tensor<float, query<2000>>()) == "{query: 2000} [0, 0, 0, ..., 0, 0, 0]");
  BOOST_TEST(text_of("{}", tensor<float, query<500>, key<3>>()) ==
             "{query: 500, key: 3}\n[[0, 0, 0],\n [0, 0, 0],\n [0, 0, 0],\n ...,\n [0, 0, 0],\n [0, 0, 0],\n [0, 0, 0]]");
  ledger book;
  BOOST_TEST(text_of("{}", tensor<counted<float>, query<2>>(book)) == "{query: 2} [0, 0]");
  meter at;
  BOOST_TEST(text_of("{}", tensor<metered, query<n>>(at)) == "{query: n}");
  const auto gone = std::move(x);
  BOOST_TEST(text_of("{}", x) == "{query: 2, key: n} without cells");
}

BOOST_AUTO_TEST_CASE(counts_and_costs) {
  operations<long long> done;
  BOOST_TEST(text_of("{}", done) == "no operations");
  done.mul = 3, done.exp = 2;
  BOOST_TEST(text_of("{}", done) == "mul 3, exp 2");
  BOOST_TEST(text_of("{}", quantity_of<units::matmul_flops>(4 * n * n * d)) == "4·n²·d matmul FLOPs");
  BOOST_TEST(text_of("{}", quantity_of<units::operation<"exp">>(n * n).at(n = 10)) == "100 exp");
  meter at;
  const tensor<metered, query<n * d>, key<n>> x(at);
  BOOST_TEST(interop::written(at.live, at.sizes) == "n²·d");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
