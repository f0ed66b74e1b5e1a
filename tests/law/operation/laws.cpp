// Laws of the operations, for every shape up to 3 x 3 x 3 and for random numbers.
#include <rapidcheck.h>

#include <runtime/operation/numbers.hpp>

using namespace numbers;

namespace {

inline constexpr struct i_size : conform::size<"i"> { using size::operator=; } i_size;
inline constexpr struct j_size : conform::size<"j"> { using size::operator=; } j_size;
inline constexpr struct k_size : conform::size<"k"> { using size::operator=; } k_size;

using cube = tensor<double, query<i_size>, key<j_size>, head<k_size>>;

/// law(x) holds for x of every shape up to 3 x 3 x 3, empty ones included.
template <class Law>
void for_all_shapes(const Law& law) {
  for (long long i = 0; i <= 3; ++i)
    for (long long j = 0; j <= 3; ++j)
      for (long long k = 0; k <= 3; ++k)
        law(filled(cube(i_size = i, j_size = j, k_size = k), static_cast<unsigned>(16 * i + 4 * j + k)));
}

template <class X, class Y>
bool same_cells(const X& x, const Y& y) {
  const auto left = copy(x);
  const auto right = copy(y);
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!(left.data()[i] == right.data()[i])) return false;
  return true;
}

template <class X, class Y>
bool near_cells(const X& x, const Y& y) {
  const auto left = copy(x);
  const auto right = copy(y);
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!(std::abs(left.data()[i] - right.data()[i]) <= 1e-12 * (1 + std::abs(left.data()[i])))) return false;
  return true;
}

template <class A, class B>
inline constexpr bool same_shape = std::is_same_v<shape_of<A>, shape_of<B>>;

}  // namespace

BOOST_AUTO_TEST_SUITE(operation_laws)

BOOST_AUTO_TEST_CASE(permute_and_its_inverse) {
  for_all_shapes([](const cube& x) {
    const auto once = permute<head, query, key>(x);
    const auto back = permute<query, key, head>(once);
    static_assert(same_shape<decltype(back), cube>);
    BOOST_TEST(same_cells(back, x));
    const auto twice = permute<key, head, query>(once);  // permutations compose
    BOOST_TEST(same_cells(twice, permute<key, head, query>(x)));
    const auto kept = copy(once);
    BOOST_TEST(same_cells(permute<query, key, head>(kept), x));
  });
}

BOOST_AUTO_TEST_CASE(rename_and_back) {
  for_all_shapes([](const cube& x) {
    const auto renamed = rename<query, batch>(x);
    const auto back = rename<batch, query>(renamed);
    static_assert(same_shape<decltype(back), cube>);
    BOOST_TEST(same_cells(back, x));
    BOOST_TEST(same_cells(rename<batch, query>(rename<query, batch>(copy(x))), x));
  });
}

BOOST_AUTO_TEST_CASE(merge_of_split_and_split_of_merge) {
  for_all_shapes([](const cube& x) {
    const auto flat = merge<model, key, head>(x);
    const auto back = split<model, key<j_size>, head<k_size>>(flat);
    static_assert(same_shape<decltype(back), cube>);
    BOOST_TEST(same_cells(back, x));
    BOOST_TEST(same_cells(merge<model, key, head>(back), flat));
    BOOST_TEST(
        same_cells(reshape<query<i_size>, key<j_size>, head<k_size>>(reshape<batch<i_size * j_size * k_size>>(x)), x));
    BOOST_TEST(same_cells(merge<model, query, key>(permute<query, key, head>(x)), merge<model, query, key>(x)));
  });
}

BOOST_AUTO_TEST_CASE(concat_of_slices) {
  for_all_shapes([](const cube& x) {
    const long long keys = extents_of(x).at[1];
    for (long long cut = 0; cut <= keys; ++cut) {
      const auto low = slice<key<m>>(x, 0, m = cut);
      const auto high = slice<key<n>>(x, cut, n = keys - cut);
      const auto whole = concat<key>(low, high);
      BOOST_TEST(same_cells(whole, x));
      BOOST_TEST(same_cells(slice<key, 0, m>(whole), low));
      BOOST_TEST(same_cells(slice<key, m, m + n>(whole), high));
    }
  });
}

BOOST_AUTO_TEST_CASE(unstack_of_stack) {
  for_all_shapes([](const cube& x) {
    const auto y = x * 2;
    const auto both = stack<batch>(x, y);
    const auto [first, second] = unstack<batch>(both);
    BOOST_TEST(same_cells(first, x));
    BOOST_TEST(same_cells(second, y));
    BOOST_TEST(same_cells(both, concat<batch>(copy(expand<batch<1>>(x)), expand<batch<1>>(y))));
  });
}

BOOST_AUTO_TEST_CASE(arithmetic_of_tensors) {
  for_all_shapes([](const cube& x) {
    const auto y = filled(x, 99);
    const auto row = filled(tensor<double, head<k_size>>(k_size = extents_of(x).at[2]), 7);
    BOOST_TEST(same_cells(x + y, y + x));
    BOOST_TEST(same_cells(x * row, row * x));
    BOOST_TEST(same_cells(x - x, x * 0));
    BOOST_TEST(same_cells(x + permute<head, query, key>(y), x + y));  // by name, whatever the order
    BOOST_TEST(same_cells(x * 1, x));
    BOOST_TEST(same_cells(copy(x) + y, x + y));  // in place or not
    BOOST_TEST(near_cells((x + y) * row, x * row + y * row));
  });
}

