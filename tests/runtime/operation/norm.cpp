#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_norm)

/// One row in double: the norm of n numbers that lie `step` apart.
struct row {
  double mean = 0, variance = 0, square = 0;
  row(const double* x, int count, int step) {
    for (int i = 0; i < count; ++i) mean += x[i * step] / count;
    for (int i = 0; i < count; ++i) {
      variance += (x[i * step] - mean) * (x[i * step] - mean) / count;
      square += x[i * step] * x[i * step] / count;
    }
  }
};

BOOST_AUTO_TEST_CASE(over_the_last_axis) {
  const auto x = filled(tensor<double, batch<2>, query<n>, model<d>>{n = 3, d = 17}, 21);
  const auto w = filled(tensor<double, model<d>>{d = 17}, 22), b = filled(tensor<double, model<d>>{d = 17}, 23);
  const auto rms = rms_norm<model>(x, w, 1e-5), both = layer_norm<model>(x, w, b, 1e-5);
  for (int r = 0; r < 6; ++r) {
    const row one(x.data() + r * 17, 17, 1);
    for (int f = 0; f < 17; ++f) {
      const double v = x.data()[r * 17 + f];
      check_near(rms.data()[r * 17 + f], v / std::sqrt(one.square + 1e-5) * w.data()[f]);
      check_near(both.data()[r * 17 + f], (v - one.mean) / std::sqrt(one.variance + 1e-5) * w.data()[f] + b.data()[f]);
    }
  }
}

BOOST_AUTO_TEST_CASE(over_an_axis_inside) {
  const auto x = filled(tensor<double, model<5>, query<4>>(), 24);
  const auto w = filled(tensor<double, model<5>>(), 25);
  const auto out = rms_norm<model>(x, w, 1e-6);
  for (int i = 0; i < 4; ++i) {
    const row one(x.data() + i, 5, 4);
    for (int f = 0; f < 5; ++f)
      check_near(out.data()[f * 4 + i], x.data()[f * 4 + i] / std::sqrt(one.square + 1e-6) * w.data()[f]);
  }
}

BOOST_AUTO_TEST_CASE(of_queries_of_grouped_heads) {  // as qwen3 normalises q and k
  const auto x = filled(tensor<float, batch<2>, query<3>, head<2>, group<2>, head_dim<8>>(), 26);
  const auto w = filled(tensor<float, head_dim<8>>(), 27);
  const auto out = rms_norm<head_dim>(x, w, 1e-6);
  for (int r = 0; r < 24; ++r) {
    double square = 0;
    for (int f = 0; f < 8; ++f) square += std::pow(static_cast<double>(x.data()[r * 8 + f]), 2) / 8;
    for (int f = 0; f < 8; ++f)
      check_near(static_cast<double>(out.data()[r * 8 + f]),
                 static_cast<double>(x.data()[r * 8 + f]) / std::sqrt(square + 1e-6) * static_cast<double>(w.data()[f]),
                 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(over_two_axes_with_a_turned_weight) {
  const auto x = filled(tensor<double, query<2>, head<3>, head_dim<4>>(), 28);
  const auto w = filled(tensor<double, head_dim<4>, head<3>>(), 29);
  const auto b = filled(tensor<double, head<3>, head_dim<4>>(), 30);
  const auto out = layer_norm<head, head_dim>(x, w, b, 1e-5);
  for (int i = 0; i < 2; ++i) {
    const row one(x.data() + i * 12, 12, 1);
    for (int h = 0; h < 3; ++h)
      for (int f = 0; f < 4; ++f) {
        const int at = h * 4 + f;
        check_near(out.data()[i * 12 + at], (x.data()[i * 12 + at] - one.mean) / std::sqrt(one.variance + 1e-5) *
                                                    w.data()[f * 3 + h] + b.data()[at]);
      }
  }
}

BOOST_AUTO_TEST_CASE(rows_that_lie_side_by_side_and_apart_agree) {
  for (int width : {1, 2, 15, 16, 17, 50, 100}) {
    const auto x = filled(tensor<float, query<3>, model<d>>{d = width}, 34);
    const auto w = filled(tensor<float, model<d>>{d = width}, 35), b = filled(tensor<float, model<d>>{d = width}, 36);
    const auto turned = copy(permute<model, query>(x));
    const auto rms = rms_norm<model>(x, w, 1e-5), both = layer_norm<model>(x, w, b, 1e-5);
    const auto rms_turned = rms_norm<model>(turned, w, 1e-5), both_turned = layer_norm<model>(turned, w, b, 1e-5);
    for (int i = 0; i < 3; ++i)
      for (int f = 0; f < width; ++f) {
        check_near(static_cast<double>(at<query, model>(rms, i, f)),
                   static_cast<double>(at<query, model>(rms_turned, i, f)), 1e-6);
        check_near(static_cast<double>(at<query, model>(both, i, f)),
                   static_cast<double>(at<query, model>(both_turned, i, f)), 2e-6);
      }
  }
}

BOOST_AUTO_TEST_CASE(in_place_where_the_operand_ends) {
  auto x = filled(tensor<double, query<4>, model<6>>(), 31);
  const auto w = filled(tensor<double, model<6>>(), 32);
  const auto first = rms_norm<model>(x, w, 1e-5), second = layer_norm<model>(first, w, w, 1e-5);
  const double* const cells = x.data();
  const auto out = layer_norm<model>(rms_norm<model>(std::move(x), w, 1e-5), w, w, 1e-5);
  BOOST_TEST(out.data() == cells);
  for (std::size_t i = 0; i < out.size(); ++i) BOOST_TEST(out.data()[i] == second.data()[i]);
}

BOOST_AUTO_TEST_CASE(sizes_of_parameters_must_agree) {
  const tensor<double, query<2>, model<d>> x{d = 4};
  const tensor<double, model<d>> w{d = 4}, wrong{d = 5};
  BOOST_CHECK_THROW(rms_norm<model>(x, wrong, 1e-5), size_mismatch);
  BOOST_CHECK_THROW(layer_norm<model>(x, w, wrong, 1e-5), size_mismatch);
}

BOOST_AUTO_TEST_SUITE_END()
