// The numbers of attention against plain loops: sizes of run time, grouped heads, any order of axes, views.
#include <boost/test/unit_test.hpp>

#include <conform/size/alphabet.hpp>

#include "reference.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

template <auto N>
struct other : axis<N> {};  // letter u

template <class T>
constexpr double tolerance = sizeof(T) == sizeof(float) ? 2e-6 : 5e-15;

/// Sizes of run time: (query, head_dim) x (key, head_dim) x (key, value_dim).
template <class T>
double error_at(int n_q, int n_k, int d_k, int d_v, const pattern& keys) {
  const reference::problem p{"qf", "kf", "kw", {{'q', n_q}, {'k', n_k}, {'f', d_k}, {'w', d_v}}, keys};
  tensor<T, query<sizes::n_q>, head_dim<sizes::d_k>> q{sizes::n_q = n_q, sizes::d_k = d_k};
  tensor<T, key<sizes::n_k>, head_dim<sizes::d_k>> k{sizes::n_k = n_k, sizes::d_k = d_k};
  tensor<T, key<sizes::n_k>, value_dim<sizes::d_v>> v{sizes::n_k = n_k, sizes::d_v = d_v};
  reference::fill(q.data(), 'Q', p.q, p.extents);
  reference::fill(k.data(), 'K', p.k, p.extents);
  reference::fill(v.data(), 'V', p.v, p.extents);
  const auto out = attention(q, k, v, keys);
  static_assert(std::is_same_v<shape_of<decltype(out)>, shape<query<sizes::n_q>, value_dim<sizes::d_v>>>);
  return p.largest_error(out.data());
}

template <class T>
void sizes_of_run_time() {
  constexpr int all[][4]{{1, 1, 1, 1}, {1, 9, 3, 5},   {9, 1, 2, 4},    {5, 3, 4, 2}, {3, 5, 1, 7},
                         {7, 7, 8, 8}, {13, 17, 5, 3}, {33, 31, 16, 1}, {0, 3, 2, 2}, {3, 0, 2, 2}};
  double worst = 0;
  for (const auto& s : all)
    for (const pattern& keys : {full, causal, causal_window(1), causal_window(3), causal_window(16), causal_window(40),
                                causal_chunks(1), causal_chunks(4), causal_chunks(11), pattern{true, 3, 5}})
      BOOST_TEST_CONTEXT(s[0] << ' ' << s[1] << ' ' << s[2] << ' ' << s[3] << " window " << keys.window << " chunk "
                              << keys.chunk) {
        const double error = error_at<T>(s[0], s[1], s[2], s[3], keys);
        BOOST_TEST(error <= tolerance<T>);
        worst = std::max(worst, error);
      }
  BOOST_TEST_MESSAGE("attention, " << sizeof(T) << " bytes: largest error " << worst);
}

// Static lengths for the letters b h g q k f w u.
const reference::point lengths{{'b', 2}, {'h', 3}, {'g', 2}, {'q', 4}, {'k', 5}, {'f', 3}, {'w', 2}, {'u', 4}};

/// q, k and v are empty tensors whose axes the strings spell.
template <class Q, class K, class V>
void check(Q q, const char* axes_q, K k, const char* axes_k, V v, const char* axes_v) {
  for (const pattern& keys : {full, causal, causal_window(2), causal_chunks(3)}) {
    const reference::problem p{axes_q, axes_k, axes_v, lengths, keys};
    reference::fill(q.data(), 'Q', p.q, lengths);
    reference::fill(k.data(), 'K', p.k, lengths);
    reference::fill(v.data(), 'V', p.v, lengths);
    const auto out = attention(q, k, v, keys);
    std::size_t cells = 1;
    for (char a : p.out()) cells *= static_cast<std::size_t>(lengths.at(a));
    BOOST_TEST_REQUIRE(out.size() == cells);
    BOOST_TEST_CONTEXT(axes_q << ' ' << axes_k << ' ' << axes_v) BOOST_TEST(p.largest_error(out.data()) < 5e-15);
  }
}
template <class... A>
using cells_of = tensor<double, A...>;

}  // namespace

BOOST_AUTO_TEST_SUITE(attention_equals_plain_loops)

BOOST_AUTO_TEST_CASE(sizes_of_run_time_in_double) { sizes_of_run_time<double>(); }
BOOST_AUTO_TEST_CASE(sizes_of_run_time_in_float) { sizes_of_run_time<float>(); }

