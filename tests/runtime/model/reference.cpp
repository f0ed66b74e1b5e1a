// The typed decoders against the transformer of plain loops: whole, with a cache step by step, in chunks.
#include <boost/test/unit_test.hpp>

#include "reference.hpp"
#include "worse.hpp"

using namespace decoders;

namespace {

/// A random model with weights T, and the reference's logits of one random text a sequence, position by position.
template <class T>
struct trial {
  config c;
  weights kept;
  decoder_of<T> model;
  std::vector<int> ids;
  std::vector<reference::rows> expected;
  std::size_t length;
  double worst = 0;  ///< largest error, relative to the largest logit where that is above 1

  trial(std::mt19937& random, config any) : c(std::move(any)), model(c.chosen()) {
    length = std::uniform_int_distribution<std::size_t>(1, 8)(random);
    make_parameters(model, machine<T>{}, weight_sizes(values_of(c, 0, 1)));
    filler fill{random, kept};
    visit_parameters(model, fill);
    ids = random_ids(random, c, length);
    for (std::size_t b = 0; b < static_cast<std::size_t>(c.batch); ++b)
      expected.push_back(reference::transformer{
          c, kept}({ids.begin() + static_cast<long>(b * length), ids.begin() + static_cast<long>((b + 1) * length)}));
  }

  void compare(const auto& logits, std::size_t from, std::size_t count) {
    const number_read<T>* cell = logits.data();
    for (const reference::rows& sequence : expected)
      for (std::size_t p = from; p < from + count; ++p) {
        double scale = 1;
        for (double v : sequence[p]) scale = std::max(scale, std::abs(v));
        for (double v : sequence[p]) {
          const double error = std::abs(static_cast<double>(*cell++) - v) / scale;
          worst = worse(worst, error);
        }
      }
    BOOST_TEST_REQUIRE(static_cast<std::size_t>(cell - logits.data()) == logits.size());
  }

  void whole() {
    session_of<T> past;
    past.open({}, model.options, step_sizes<T>(values_of(c, 0, static_cast<long long>(length))),
              static_cast<long long>(length));
    compare(model.logits(ids_of(c, ids, 0, length), past), 0, length);
  }
  /// Chunks of `chunk` tokens after a first one of `first`, over one cache; `last`: logits of the last position only.
  void in_steps(std::size_t first, std::size_t chunk, bool last) {
    session_of<T> past;
    for (std::size_t from = 0; from < length;) {
      const std::size_t count = std::min(from == 0 ? first : chunk, length - from);
      const auto now = step_sizes<T>(values_of(c, static_cast<long long>(from), static_cast<long long>(count)));
      from == 0 ? past.open({}, model.options, now, static_cast<long long>(length)) : past.step(now);
      const auto step = ids_of(c, ids, from, count);
      if (last)
        compare(model.last_logits(step, past), from + count - 1, 1);
      else
        compare(model.logits(step, past), from, count);
      from += count;
    }
  }
};

config random_gpt2(std::mt19937& random) { return random_config(random, false); }
config random_llama(std::mt19937& random) { return random_config(random, true); }

template <class T>
double worst_of(int trials, config (*any)(std::mt19937&), unsigned seed) {
  std::mt19937 random(seed);
  double worst = 0;
  for (int i = 0; i < trials; ++i) {
    trial<T> t(random, any(random));
    t.whole();
    t.in_steps(1, 1, false);                  // decode from the first token
    t.in_steps((t.length + 1) / 2, 1, true);  // prefill, then decode
    t.in_steps(2, 3, i % 2 == 0);             // prefill in chunks
    BOOST_TEST_CONTEXT("trial " << i) BOOST_TEST(t.worst < 1);
    worst = worse(worst, t.worst);
  }
  BOOST_TEST_MESSAGE(sizeof(T) << " bytes: largest error " << worst);
  return worst;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decoders_equal_plain_loops)

BOOST_AUTO_TEST_CASE(gpt2_in_double) { BOOST_TEST(worst_of<double>(30, random_gpt2, 1) < 1e-10); }
BOOST_AUTO_TEST_CASE(llama_in_double) { BOOST_TEST(worst_of<double>(60, random_llama, 2) < 1e-10); }
BOOST_AUTO_TEST_CASE(gpt2_in_float) { BOOST_TEST(worst_of<float>(20, random_gpt2, 3) < 1e-4); }
BOOST_AUTO_TEST_CASE(llama_in_float) { BOOST_TEST(worst_of<float>(20, random_llama, 4) < 1e-4); }
BOOST_AUTO_TEST_CASE(mixtures_in_double) { BOOST_TEST(worst_of<double>(60, random_mixture, 5) < 1e-10); }
BOOST_AUTO_TEST_CASE(mixtures_in_float) { BOOST_TEST(worst_of<float>(20, random_mixture, 6) < 1e-4); }


/// Weights and caches of two bytes, beside the same weights in double: the cache rounds keys and values, by 2^-8 each.
BOOST_AUTO_TEST_CASE(decoders_in_bf16) {
  BOOST_TEST(worst_of<bf16>(20, random_gpt2, 7) < 0.1);
  BOOST_TEST(worst_of<bf16>(20, random_llama, 8) < 0.1);
  BOOST_TEST(worst_of<bf16>(20, random_mixture, 9) < 0.1);
}

BOOST_AUTO_TEST_SUITE_END()
