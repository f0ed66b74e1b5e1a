#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_rope)

BOOST_AUTO_TEST_CASE(tables_are_the_angles) {
  const auto t = rotary_tables<double, query<n>, rotary<3>>(10000.0, 5, n = 4);
  for (int p = 0; p < 4; ++p)
    for (int f = 0; f < 3; ++f) {
      const double angle = (5 + p) * std::pow(10000.0, -f / 3.0);
      check_near(t.cosines.data()[p * 3 + f], std::cos(angle), 1e-13);
      check_near(t.sines.data()[p * 3 + f], std::sin(angle), 1e-13);
    }
}

BOOST_AUTO_TEST_CASE(pairs_turn_as_complex_numbers) {
  const auto x = filled(tensor<double, batch<2>, query<3>, head<2>, head_dim<8>>(), 41);
  const auto t = rotary_tables<double, query<3>, rotary<4>>(500000.0, 0);
  const auto out = rope<query, head_dim>(x, t.cosines, t.sines);
  for (int b = 0; b < 2; ++b)
    for (int p = 0; p < 3; ++p)
      for (int h = 0; h < 2; ++h)
        for (int f = 0; f < 4; ++f) {
          const int at = ((b * 3 + p) * 2 + h) * 8 + f;
          const double angle = p * std::pow(500000.0, -f / 4.0);
          const double re = x.data()[at], im = x.data()[at + 4];
          check_near(out.data()[at], re * std::cos(angle) - im * std::sin(angle));
          check_near(out.data()[at + 4], re * std::sin(angle) + im * std::cos(angle));
        }
}

BOOST_AUTO_TEST_CASE(scores_depend_on_the_distance_alone) {
  const auto q = filled(tensor<double, query<1>, head_dim<6>>(), 42);
  const auto k = filled(tensor<double, key<1>, head_dim<6>>(), 43);
  const auto score = [&](long long at_q, long long at_k) {
    const auto tq = rotary_tables<double, query<1>, rotary<3>>(10000.0, at_q);
    const auto tk = rotary_tables<double, key<1>, rotary<3>>(10000.0, at_k);
    return contract<head_dim>(rope<query, head_dim>(q, tq.cosines, tq.sines),
                              rope<key, head_dim>(k, tk.cosines, tk.sines))
        .data()[0];
  };
  check_near(score(7, 3), score(104, 100), 1e-11);
  BOOST_TEST(std::abs(score(7, 3) - score(7, 4)) > 1e-3);
}

BOOST_AUTO_TEST_CASE(a_table_for_each_sequence_and_views_and_reuse) {
  auto x = filled(tensor<double, batch<2>, query<3>, head_dim<4>>(), 44);
  const auto c = filled(tensor<double, batch<2>, query<3>, rotary<2>>(), 45);
  const auto s = filled(tensor<double, query<3>, rotary<2>>(), 46);
  const auto from_view = rope<query, head_dim>(permute<head_dim, query, batch>(x), c, s);  // strided
  const auto expected = rope<query, head_dim>(x, c, s);
  const double* const cells = x.data();
  const auto out = rope<query, head_dim>(std::move(x), c, s);
  BOOST_TEST(out.data() == cells);
  for (int b = 0; b < 2; ++b)
    for (int p = 0; p < 3; ++p)
      for (int f = 0; f < 4; ++f) {
        BOOST_TEST(out.data()[(b * 3 + p) * 4 + f] == expected.data()[(b * 3 + p) * 4 + f]);
        BOOST_TEST(from_view.data()[(f * 3 + p) * 2 + b] == expected.data()[(b * 3 + p) * 4 + f]);
      }
}

BOOST_AUTO_TEST_SUITE_END()
