// What softmax attention is, whatever the schedule: laws of every exact variant of the registry, on one head.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <boost/hana/for_each.hpp>

#include <conform/attention/registry.hpp>
#include <conform/attention/trial.hpp>

using namespace conform;

namespace {

using numbers = std::vector<double>;

/// Q, K and V of one head, drawn, and what V makes of them.
template <class V>
struct head {
  variant_sizes<long long> size;
  numbers q, k, v, out;
  std::vector<numbers> made;

  explicit head(const variant_sizes<long long>& s, unsigned long long seed) : size(s) {
    seeded draw(seed);
    fill(q, s.n_q * s.d_k, draw), fill(k, s.n_k * s.d_k, draw), fill(v, s.n_k * s.d_v, draw);
  }
  void run() {
    head_problem<double> p;
    p.size = size;
    p.q = {q.data(), size.n_q, size.d_k}, p.k = {k.data(), size.n_k, size.d_k}, p.v = {v.data(), size.n_k, size.d_v};
    out.assign(static_cast<std::size_t>(size.n_q * size.d_v), 0);
    p.out = {out.data(), size.n_q, size.d_v};
    const matrix_list outputs = V::outputs(size);
    made.clear();
    for (int i = 0; i < outputs.count; ++i) {
      made.emplace_back(static_cast<std::size_t>(outputs.at[i].rows * outputs.at[i].columns));
      p.made[i] = {made.back().data(), outputs.at[i].rows, outputs.at[i].columns};
    }
    V::run(p, machine<double>{});
  }
  /// V's rows are those of the identity, so that the output is the weights.
  void show_weights() {
    for (long long j = 0; j < size.n_k; ++j)
      for (long long w = 0; w < size.d_v; ++w) v[static_cast<std::size_t>(j * size.d_v + w)] = j == w ? 1 : 0;
  }
  double at(long long i, long long w) const { return out[static_cast<std::size_t>(i * size.d_v + w)]; }
  double score(long long i, long long j) const {
    double sum = 0;
    for (long long f = 0; f < size.d_k; ++f)
      sum += q[static_cast<std::size_t>(i * size.d_k + f)] * k[static_cast<std::size_t>(j * size.d_k + f)];
    return sum;
  }

