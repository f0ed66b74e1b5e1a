#include <runtime/operation/numbers.hpp>

using namespace numbers;

BOOST_AUTO_TEST_SUITE(operation_gather)

BOOST_AUTO_TEST_CASE(embeds_token_ids) {
  const auto table = filled(tensor<float, vocab<11>, model<d>>{d = 3}, 71);
  tensor<int, batch<2>, query<n>> ids{n = 4};
  for (int i = 0; i < 8; ++i) ids.data()[i] = (i * 7) % 11;
  const auto out = embed<vocab>(table, ids);
  for (int i = 0; i < 8; ++i)
    for (int f = 0; f < 3; ++f) BOOST_TEST(out.data()[i * 3 + f] == table.data()[ids.data()[i] * 3 + f]);
  const auto turned = filled(tensor<float, model<3>, vocab<11>>(), 72);  // vocab need not come first
  const auto from_turned = embed<vocab>(turned, ids);
  BOOST_TEST(from_turned.data()[3 * 3 + 2] == turned.data()[2 * 11 + ids.data()[3]]);
}

BOOST_AUTO_TEST_CASE(axes_of_both_are_carried) {
  const auto x = filled(tensor<double, batch<2>, key<5>, model<3>>(), 73);
  tensor<long long, batch<2>, key<4>> ids;
  for (int i = 0; i < 8; ++i) ids.data()[i] = (3 * i) % 5;
  const auto out = gather<key>(x, ids);
  for (int b = 0; b < 2; ++b)
    for (int k = 0; k < 4; ++k)
      for (int f = 0; f < 3; ++f)
        BOOST_TEST(out.data()[(b * 4 + k) * 3 + f] == x.data()[(b * 5 + ids.data()[b * 4 + k]) * 3 + f]);
}

BOOST_AUTO_TEST_CASE(an_index_outside_is_an_error) {
  const tensor<float, vocab<11>, model<3>> table;
  const tensor<float, vocab<n>, model<3>> other{n = 5};
  tensor<int, query<2>> ids;
  ids.data()[1] = 11;
  BOOST_TEST(message<index_error>([&] { embed<vocab>(table, ids); }) ==
             "axis vocab: index 11 is outside its extent 11");
  ids.data()[1] = -1;
  BOOST_TEST(message<index_error>([&] { embed<vocab>(table, ids); }) ==
             "axis vocab: index -1 is outside its extent 11");
  ids.data()[1] = 5;
  BOOST_TEST(message<index_error>([&] { embed<vocab>(other, ids); }) == "axis vocab: index 5 is outside its extent 5");
  ids.data()[1] = 4;
  BOOST_CHECK_NO_THROW(embed<vocab>(other, ids));
  tensor<unsigned long long, query<1>> huge;
  huge.data()[0] = ~0ull;
  BOOST_CHECK_THROW(embed<vocab>(table, huge), index_error);
}

BOOST_AUTO_TEST_CASE(sizes_must_agree) {
  const tensor<double, batch<n>, key<5>> x{n = 2};
  const tensor<int, batch<n>> ids{n = 3};
  BOOST_CHECK_THROW(gather<key>(x, ids), size_mismatch);
}

BOOST_AUTO_TEST_SUITE_END()
