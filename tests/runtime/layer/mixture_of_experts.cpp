// A mixture of experts against plain loops in double, what it counts against what it says, and what it refuses.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <conform/layer/mixture_of_experts.hpp>
#include <conform/operation/copy.hpp>
#include <conform/size/alphabet.hpp>

#include "worse.hpp"

using namespace conform;
using namespace conform::axes;

namespace {

using row = std::vector<double>;
constexpr int width = 6, inside = 5, tokens = 7;

/// One layer with random weights, and random tokens.
template <class T, int Experts, int Active>
struct trial {
  mixture_of_experts<T, width, inside, Experts, Active> layer;
  std::vector<row> x;

  trial(const mixture_options& o, machine<T> on, unsigned seed) : layer(o) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> any(-1, 1);
    make_parameters(layer, on);
    for_each_parameter(layer, [&](auto& weights) {
      for (T& cell : weights) cell = on.number(any(random));
    });
    for (int t = 0; t < tokens; ++t) {
      x.emplace_back(width);
      for (double& v : x.back()) v = any(random);
    }
  }
  /// On a ledger, where one is given.
  auto input(auto&... book) const {
    tensor<T, batch<1>, query<tokens>, model<width>> out{book...};
    T* cell = out.data();
    for (const row& token : x)
      for (double v : token) *cell++ = out.on().number(v);
    return out;
  }
};

/// Every expert is run for the token; those that are not chosen weigh nothing.
template <class T, int Experts, int Active>
row expected(const trial<T, Experts, Active>& t, const row& x) {
  const auto at = [](const auto& weights, int place) { return static_cast<double>(weights->data()[place]); };
  row p(Experts), out(width);
  for (int e = 0; e < Experts; ++e) {
    for (int i = 0; i < width; ++i)
      p[static_cast<std::size_t>(e)] += x[static_cast<std::size_t>(i)] * at(t.layer.router.weight, i * Experts + e);
  }
  double whole = 0, kept = 0;
  for (double& v : p) whole += v = std::exp(v);
  for (double& v : p) v /= whole;
  row sorted = p;
  std::sort(sorted.rbegin(), sorted.rend());
  for (double& v : p)
    if (v < sorted[Active - 1]) v = 0;
  for (double v : p) kept += v;
  for (int e = 0; e < Experts; ++e) {
    row hidden(inside);
    for (int h = 0; h < inside; ++h) {
      double gate = 0, up = 0;
      for (int i = 0; i < width; ++i) {
        gate += x[static_cast<std::size_t>(i)] * at(t.layer.gate.weight, (e * width + i) * inside + h);
        up += x[static_cast<std::size_t>(i)] * at(t.layer.up.weight, (e * width + i) * inside + h);
      }
      hidden[static_cast<std::size_t>(h)] = gate / (1 + std::exp(-gate)) * up;
    }
    const double weight = p[static_cast<std::size_t>(e)] / (t.layer.options.renormalise ? kept : 1);
    for (int i = 0; i < width; ++i)
      for (int h = 0; h < inside; ++h)
        out[static_cast<std::size_t>(i)] +=
            weight * hidden[static_cast<std::size_t>(h)] * at(t.layer.down.weight, (e * inside + h) * width + i);
  }
  return out;
}

template <class T, int Experts, int Active>
double worst_error() {
  double worst = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const trial<T, Experts, Active> t({.renormalise = seed % 2 == 0}, {}, seed);
    const auto y = t.layer(t.input());
    const T* cell = y.data();
    for (const row& token : t.x)
      for (const double v : expected(t, token)) {
        const double error = std::abs(static_cast<double>(*cell++) - v);
        worst = worse(worst, error);
      }
  }
  return worst;
}

/// By hand, for each token: see the class.
template <class N>
operations<N> by_hand(N t, N m, N h, N e, N k, bool renormalised) {
  operations<N> out;
  out.mac = t * (m * e + N{3} * k * m * h);
  out.mul = out.mac + t * (N{2} * k * h + k * m);  // silu and the product with `up`; weights of the sum
  out.add = out.mac + t * (N{2} * e + k * h + k * m + (renormalised ? k : N{0}));
  out.div = t * (e + k * h + (renormalised ? k : N{0}));
  out.exp = t * (e + k * h);
  out.cmp = t * (e + k * e - k * (k - N{1}) / 2);
  return out;
}

std::vector<long long> kinds_of(const operations<long long>& done) {
  std::vector<long long> out{done.mac};
  done.each([&](const char*, long long count) { out.push_back(count); });
  return out;
}