BOOST_AUTO_TEST_CASE(grouped_heads_share_keys_and_values) {
  cells_of<batch<2>, head<3>, group<2>, query<4>, head_dim<3>> q;
  cells_of<batch<2>, head<3>, key<5>, head_dim<3>> k;
  cells_of<batch<2>, head<3>, key<5>, value_dim<2>> v;
  check(q, "bhgqf", k, "bhkf", v, "bhkw");
  check(q, "bhgqf", cells_of<key<5>, head_dim<3>>{}, "kf", v, "bhkw");  // all heads share K, not V
  check(q, "bhgqf", k, "bhkf", cells_of<key<5>, value_dim<2>>{}, "kw");
  check(q, "bhgqf", cells_of<head<3>, key<5>, head_dim<3>>{}, "hkf", cells_of<group<2>, key<5>, value_dim<2>>{}, "gkw");
}

BOOST_AUTO_TEST_CASE(axes_stand_in_any_order) {
  cells_of<head_dim<3>, group<2>, query<4>, batch<2>, head<3>> q;
  cells_of<key<5>, head<3>, head_dim<3>, batch<2>> k;
  cells_of<value_dim<2>, batch<2>, key<5>, head<3>> v;
  check(q, "fgqbh", k, "khfb", v, "wbkh");
  check(cells_of<batch<2>, query<4>, head<3>, group<2>, head_dim<3>>{}, "bqhgf",
        cells_of<batch<2>, key<5>, head<3>, head_dim<3>>{}, "bkhf", cells_of<batch<2>, key<5>, head<3>, value_dim<2>>{},
        "bkhw");
}

BOOST_AUTO_TEST_CASE(values_have_any_axes_of_their_own) {
  const cells_of<head<3>, query<4>, head_dim<3>> q;
  const cells_of<head<3>, key<5>, head_dim<3>> k;
  check(q, "hqf", k, "hkf", cells_of<other<4>, head<3>, key<5>, value_dim<2>>{}, "uhkw");
  check(q, "hqf", k, "hkf", cells_of<key<5>, value_dim<2>, other<4>>{}, "kwu");
  check(q, "hqf", k, "hkf", cells_of<key<5>>{}, "k");
  check(q, "hqf", k, "hkf", cells_of<head<3>, key<5>, head_dim<3>>{}, "hkf");  // as wide as K, and no match of axes
}

BOOST_AUTO_TEST_CASE(views_with_strides) {
  // Q backwards in memory, K with every second row unused, V transposed in a wider array.
  const reference::problem p{"qf", "kf", "kw", lengths, causal};
  double q_cells[4 * 3], k_cells[5 * 2 * 3], v_cells[7 * 5];
  std::fill(std::begin(k_cells), std::end(k_cells), std::nan("")),
      std::fill(std::begin(v_cells), std::end(v_cells), std::nan(""));
  reference::for_each_point("qf", lengths, [&](const reference::point& at) {
    q_cells[(3 - at.at('q')) * 3 + 2 - at.at('f')] = reference::cell('Q', "qf", at);
  });
  reference::for_each_point("kf", lengths, [&](const reference::point& at) {
    k_cells[at.at('k') * 6 + at.at('f')] = reference::cell('K', "kf", at);
  });
  reference::for_each_point("kw", lengths, [&](const reference::point& at) {
    v_cells[at.at('w') * 14 + at.at('k')] = reference::cell('V', "kw", at);
  });
  const view<const double, query<4>, head_dim<3>> q(q_cells + 11, {{{4, 3}, 2}, {-3, -1}}, {}, {});
  const view<const double, key<5>, head_dim<3>> k(k_cells, {{{5, 3}, 2}, {6, 1}}, {}, {});
  const view<const double, key<5>, value_dim<2>> v(v_cells, {{{5, 2}, 2}, {1, 14}}, {}, {});
  BOOST_TEST(p.largest_error(attention(q, k, v, causal).data()) < 5e-15);
}

BOOST_AUTO_TEST_CASE(sizes_that_meet_are_compared) {
  using sizes::n_q, sizes::n_k, sizes::d_k;
  tensor<float, query<n_q>, head_dim<d_k>> q{n_q = 2, d_k = 4};
  tensor<float, key<n_k>, head_dim<d_k>> k{n_k = 3, d_k = 5};
  tensor<float, key<n_k>, value_dim<2>> v{n_k = 3}, longer{n_k = 4};
  const auto refused = [](const char* text) {
    return [text](const size_mismatch& e) { return e.what() == std::string(text); };
  };
  BOOST_CHECK_EXCEPTION(attention(q, k, v), size_mismatch, refused("size d_k: expected 4, found 5"));
  tensor<float, key<n_k>, head_dim<d_k>> as_wide{n_k = 3, d_k = 4};
  BOOST_CHECK_EXCEPTION(attention(q, as_wide, longer), size_mismatch, refused("size n_k: expected 3, found 4"));
}

BOOST_AUTO_TEST_SUITE_END()
