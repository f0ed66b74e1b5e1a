#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_reduce)

BOOST_AUTO_TEST_CASE(every_set_of_axes) {
  const auto x = filled(tensor<double, query<3>, head<2>, head_dim<n>>{n = 5}, 61);
  double total = 0;
  for (int h = 0; h < 2; ++h) {
    double sum_of_all = 0, largest = -infinity;
    for (int i = 0; i < 3; ++i)
      for (int f = 0; f < 5; ++f) {
        const double v = x.data()[(i * 2 + h) * 5 + f];
        sum_of_all += v, total += v;
        largest = v > largest ? v : largest;
      }
    check_near(sum<query, head_dim>(x).data()[h], sum_of_all);
    check_near(mean<head_dim, query>(x).data()[h], sum_of_all / 15);
    BOOST_TEST((maximum<query, head_dim>(x).data()[h]) == largest);
  }
  check_near(sum<query, head, head_dim>(x).data()[0], total);
  check_near(sum<query, head_dim>(permute<head_dim, query, head>(x)).data()[1], sum<query, head_dim>(x).data()[1]);
}

BOOST_AUTO_TEST_CASE(nothing_to_reduce) {
  const tensor<double, query<2>, key<n>> none{n = 0};
  BOOST_TEST(sum<key>(none).data()[1] == 0);
  BOOST_TEST(maximum<key>(none).data()[1] == -infinity);
  BOOST_TEST(std::isnan(mean<key>(none).data()[0]));
}

BOOST_AUTO_TEST_CASE(a_nan_stays) {
  tensor<double, query<2>, key<3>> x;
  x.data()[1] = not_a_number;
  BOOST_TEST(std::isnan(maximum<key>(x).data()[0]));
  BOOST_TEST(maximum<key>(x).data()[1] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
