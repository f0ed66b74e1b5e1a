#include <algorithm>

#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_elementwise)

BOOST_AUTO_TEST_CASE(narrower_operand_is_carried_in_any_order) {
  const auto x = filled(tensor<double, query<3>, head<2>, head_dim<4>>(), 1);
  const auto y = filled(tensor<double, head_dim<4>, query<3>>(), 2);
  const auto plus = x + y, minus = y - x, times = x * y, over = y / x;
  for (int i = 0; i < 3; ++i)
    for (int h = 0; h < 2; ++h)
      for (int f = 0; f < 4; ++f) {
        const int at = (i * 2 + h) * 4 + f;
        const double a = x.data()[at], b = y.data()[f * 3 + i];
        BOOST_TEST(plus.data()[at] == a + b);
        BOOST_TEST(minus.data()[at] == b - a);
        BOOST_TEST(times.data()[at] == a * b);
        BOOST_TEST(over.data()[at] == b / a);
      }
}

/// Rows of every length about that of vectors, of operands that lie side by side, apart, or stand still along a row.
template <class T>
void rows_of_every_length() {
  for (int width = 1; width < 36; ++width) {
    const auto x = filled(tensor<T, query<n>, model<d>>{n = 3, d = width}, 4);
    const auto turned = filled(tensor<T, model<d>, query<n>>{n = 3, d = width}, 5);
    const auto along = filled(tensor<T, model<d>>{d = width}, 6);
    const auto across = filled(tensor<T, query<n>>{n = 3}, 7);
    const auto a = x - along, b = along - x, c = x - across, e = across - x, f = x - turned;
    const auto g = turned - x;
    const auto h = relu(view<const T, query<n>, model<d>>(permute<query, model>(turned)));
    const auto cell = unchecked<query, model>(x), other = unchecked<query, model>(turned);
    const auto found = [](const auto& of) { return unchecked<query, model>(of); };
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < width; ++j) {
        BOOST_TEST(found(a)(i, j) == cell(i, j) - along.data()[j]);
        BOOST_TEST(found(b)(i, j) == along.data()[j] - cell(i, j));
        BOOST_TEST(found(c)(i, j) == cell(i, j) - across.data()[i]);
        BOOST_TEST(found(e)(i, j) == across.data()[i] - cell(i, j));
        BOOST_TEST(found(f)(i, j) == cell(i, j) - other(i, j));
        BOOST_TEST(found(g)(i, j) == other(i, j) - cell(i, j));
        BOOST_TEST(found(h)(i, j) == std::max(other(i, j), T{0}));
      }
  }
}
BOOST_AUTO_TEST_CASE(rows_of_every_length_in_float) { rows_of_every_length<float>(); }
BOOST_AUTO_TEST_CASE(rows_of_every_length_in_double) { rows_of_every_length<double>(); }

BOOST_AUTO_TEST_CASE(numbers_stand_on_either_side) {
  const auto x = filled(tensor<float, query<5>>(), 3);
  const auto half = x / 2, less = 1 - x, more = x + 0.5f, inverse = 3.0 / x;
  for (int i = 0; i < 5; ++i) {
    BOOST_TEST(half.data()[i] == x.data()[i] / 2);
    BOOST_TEST(less.data()[i] == 1 - x.data()[i]);
    BOOST_TEST(more.data()[i] == x.data()[i] + 0.5f);
    BOOST_TEST(inverse.data()[i] == 3 / x.data()[i]);
  }
}

BOOST_AUTO_TEST_CASE(in_place) {
  const auto before = filled(tensor<double, query<2>, model<3>>(), 9);
  const auto y = filled(tensor<double, model<3>>(), 10);
  auto x = before;
  const double* const cells = x.data();
  x += y, x *= 2, x -= before, x /= y;
  BOOST_TEST(x.data() == cells);
  for (int i = 0; i < 2; ++i)
    for (int f = 0; f < 3; ++f)
      BOOST_TEST(x.data()[3 * i + f] == ((before.data()[3 * i + f] + y.data()[f]) * 2 - before.data()[3 * i + f]) / y.data()[f]);
  x /= 4.0, x += 1, x -= 0.5, x *= before;
  BOOST_TEST(x.data() == cells);
}

BOOST_AUTO_TEST_CASE(a_change_of_sign_is_free) {
  ledger book;
  tensor<counted<double>, query<4>> x{book};
  fill(x, 3);
  const auto y = -x;
  BOOST_TEST(y.data()[3].value == -3);
  BOOST_TEST((book.done == operations<long long>{}));
}

BOOST_AUTO_TEST_CASE(tensors_without_cells_may_have_extents_of_any_size) {
  const tensor<float, batch<0>, query<n>, key<d>> empty{n = 1ll << 40, d = 1ll << 40};
  const auto total = sum<query, key>(empty);
  const auto same = empty + empty, weights = softmax<key>(empty);
  BOOST_TEST(total.size() + same.size() + weights.size() == 0u);
}

BOOST_AUTO_TEST_CASE(what_ends_gives_its_cells) {
  auto x = filled(tensor<double, query<n>, model<3>>{n = 2}, 4);
  const auto y = filled(tensor<double, query<n>, model<3>>{n = 2}, 5);
  const auto expected = x + y;
  const double* const cells = x.data();
  const auto out = std::move(x) + y;
  BOOST_TEST(out.data() == cells);
  for (std::size_t i = 0; i < out.size(); ++i) BOOST_TEST(out.data()[i] == expected.data()[i]);

  auto right = filled(tensor<double, query<n>, model<3>>{n = 2}, 6);
  const auto narrow = filled(tensor<double, model<3>>(), 7);
  const auto difference = narrow - right;
  const double* const right_cells = right.data();
  const auto reused = narrow - std::move(right);  // the wider gives its cells, on the right too
  BOOST_TEST(reused.data() == right_cells);
  for (std::size_t i = 0; i < reused.size(); ++i) BOOST_TEST(reused.data()[i] == difference.data()[i]);

  auto one_row = filled(tensor<double, model<3>>(), 8);
  const double* const row_cells = one_row.data();
  const auto wide = std::move(one_row) + y;  // narrower: it cannot
  BOOST_TEST(wide.data() != row_cells);
}

BOOST_AUTO_TEST_CASE(a_ledger_sees_the_reuse) {
  ledger book;
  tensor<counted<float>, query<4>, model<8>> x{book}, y{book};
  auto sum_of_both = std::move(x) + y;
  auto last = relu(std::move(sum_of_both) * 2);
  BOOST_TEST(book.peak == 64);
  BOOST_TEST(book.live == 64);
}

BOOST_AUTO_TEST_CASE(run_time_sizes_must_agree) {
  const tensor<double, query<n>, model<3>> x{n = 2};
  const tensor<double, query<n>> y{n = 3};
  BOOST_TEST(message<size_mismatch>([&] { x + y; }) == "size n: expected 2, found 3");
  auto ending = filled(tensor<double, query<n>, model<3>>{n = 2}, 1);
  BOOST_CHECK_THROW(std::move(ending) + y, size_mismatch);
  BOOST_TEST(ending.data() != nullptr);  // nothing was taken
}

BOOST_AUTO_TEST_CASE(nothing_to_do) {
  const tensor<double, query<n>> none{n = 0};
  BOOST_TEST((none + none).size() == 0u);
  BOOST_TEST((tensor<double, query<0>>() * 2).size() == 0u);
  const auto scalar = filled(tensor<double>(), 1);
  BOOST_TEST((scalar * scalar).data()[0] == scalar.data()[0] * scalar.data()[0]);
}

BOOST_AUTO_TEST_SUITE_END()