BOOST_AUTO_TEST_CASE(sums) {
  for_all_shapes([](const cube& x) {
    BOOST_TEST(near_cells(sum<query>(sum<key>(x)), sum<key, query>(x)));
    const auto turned = sum<key>(permute<head, key, query>(x));
    BOOST_TEST(near_cells(permute<query, head>(turned), sum<key>(x)));
    BOOST_TEST(near_cells(sum<query, key, head>(x), sum<model>(merge<model, query, key, head>(x))));
    BOOST_TEST(near_cells(sum<batch>(expand<batch<3>>(x)), x * 3));
    BOOST_TEST(near_cells(einsum<query>(x, x), sum<key, head>(x * x)));
    if (extents_of(x).at[1] > 0) {
      BOOST_TEST(near_cells(mean<key>(x) * extents_of(x).at[1], sum<key>(x)));
      BOOST_TEST(same_cells(maximum<key>(x), reshape<query<i_size>, head<k_size>>(top_k<key, 1>(x).values)));
      BOOST_TEST(same_cells(argmax<key>(x), reshape<query<i_size>, head<k_size>>(top_k<key, 1>(x).indices)));
    }
  });
}

BOOST_AUTO_TEST_CASE(softmax_rows_are_weights) {
  for_all_shapes([](const cube& x) {
    const auto weights = softmax<key>(x * 20);
    for (double w : weights) BOOST_TEST((w >= 0 && w <= 1));
    if (extents_of(x).at[1] > 0) BOOST_TEST(near_cells(sum<key>(weights), sum<key>(weights) * 0 + 1));
    BOOST_TEST(near_cells(softmax<key>(x + 5), softmax<key>(x)));  // a shift changes nothing
    const auto turned = softmax<key>(permute<head, key, query>(x));
    BOOST_TEST(same_cells(permute<query, key, head>(turned), softmax<key>(x)));
  });
}

BOOST_AUTO_TEST_CASE(choices) {
  for_all_shapes([](const cube& x) {
    tensor<bool, key<j_size>> mask(j_size = extents_of(x).at[1]);
    for (std::size_t i = 0; i < mask.size(); ++i) mask.data()[i] = i % 2 == 0;
    BOOST_TEST(same_cells(where(mask, x, x), x));
    BOOST_TEST(same_cells(where(mask, x, 0) + where(mask, 0, x), x));
    tensor<int, batch<n>> every(n = extents_of(x).at[1]);
    for (std::size_t i = 0; i < every.size(); ++i) every.data()[i] = static_cast<int>(i);
    BOOST_TEST(same_cells(permute<key, query, head>(x), gather<key>(x, every)));
  });
}

BOOST_AUTO_TEST_CASE(norms_do_not_see_scale_or_shift) {
  for_all_shapes([](const cube& x) {
    const long long keys = extents_of(x).at[1];
    const auto ones = tensor<double, key<j_size>>(j_size = keys) + 1, zeros = ones * 0;
    if (keys < 2) return;
    BOOST_TEST(near_cells(rms_norm<key>(x * 3, ones, 0), rms_norm<key>(x, ones, 0)));
    const auto normal = layer_norm<key>(x, ones, zeros, 0);
    const auto again = layer_norm<key>(x * 3 + 7, ones, zeros, 0);
    for (std::size_t i = 0; i < normal.size(); ++i) check_near(again.data()[i], normal.data()[i], 1e-9);
    BOOST_TEST(near_cells(sum<key>(normal) + 1, sum<key>(normal) * 0 + 1));
  });
}

BOOST_AUTO_TEST_CASE(rotation_keeps_lengths) {
  BOOST_TEST(rc::check("rope keeps the length of every pair", [](unsigned seed) {
    const auto first = *rc::gen::inRange<long long>(0, 100000);
    const auto positions = *rc::gen::inRange<long long>(1, 6);
    const auto half = *rc::gen::inRange<long long>(1, 6);
    const auto x = filled(tensor<double, query<n>, head_dim<2 * d>>(n = positions, d = half), seed);
    const auto t = rotary_tables<double, query<n>, rotary<d>>(10000.0, first, n = positions, d = half);
    const auto pairs = [](const auto& of) {
      return sum<head>(split<head_dim, head<2>, rotary<d>>(of * of));
    };  // squared
    RC_ASSERT(near_cells(pairs(rope<query, head_dim>(x, t.cosines, t.sines)), pairs(x)));
  }));
}

BOOST_AUTO_TEST_CASE(einsum_is_contract_is_a_sum_of_products) {
  BOOST_TEST(rc::check("three ways to multiply matrices", [](unsigned seed) {
    const auto rows = *rc::gen::inRange<long long>(0, 5), inner = *rc::gen::inRange<long long>(0, 5),
               columns = *rc::gen::inRange<long long>(0, 5);
    const auto a = filled(tensor<double, query<n>, model<d>>(n = rows, d = inner), seed);
    const auto b = filled(tensor<double, model<d>, hidden<m>>(d = inner, m = columns), seed + 1);
    const auto product = contract<model>(a, b);
    RC_ASSERT(near_cells(einsum<query, hidden>(a, b), product));
    const auto wide = expand<hidden<m>>(a, m = columns);
    const auto sums = sum<model>(wide * b);
    RC_ASSERT(near_cells(permute<query, hidden>(sums), product));
  }));
}

BOOST_AUTO_TEST_SUITE_END()