template <int Experts, int Active>
void count(bool renormalise) {
  ledger book;
  const trial<counted<double>, Experts, Active> t({.renormalise = renormalise}, book, 3);
  auto x = t.input(book);
  const operations<long long> before = book.done;
  const auto y = t.layer(std::move(x));
  BOOST_TEST(
      kinds_of(book.done - before) == kinds_of(by_hand<long long>(tokens, width, inside, Experts, Active, renormalise)),
      boost::test_tools::per_element());
}

namespace s = sizes;
using symbolic = mixture_of_experts<metered, s::model, s::hidden, s::experts, s::active>;

/// The same over symbols, with what is claimed of memory.
struct metering {
  meter at;
  operations<polynomial> done;
  polynomial moved, parameters;

  explicit metering(bool renormalise) {
    symbolic layer({.renormalise = renormalise});
    make_parameters(layer, at);
    const auto y = layer(tensor<metered, batch<s::batch>, query<s::seq>, model<s::model>>{at});
    own_parameters(layer, at);
    const auto total = at.places.total();
    done = total.done, moved = total.moved, parameters = total.parameters;
  }
  template <class Size>
  polynomial of(Size) {
    return polynomial::symbol(at.id_of(freezing::label_of<Size>));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(mixture)

BOOST_AUTO_TEST_CASE(equals_plain_loops) {
  BOOST_TEST((worst_error<double, 4, 2>() < 1e-14));
  BOOST_TEST((worst_error<double, 5, 1>() < 1e-14));
  BOOST_TEST((worst_error<double, 3, 3>() < 1e-14));  // all of them
  BOOST_TEST((worst_error<double, 1, 1>() < 1e-14));
  BOOST_TEST((worst_error<float, 8, 2>() < 1e-5));
}

BOOST_AUTO_TEST_CASE(of_equal_experts_the_lower_ones_are_chosen) {
  trial<double, 4, 2> t({}, {}, 1);
  for (double& cell : *t.layer.router.weight) cell = 0;
  const auto before = t.layer(t.input());
  auto& down = *t.layer.down.weight;
  std::fill(down.data() + 2 * inside * width, down.data() + 4 * inside * width, 1e9);  // of the two last
  const auto after = t.layer(t.input());
  BOOST_TEST(std::equal(before.begin(), before.end(), after.begin()));
}

BOOST_AUTO_TEST_CASE(counts_what_it_says_whatever_is_chosen) {
  for (const bool renormalise : {true, false}) {
    count<4, 2>(renormalise);
    count<5, 1>(renormalise);
    count<5, 4>(renormalise);
    count<3, 3>(renormalise);
  }
}

BOOST_AUTO_TEST_CASE(meters_what_it_says_for_all_sizes) {
  for (const bool renormalise : {true, false}) {
    metering run(renormalise);
    const polynomial t = run.of(s::batch) * run.of(s::seq), m = run.of(s::model), h = run.of(s::hidden),
                     e = run.of(s::experts), k = run.of(s::active);
    BOOST_TEST((run.done == by_hand<polynomial>(t, m, h, e, k, renormalise)));
    BOOST_TEST((run.parameters == m * e + polynomial{integer{3}} * e * m * h));
    // A further unit of width inside: so many columns of matrices, and elements of tokens that are written and read.
    const auto words = [&](long long new_tokens) {
      const auto at = [&](long long width_inside) {
        return run.at.value(run.moved, s::batch = 1, s::seq = new_tokens, s::model = 1000, s::hidden = width_inside,
                            s::experts = 8, s::active = 2);
      };
      return at(2) - at(1);
    };
    const long long inner =
        2 * 8;  // gate, up and down move it once each, the activation twice, the product three times
    BOOST_TEST((words(1) == 3 * 2 * 1000 + inner));  // a decode step reads the matrices that are chosen
    BOOST_TEST((words(3) == 3 * 6 * 1000 + 3 * inner));
    BOOST_TEST((words(4) == 3 * 8 * 1000 + 4 * inner));
    BOOST_TEST((words(100) == 3 * 8 * 1000 + 100 * inner));  // and no pass more than all
  }
}

BOOST_AUTO_TEST_CASE(refuses_more_experts_than_there_are) {
  mixture_of_experts<double, 4, 3, sizes::experts, 3> layer;
  make_parameters(layer, sizes::experts = 2);
  tensor<double, query<1>, model<4>> x;
  BOOST_CHECK_THROW(layer(copy(x)), index_error);
  make_parameters(layer, sizes::experts = 0);
  BOOST_CHECK_THROW(layer(copy(x)), index_error);
  BOOST_CHECK_THROW(make_parameters(layer, sizes::experts = -1), size_mismatch);
}

BOOST_AUTO_TEST_SUITE_END()
