// Contractions of static shapes, which need no plan at run time, against sums of more digits, and against the same cells
// under names of sizes: from less than a vector to more than the kernel of small products takes.
#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include <conform/operation/contract.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
inline constexpr struct d : size<"d"> { using size::operator=; } d;

template <class Tensor>
void fill(Tensor& x) {
  static int next = 1;
  for (auto& cell : x)
    cell = static_cast<typename Tensor::number>((next = next * 131 % 1009) - 504) / typename Tensor::number{252};
}

/// How far a cell of one side stands from the next along its own axis, and along the summed one.
struct steps {
  std::ptrdiff_t own, summed;
};

template <class A, class B, class NamedA, class NamedB>
void agrees(std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t terms, steps of_a, steps of_b, NamedA named_a,
            NamedB named_b) {
  A a;
  B b;
  fill(a), fill(b);
  for (std::ptrdiff_t i = 0; i < rows * terms; ++i) named_a.data()[i] = a.data()[i];
  for (std::ptrdiff_t i = 0; i < columns * terms; ++i) named_b.data()[i] = b.data()[i];
  const auto out = contract<head_dim>(a, b);
  const auto named = contract<head_dim>(named_a, named_b);
  const double epsilon = static_cast<double>(std::numeric_limits<typename A::number>::epsilon());
  bool same = true, near = true;
  for (std::ptrdiff_t i = 0; i < rows; ++i)
    for (std::ptrdiff_t j = 0; j < columns; ++j) {
      long double wanted = 0, size = 1e-30L;
      for (std::ptrdiff_t t = 0; t < terms; ++t) {
        const long double one = static_cast<long double>(a.data()[i * of_a.own + t * of_a.summed]) *
                                static_cast<long double>(b.data()[j * of_b.own + t * of_b.summed]);
        wanted += one, size += std::abs(one);
      }
      const auto found = out.data()[i * columns + j];
      same = same && found == named.data()[i * columns + j];
      near = near && std::abs(static_cast<long double>(found) - wanted) <= 8 * epsilon * size;
    }
  BOOST_CHECK_MESSAGE(same, rows << "x" << columns << "x" << terms << " under names");
  BOOST_CHECK_MESSAGE(near, rows << "x" << columns << "x" << terms << " in more digits");
}

template <class T, int Rows, int Columns, int Terms>
void every_order() {
  using a = tensor<T, query<Rows>, head_dim<Terms>>;
  using a_turned = tensor<T, head_dim<Terms>, query<Rows>>;
  using b = tensor<T, key<Columns>, head_dim<Terms>>;
  using b_turned = tensor<T, head_dim<Terms>, key<Columns>>;
  using named_a = tensor<T, query<n>, head_dim<d>>;
  using named_a_turned = tensor<T, head_dim<d>, query<n>>;
  using named_b = tensor<T, key<m>, head_dim<d>>;
  using named_b_turned = tensor<T, head_dim<d>, key<m>>;
  constexpr steps rows{Terms, 1}, rows_turned{1, Rows}, columns{Terms, 1}, columns_turned{1, Columns};
  agrees<a, b>(Rows, Columns, Terms, rows, columns, named_a{n = Rows, d = Terms}, named_b{m = Columns, d = Terms});
  agrees<a, b_turned>(Rows, Columns, Terms, rows, columns_turned, named_a{n = Rows, d = Terms},
                      named_b_turned{m = Columns, d = Terms});
  agrees<a_turned, b>(Rows, Columns, Terms, rows_turned, columns, named_a_turned{n = Rows, d = Terms},
                      named_b{m = Columns, d = Terms});
  agrees<a_turned, b_turned>(Rows, Columns, Terms, rows_turned, columns_turned, named_a_turned{n = Rows, d = Terms},
                             named_b_turned{m = Columns, d = Terms});
}

}  // namespace

BOOST_AUTO_TEST_CASE(less_than_a_vector) {
  every_order<float, 1, 1, 1>(), every_order<float, 2, 3, 5>(), every_order<float, 4, 4, 4>();
  every_order<float, 5, 4, 7>(), every_order<float, 4, 5, 3>(), every_order<double, 4, 2, 3>();
  every_order<double, 3, 4, 4>();
}
BOOST_AUTO_TEST_CASE(about_a_vector) {
  every_order<float, 8, 8, 8>(), every_order<float, 7, 9, 8>(), every_order<float, 9, 7, 17>();
  every_order<float, 1, 16, 16>(), every_order<float, 16, 1, 9>(), every_order<double, 5, 8, 9>();
}
BOOST_AUTO_TEST_CASE(some_vectors) {
  every_order<float, 16, 33, 31>(), every_order<float, 19, 64, 65>(), every_order<double, 17, 24, 40>();
  every_order<float, 4, 96, 90>(), every_order<float, 70, 71, 72>();
}
BOOST_AUTO_TEST_CASE(nothing_to_sum_and_nothing_to_write) {
  every_order<float, 3, 5, 0>(), every_order<float, 0, 5, 4>(), every_order<float, 3, 0, 4>();
}
