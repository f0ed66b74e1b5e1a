// where, argmax, top_k, einsum.
#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_choice)

BOOST_AUTO_TEST_CASE(what_is_not_chosen_leaves_no_trace) {
  auto x = filled(tensor<double, head<2>, query<3>, key<3>>(), 101);
  tensor<bool, key<3>, query<3>> mask;
  for (int k = 0; k < 3; ++k)
    for (int i = 0; i < 3; ++i) mask.data()[k * 3 + i] = k <= i;
  for (int h = 0; h < 2; ++h)
    for (int i = 0; i < 3; ++i)
      for (int k = i + 1; k < 3; ++k) x.data()[(h * 3 + i) * 3 + k] = not_a_number;
  const auto masked = where(mask, x, -infinity), weights = softmax<key>(masked);
  for (double w : weights) BOOST_TEST(!std::isnan(w));
  BOOST_TEST(weights.data()[0] == 1);
  const auto other = where(mask, 0, x);
  BOOST_TEST(other.data()[0] == 0);
  BOOST_TEST(std::isnan(other.data()[1]));
  const double* const cells = x.data();
  const auto reused = where(mask, std::move(x), masked);
  BOOST_TEST(reused.data() == cells);
  BOOST_TEST(reused.data()[1] == -infinity);
}

BOOST_AUTO_TEST_CASE(the_mask_may_be_the_widest) {
  tensor<bool, batch<2>, query<2>> mask;
  mask.data()[1] = mask.data()[2] = true;
  const auto x = filled(tensor<double, query<2>>(), 102);
  const auto out = where(mask, x, 9.0);
  const double expected[]{9, x.data()[1], x.data()[0], 9};
  for (int i = 0; i < 4; ++i) BOOST_TEST(out.data()[i] == expected[i]);
}

BOOST_AUTO_TEST_CASE(ranks_with_ties_and_nans) {
  tensor<double, query<4>, vocab<5>> x;
  const double rows[4][5]{{1, 3, 3, 2, 0}, {-infinity, -infinity, -infinity, -infinity, -infinity},
                          {1, not_a_number, 5, not_a_number, 0}, {-1, -2, -3, -4, -5}};
  for (int i = 0; i < 20; ++i) x.data()[i] = rows[i / 5][i % 5];
  const auto best = argmax<vocab>(x);
  const int expected[]{1, 0, 1, 0};
  for (int i = 0; i < 4; ++i) BOOST_TEST(best.data()[i] == expected[i]);
  const auto [values, indices] = top_k<vocab, 3>(x);
  const int places[4][3]{{1, 2, 3}, {0, 1, 2}, {1, 3, 2}, {0, 1, 2}};
  for (int i = 0; i < 12; ++i) BOOST_TEST(indices.data()[i] == places[i / 3][i % 3]);
  BOOST_TEST(values.data()[0] == 3);
  BOOST_TEST(values.data()[2] == 2);
  BOOST_TEST(values.data()[5] == -infinity);
  BOOST_TEST(values.data()[8] == 5);
  BOOST_TEST(values.data()[11] == -3);
}

BOOST_AUTO_TEST_CASE(ranks_along_an_axis_inside) {
  const auto x = filled(tensor<double, vocab<n>, query<3>>{n = 7}, 103);
  const auto [values, indices] = top_k<vocab, 7>(x);
  for (int i = 0; i < 3; ++i)
    for (int r = 0; r < 7; ++r) {
      BOOST_TEST(values.data()[r * 3 + i] == x.data()[indices.data()[r * 3 + i] * 3 + i]);
      if (r > 0) BOOST_TEST(values.data()[r * 3 + i] <= values.data()[(r - 1) * 3 + i]);
    }
  const auto best = argmax<vocab>(x);
  for (int i = 0; i < 3; ++i) BOOST_TEST(best.data()[i] == indices.data()[i]);
  BOOST_CHECK_THROW((top_k<vocab, 8>(x)), index_error);
  BOOST_CHECK_THROW(argmax<vocab>(tensor<double, vocab<n>, query<3>>{n = 0}), index_error);
}

BOOST_AUTO_TEST_CASE(einsum_compares_sizes_that_a_step_drops) {
  const tensor<float, query<n>, model<d>> a{n = 2, d = 3};
  const tensor<float, model<d>, key<2>> b{d = 3};
  const tensor<float, key<2>, hidden<d>> c{d = 4};  // d is gone after a with b
  BOOST_CHECK_THROW((einsum<query, hidden>(a, b, c)), size_mismatch);
}

BOOST_AUTO_TEST_CASE(top_k_by_any_whole_number) {
  const auto x = filled(tensor<float, query<2>, vocab<5>>(), 3);
  BOOST_TEST((top_k<vocab, std::size_t{2}>(x).values.data()[0] == top_k<vocab, 2>(x).values.data()[0]));
}

BOOST_AUTO_TEST_CASE(einsum_of_three) {
  const auto a = filled(tensor<double, batch<2>, query<3>, model<4>>(), 104);
  const auto b = filled(tensor<double, model<4>, head<2>, head_dim<5>>(), 105);
  const auto c = filled(tensor<double, batch<2>, head<2>>(), 106);
  const auto out = einsum<head_dim, query, batch>(a, b, c);  // sums over model and head
  for (int e = 0; e < 5; ++e)
    for (int i = 0; i < 3; ++i)
      for (int s = 0; s < 2; ++s) {
        double expected = 0;
        for (int f = 0; f < 4; ++f)
          for (int h = 0; h < 2; ++h)
            expected += a.data()[(s * 3 + i) * 4 + f] * b.data()[(f * 2 + h) * 5 + e] * c.data()[s * 2 + h];
        check_near(out.data()[(e * 3 + i) * 2 + s], expected);
      }
}

BOOST_AUTO_TEST_CASE(an_axis_in_three_operands_is_summed_once) {
  const auto a = filled(tensor<double, model<4>>(), 107), b = filled(tensor<double, model<4>>(), 108),
             c = filled(tensor<double, model<4>>(), 109);
  double expected = 0;
  for (int f = 0; f < 4; ++f) expected += a.data()[f] * b.data()[f] * c.data()[f];
  check_near(einsum<>(a, b, c).data()[0], expected);
}

BOOST_AUTO_TEST_SUITE_END()
