// rename, permute, expand, split, merge, reshape, slice, concat, stack, unstack, copy, cast: the same cells elsewhere.
#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_shapes)

BOOST_AUTO_TEST_CASE(views_write_through_and_what_ends_moves) {
  auto x = filled(tensor<double, query<n>, model<3>>{n = 2}, 81);
  rename<query, key>(x).data()[0] = 7;
  BOOST_TEST(x.data()[0] == 7);
  permute<model, query>(x).data()[0] = 8;
  BOOST_TEST(x.data()[0] == 8);
  const double* const cells = x.data();
  auto renamed = rename<query, key>(std::move(x));
  auto flat = merge<head_dim, key, model>(std::move(renamed));
  auto parts = split<head_dim, key<n>, model<3>>(std::move(flat));
  auto last = reshape<model<3>, batch<n>>(std::move(parts));
  BOOST_TEST(last.data() == cells);
  BOOST_TEST(last.size() == 6u);
}

BOOST_AUTO_TEST_CASE(permute_reads_by_name) {
  const auto x = filled(tensor<double, query<2>, head<3>, head_dim<4>>(), 82);
  const auto y = copy(permute<head_dim, query, head>(x));
  for (int i = 0; i < 2; ++i)
    for (int h = 0; h < 3; ++h)
      for (int f = 0; f < 4; ++f) BOOST_TEST(y.data()[(f * 2 + i) * 3 + h] == x.data()[(i * 3 + h) * 4 + f]);
}

BOOST_AUTO_TEST_CASE(a_size_bound_while_splitting_is_checked) {
  const auto x = filled(tensor<double, key<n>, model<2>>{n = 12}, 83);
  const auto y = split<key, group<m>, query<4>>(x, m = 3);
  BOOST_TEST(extents_of(y).at[0] == 3);
  BOOST_TEST(message<size_mismatch>([&] { split<key, group<m>, query<4>>(x, m = 2); }) ==
             "size key: expected 12, found 8");
  BOOST_TEST(message<size_mismatch>([&] { reshape<group<m>>(x, m = 23); }) == "size key: expected 24, found 23");
  BOOST_CHECK_NO_THROW(reshape<group<m>>(x, m = 24));
  const auto moved = split<key, group<m>, query<4>>(copy(x), m = 3);
  for (std::size_t i = 0; i < moved.size(); ++i) BOOST_TEST(moved.data()[i] == x.data()[i]);
}

BOOST_AUTO_TEST_CASE(a_strided_view_splits_in_place_and_merges_as_a_copy) {
  const auto x = filled(tensor<double, query<2>, model<6>>(), 84);
  const auto turned = permute<model, query>(x);
  const auto heads = split<model, head<2>, head_dim<3>>(turned);  // (head, head_dim, query)
  BOOST_TEST(heads.data() == x.data());
  const auto sums = sum<head_dim>(heads);
  check_near(sums.data()[1 * 2 + 1], x.data()[6 + 3] + x.data()[6 + 4] + x.data()[6 + 5]);
  const auto merged = merge<key, model, query>(turned);
  static_assert(is_owning<std::remove_cvref_t<decltype(merged)>>);
  for (int f = 0; f < 6; ++f)
    for (int i = 0; i < 2; ++i) BOOST_TEST(merged.data()[f * 2 + i] == x.data()[i * 6 + f]);
}