 private:
  static void fill(numbers& into, long long count, seeded& draw) {
    for (long long i = 0; i < count; ++i) into.push_back(draw.next(content::normal));
  }
};

/// Sizes that every variant can take: those that it does not use do not matter.
variant_sizes<long long> sizes(long long n_q, long long n_k, long long d_k, long long d_v) {
  variant_sizes<long long> s;
  s.n_q = n_q, s.n_k = n_k, s.d_k = d_k, s.d_v = d_v;
  s.B_r = 4, s.B_c = 4, s.w = 3, s.g = 1, s.r = 1, s.s = 2, s.l = 4, s.c = 2, s.C = 5, s.p = 4;
  return s;
}

/// Calls f(head of V) for every exact variant that is a head by itself, at a few sizes that it can take.
template <class F>
void for_each_exact(F f) {
  std::set<std::string> tried;
  boost::hana::for_each(variants, [&](auto type) {
    using V = typename decltype(type)::type;
    if constexpr (V::kind == fidelity::exact && V::is_core) {
      for (const auto& [n_q, n_k] : {std::pair{24, 24}, {1, 24}, {7, 24}, {24, 7}, {1, 1}}) {
        auto s = sizes(n_q, n_k, 3, n_k);
        if (V::impossible(s) != nullptr) s.w = 1;  // of a few blocks
        if (V::impossible(s) != nullptr) continue;
        tried.insert(V::name);
        BOOST_TEST_CONTEXT(V::name << ", n_q = " << n_q << ", n_k = " << n_k) { f(head<V>(s, 7)); }
      }
      BOOST_TEST(tried.count(V::name) == 1u, V::name << " was tried at no size");
    }
  });
  BOOST_TEST(tried.size() >= 25u);
}

double row_sum(const auto& h, long long i) {
  double sum = 0;
  for (long long w = 0; w < h.size.d_v; ++w) sum += h.at(i, w);
  return sum;
}

BOOST_AUTO_TEST_SUITE(laws_of_exact_attention)

BOOST_AUTO_TEST_CASE(weights_are_shares) {
  for_each_exact([](auto h) {
    h.show_weights();
    h.run();
    for (long long i = 0; i < h.size.n_q; ++i) {
      for (long long j = 0; j < h.size.n_k; ++j) BOOST_TEST(h.at(i, j) >= 0);
      const double sum = row_sum(h, i);
      BOOST_TEST((sum == 0 || std::abs(sum - 1) < 1e-12));  // 0: a query without keys
    }
  });
}

BOOST_AUTO_TEST_CASE(a_larger_score_has_a_larger_weight) {
  for_each_exact([](auto h) {
    h.show_weights();
    h.run();
    for (long long i = 0; i < h.size.n_q; ++i)
      for (long long j = 0; j < h.size.n_k; ++j)
        for (long long m = 0; m < h.size.n_k; ++m)
          if (h.at(i, j) > 0 && h.at(i, m) > 0 && h.score(i, j) > h.score(i, m) + 1e-9)
            BOOST_TEST(h.at(i, j) > h.at(i, m));
  });
}

BOOST_AUTO_TEST_CASE(weights_are_those_of_the_scores) {
  for_each_exact([](auto h) {
    h.show_weights();
    h.run();
    const double scale = 1 / std::sqrt(static_cast<double>(h.size.d_k));
    for (long long i = 0; i < h.size.n_q; ++i) {
      double sum = 0;
      for (long long j = 0; j < h.size.n_k; ++j)
        if (h.at(i, j) > 0) sum += std::exp(h.score(i, j) * scale);
      for (long long j = 0; j < h.size.n_k; ++j)
        if (h.at(i, j) > 0) BOOST_TEST(std::abs(h.at(i, j) - std::exp(h.score(i, j) * scale) / sum) < 1e-12);
    }
  });
}

BOOST_AUTO_TEST_CASE(the_output_is_in_the_hull_of_the_values) {
  for_each_exact([](auto h) {
    h.run();
    for (long long w = 0; w < h.size.d_v; ++w) {
      double least = h.v[static_cast<std::size_t>(w)], most = least;
      for (long long j = 0; j < h.size.n_k; ++j) {
        least = std::min(least, h.v[static_cast<std::size_t>(j * h.size.d_v + w)]);
        most = std::max(most, h.v[static_cast<std::size_t>(j * h.size.d_v + w)]);
      }
      for (long long i = 0; i < h.size.n_q; ++i)
        if (h.at(i, w) != 0) BOOST_TEST((h.at(i, w) >= least - 1e-12 && h.at(i, w) <= most + 1e-12));
    }
  });
}

BOOST_AUTO_TEST_CASE(the_order_of_keys_does_not_matter_where_all_are_scored) {
  int unmasked = 0;
  for_each_exact([&](auto h) {
    auto shown = h;
    shown.show_weights();
    shown.run();
    if (std::any_of(shown.out.begin(), shown.out.end(), [](double w) { return w == 0; })) return;
    ++unmasked;
    h.run();
    auto turned = h;
    const auto reverse_rows = [](numbers& cells, long long width) {
      for (std::size_t i = 0, j = cells.size() - static_cast<std::size_t>(width); i < j;
           i += static_cast<std::size_t>(width), j -= static_cast<std::size_t>(width))
        std::swap_ranges(cells.begin() + static_cast<std::ptrdiff_t>(i), cells.begin() + static_cast<std::ptrdiff_t>(i) + width,
                         cells.begin() + static_cast<std::ptrdiff_t>(j));
    };
    reverse_rows(turned.k, h.size.d_k), reverse_rows(turned.v, h.size.d_v);
    turned.run();
    for (std::size_t i = 0; i < h.out.size(); ++i) BOOST_TEST(std::abs(h.out[i] - turned.out[i]) < 1e-12);
  });
  BOOST_TEST(unmasked >= 20);
}

// A running maximum that starts at 0, or a weight exp(s) without its maximum, does not survive these.
BOOST_AUTO_TEST_CASE(scores_far_from_zero_do_not_matter) {
  for (const double size : {-1e4, 1e4, -1e15, 1e15}) {
    for_each_exact([&](auto h) {
      std::fill(h.q.begin(), h.q.end(), 1.0);
      for (double& cell : h.k) cell = size + (std::abs(size) < 1e6 ? cell : 0);
      std::fill(h.v.begin(), h.v.end(), 0.0);
      for (long long j = 0; j < h.size.n_k; ++j) h.v[static_cast<std::size_t>(j * h.size.d_v)] = 1;
      h.run();
      for (long long i = 0; i < h.size.n_q; ++i)
        BOOST_TEST((h.at(i, 0) == 0 || std::abs(h.at(i, 0) - 1) < 1e-9), "row " << i << ": " << h.at(i, 0));
      if (h.size.n_k > 1) BOOST_TEST(h.at(h.size.n_q - 1, 0) != 0);  // the last query has keys
    });
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
