#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_softmax)

BOOST_AUTO_TEST_CASE(equals_its_definition) {
  const auto x = filled(tensor<double, query<3>, key<7>, head<2>>(), 51) * 10;
  const auto out = softmax<key>(x);
  for (int i = 0; i < 3; ++i)
    for (int h = 0; h < 2; ++h) {
      double sum_of_all = 0;
      for (int k = 0; k < 7; ++k) sum_of_all += std::exp(x.data()[(i * 7 + k) * 2 + h]);
      for (int k = 0; k < 7; ++k) {
        const int at = (i * 7 + k) * 2 + h;
        check_near(out.data()[at], std::exp(x.data()[at]) / sum_of_all);
      }
    }
}

BOOST_AUTO_TEST_CASE(over_two_axes_and_of_a_view) {
  const auto x = filled(tensor<double, query<3>, key<4>, head<2>>(), 52);
  const auto flat = softmax<model>(merge<model, query, key, head>(x));
  const auto whole = softmax<head, query, key>(x);
  const auto turned = softmax<query, key, head>(permute<head, key, query>(x));
  for (int i = 0; i < 3; ++i)
    for (int k = 0; k < 4; ++k)
      for (int h = 0; h < 2; ++h) {
        check_near(whole.data()[(i * 4 + k) * 2 + h], flat.data()[(i * 4 + k) * 2 + h]);
        check_near(turned.data()[(h * 4 + k) * 3 + i], flat.data()[(i * 4 + k) * 2 + h]);
      }
}

template <class T>
void special_rows() {
  constexpr T inf = std::numeric_limits<T>::infinity();
  constexpr T nan = std::numeric_limits<T>::quiet_NaN();
  tensor<T, query<6>, key<3>> x;
  const T rows[6][3]{{-inf, -inf, -inf}, {-inf, 0, -inf},        {nan, 0, 1},
                     {inf, 0, 1},        {1e30f, -1e30f, 1e30f}, {0, 0, nan}};
  for (int i = 0; i < 18; ++i) x.data()[i] = rows[i / 3][i % 3];
  const auto out = softmax<key>(x);
  const T* at = out.data();
  for (int i = 0; i < 3; ++i) BOOST_TEST(at[i] == T(0));  // nothing to attend to: zeros, never NaN
  BOOST_TEST(at[3] == T(0));
  BOOST_TEST(at[4] == T(1));
  BOOST_TEST(at[5] == T(0));
  for (int i = 6; i < 12; ++i) BOOST_TEST(std::isnan(at[i]));  // a NaN, and a plus infinity, keep to their row
  BOOST_TEST(at[12] == T(0.5));
  BOOST_TEST(at[13] == T(0));
  BOOST_TEST(at[14] == T(0.5));
  for (int i = 15; i < 18; ++i) BOOST_TEST(std::isnan(at[i]));
}
BOOST_AUTO_TEST_CASE(special_rows_in_float) { special_rows<float>(); }
BOOST_AUTO_TEST_CASE(special_rows_in_double) { special_rows<double>(); }

BOOST_AUTO_TEST_CASE(counts_do_not_depend_on_data) {
  ledger plain_book, masked_book;
  tensor<counted<float>, query<2>, key<3>> x{plain_book}, y{masked_book};
  for (auto& cell : y) cell.value = -std::numeric_limits<float>::infinity();
  softmax<key>(x), softmax<key>(y);
  BOOST_TEST((plain_book.done == masked_book.done));
}

BOOST_AUTO_TEST_CASE(no_keys_at_all) { BOOST_TEST(softmax<key>(tensor<double, query<3>, key<n>>{n = 0}).size() == 0u); }

BOOST_AUTO_TEST_SUITE_END()