BOOST_AUTO_TEST_CASE(slices_at_compile_time_and_at_run_time) {
  const auto x = filled(tensor<double, query<3>, key<m + n>>{m = 5, n = 2}, 85);
  const auto fresh = copy(slice<key, m, m + n>(x));
  const auto old = copy(slice<key, 0, m>(x));
  const auto middle = copy(slice<key<d>>(x, 3, d = 4));
  for (int i = 0; i < 3; ++i) {
    for (int k = 0; k < 2; ++k) BOOST_TEST(fresh.data()[i * 2 + k] == x.data()[i * 7 + 5 + k]);
    for (int k = 0; k < 5; ++k) BOOST_TEST(old.data()[i * 5 + k] == x.data()[i * 7 + k]);
    for (int k = 0; k < 4; ++k) BOOST_TEST(middle.data()[i * 4 + k] == x.data()[i * 7 + 3 + k]);
  }
  BOOST_TEST(message<index_error>([&] { slice<key<4>>(x, 4); }) == "axis key: index 7 is outside its extent 7");
  BOOST_TEST(message<index_error>([&] { slice<key<4>>(x, -1); }) == "axis key: index -1 is outside its extent 7");
  BOOST_TEST(message<index_error>([&] { slice<key, 5, 9>(x); }) == "axis key: index 8 is outside its extent 7");
  BOOST_CHECK_THROW(slice<key<d>>(x, 0, d = 8), index_error);
  BOOST_CHECK_THROW(slice<key<4>>(x, ~0ull), index_error);
  BOOST_CHECK_NO_THROW(slice<key<0>>(x, 7));
}

BOOST_AUTO_TEST_CASE(concat_appends_to_a_cache) {
  const auto past_keys = filled(tensor<float, batch<2>, key<m>, head_dim<3>>{m = 4}, 86);
  const auto fresh = filled(tensor<float, head_dim<3>, batch<2>, key<n>>{n = 2}, 87);
  const auto all = concat<key>(past_keys, fresh);
  static_assert(std::is_same_v<std::remove_cvref_t<decltype(all)>, tensor<float, batch<2>, key<m + n>, head_dim<3>>>);
  for (int b = 0; b < 2; ++b)
    for (int k = 0; k < 6; ++k)
      for (int f = 0; f < 3; ++f)
        BOOST_TEST(all.data()[(b * 6 + k) * 3 + f] ==
                   (k < 4 ? past_keys.data()[(b * 4 + k) * 3 + f] : fresh.data()[(f * 2 + b) * 2 + k - 4]));
  const auto longer = concat<key>(all, tensor<float, batch<2>, key<1>, head_dim<3>>());
  BOOST_TEST(extents_of(longer).at[1] == 7);
}

BOOST_AUTO_TEST_CASE(stack_and_unstack) {
  const auto x = filled(tensor<double, query<n>, model<3>>{n = 2}, 88),
             y = filled(tensor<double, query<n>, model<3>>{n = 2}, 89);
  const auto both = stack<head>(x, permute<model, query>(y), y);
  const auto [a, b, c] = unstack<head>(both);
  for (int i = 0; i < 6; ++i) {
    BOOST_TEST(copy(a).data()[i] == x.data()[i]);
    BOOST_TEST(copy(b).data()[i] == y.data()[i]);
    BOOST_TEST(copy(c).data()[i] == y.data()[i]);
  }
  int seen = 0;
  for (const auto& one : unstack<model>(x))
    check_near(sum<query>(one).data()[0], x.data()[seen] + x.data()[3 + seen]), ++seen;
  BOOST_TEST(seen == 3);
  const tensor<double, query<n>, model<3>> other{n = 3};
  BOOST_CHECK_THROW(stack<head>(x, other), size_mismatch);
}

BOOST_AUTO_TEST_CASE(expand_repeats_without_cells) {
  const auto x = filled(tensor<double, query<3>>(), 90);
  const auto wide = expand<batch<n>>(x, n = 4);
  BOOST_TEST(wide.data() == x.data());
  const auto cells = copy(wide);
  for (int i = 0; i < 12; ++i) BOOST_TEST(cells.data()[i] == x.data()[i % 3]);
}

BOOST_AUTO_TEST_CASE(casts) {
  const auto x = filled(tensor<double, query<n>>{n = 5}, 91);
  const auto y = cast<float>(x);
  for (int i = 0; i < 5; ++i) BOOST_TEST(y.data()[i] == static_cast<float>(x.data()[i]));
  tensor<int, query<3>> whole;
  whole.data()[2] = 3;
  BOOST_TEST(cast<double>(whole).data()[2] == 3.0);
  auto ending = filled(tensor<double, query<3>>(), 92);
  const double* const cells = ending.data();
  BOOST_TEST(cast<double>(std::move(ending)).data() == cells);
}

BOOST_AUTO_TEST_SUITE_END()
