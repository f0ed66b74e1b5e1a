// A real trained model: stories260K (karpathy/tinyllamas, MIT) in llama<float>, against what llama2.c's run.c printed.
// Needs the folder of reference data; says so and skips where CONFORM_DATA does not name it.
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include <conform/model/llama.hpp>
#include <conform/size/alphabet.hpp>

#include "worse.hpp"

using namespace conform;

namespace {

constexpr std::size_t vocab = 512, width = 64, hidden = 172, heads = 8, shared = 4, dim = 8, count = 5;
using stories = llama<float, 512, 64, 4, 2, 8, 172>;
constexpr llama_options options{.layers = 5, .rotary_base = 10000, .tied = true};
static_assert(parameter_count<stories, options> == 260'032);

std::string folder() {
  const char* data = std::getenv("CONFORM_DATA");
  return data ? std::string(data) + "/models/weights/stories260K/" : "";
}
bool missing() {
  const bool there =
      std::ifstream(folder() + "stories260K.bin").good() && std::ifstream(folder() + "expected.json").good();
  if (!there) std::cout << "skipped: stories260K needs CONFORM_DATA to name the folder that holds models/weights\n";
  return !there;
}

/// llama2.c's checkpoint, version 0: seven int32, then float32 by kind, all layers of a kind together; matrices {out,
/// in}.
class checkpoint {
 public:
  explicit checkpoint(const std::string& path) : file_(path, std::ios::binary) {
    std::int32_t header[7];
    file_.read(reinterpret_cast<char*>(header), sizeof header);
    const std::int32_t expected[7]{width, hidden, count, heads, shared, vocab, 512};
    BOOST_TEST(header == expected, boost::test_tools::per_element());
  }
  std::vector<float> next(std::size_t floats) {
    std::vector<float> out(floats);
    file_.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(floats * sizeof(float)));
    BOOST_TEST_REQUIRE(file_.good());
    return out;
  }
  void vector(float* to, std::size_t floats) {
    for (float x : next(floats)) *to++ = x;
  }
  /// {out, in} -> {in, out}
  void matrix(float* to, std::size_t outs, std::size_t ins) {
    const std::vector<float> from = next(outs * ins);
    for (std::size_t o = 0; o < outs; ++o)
      for (std::size_t i = 0; i < ins; ++i) to[i * outs + o] = from[o * ins + i];
  }
  /// The same for Q and K: run.c turns neighbours (2i, 2i + 1) of a head, rope turns (i, i + dim / 2).
  void turned_matrix(float* to, std::size_t outs, std::size_t ins) {
    const std::vector<float> from = next(outs * ins);
    for (std::size_t o = 0; o < outs; ++o) {
      const std::size_t within = o % dim, half = within / 2 + (within % 2) * (dim / 2);
      for (std::size_t i = 0; i < ins; ++i) to[i * outs + o - within + half] = from[o * ins + i];
    }
  }

 private:
  std::ifstream file_;
};

stories load() {
  stories model(options);
  make_parameters(model, machine<float>{}, bound_sizes<symbols<>>{});
  checkpoint file(folder() + "stories260K.bin");
  file.vector((*model.embed.tokens).data(), vocab * width);
  const auto each_layer = [&](auto body) {
    for (auto& l : model.layers) body(l);
  };
  each_layer([&](auto& l) { file.vector((*l.attention_norm.weight).data(), width); });
  each_layer([&](auto& l) { file.turned_matrix((*l.attention.q.weight).data(), heads * dim, width); });
  each_layer([&](auto& l) { file.turned_matrix((*l.attention.k.weight).data(), shared * dim, width); });
  each_layer([&](auto& l) { file.matrix((*l.attention.v.weight).data(), shared * dim, width); });
  each_layer([&](auto& l) { file.matrix((*l.attention.out.weight).data(), width, heads * dim); });
  each_layer([&](auto& l) { file.vector((*l.feed_forward_norm.weight).data(), width); });
  each_layer([&](auto& l) { file.matrix((*l.feed_forward_part.gate.weight).data(), hidden, width); });
  each_layer([&](auto& l) { file.matrix((*l.feed_forward_part.down.weight).data(), width, hidden); });
  each_layer([&](auto& l) { file.matrix((*l.feed_forward_part.up.weight).data(), hidden, width); });
  file.vector((*model.last_norm.weight).data(), width);
  return model;
}

struct statistics {
  std::size_t best = 0;
  double largest, sum = 0, absolute = 0;
  explicit statistics(const float* logits) {
    for (std::size_t i = 0; i < vocab; ++i) {
      if (logits[i] > logits[best]) best = i;
      sum += static_cast<double>(logits[i]), absolute += std::abs(static_cast<double>(logits[i]));
    }
    largest = static_cast<double>(logits[best]);
  }
};

/// Compares position by position and says how far apart the numbers were.
struct comparison {
  nlohmann::json expected = nlohmann::json::parse(std::ifstream(folder() + "expected.json"));
  double worst_logit = 0, worst_sum = 0;

  std::size_t positions() const { return expected["greedy"].size(); }
  int token(std::size_t position) const { return expected["greedy"][position]["token"]; }
  void check(std::size_t position, const float* logits) {
    const statistics is(logits);
    const auto& was = expected["greedy"][position];
    BOOST_TEST_CONTEXT("position " << position) {
      BOOST_TEST(is.best == was["next"].get<std::size_t>());
      worst_logit = worse(worst_logit, std::abs(is.largest - was["max_logit"].get<double>()));
      const double magnitude = was["logit_abs_sum"];
      worst_sum = worse(worst_sum, std::abs(is.sum - was["logit_sum"].get<double>()) / magnitude);
      worst_sum = worse(worst_sum, std::abs(is.absolute - magnitude) / magnitude);
    }
    if (position == 0)
      for (std::size_t i = 0; i < expected["logits_pos0_first16"].size(); ++i)
        worst_logit = worse(
            worst_logit, std::abs(static_cast<double>(logits[i]) - expected["logits_pos0_first16"][i].get<double>()));
  }
  ~comparison() {
    BOOST_TEST_MESSAGE("stories260K: largest error of a logit " << worst_logit << ", of a sum (relative) "
                                                                << worst_sum);
    BOOST_TEST(worst_logit < 1e-4);
    BOOST_TEST(worst_sum < 5e-6);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(stories260k)

BOOST_AUTO_TEST_CASE(writes_the_same_200_tokens_one_by_one) {
  if (missing()) return;
  const stories model = load();
  comparison against;
  const auto length = static_cast<long long>(against.positions());
  stories::session_for<1, sizes::context, 1> past;
  bound_sizes<symbols<struct sizes::context>> now;
  tensor<int, axes::batch<1>, axes::query<1>> id;
  *id.data() = 1;  // the start of a text
  for (long long position = 0; position < length; ++position) {
    now.at[0] = position;
    position == 0 ? past.open({}, model.options, now, length) : past.step(now);
    const auto logits = model.logits(id, past);
    BOOST_TEST(*id.data() == against.token(static_cast<std::size_t>(position)));
    against.check(static_cast<std::size_t>(position), logits.data());
    *id.data() = static_cast<int>(statistics(logits.data()).best);
  }
}

BOOST_AUTO_TEST_CASE(scores_them_all_at_once) {
  if (missing()) return;
  const stories model = load();
  comparison against;
  const auto length = static_cast<long long>(against.positions());
  stories::session_for<1, 0, sizes::seq> past;
  bound_sizes<symbols<struct sizes::seq>> now;
  now.at[0] = length;
  past.open({}, model.options, now, length);
  tensor<int, axes::batch<1>, axes::query<sizes::seq>> ids{sizes::seq = length};
  for (std::size_t i = 0; i < ids.size(); ++i) ids.data()[i] = against.token(i);
  const auto logits = model.logits(ids, past);
  for (std::size_t i = 0; i < ids.size(); ++i) against.check(i, logits.data() + i * vocab);
}

BOOST_AUTO_TEST_SUITE_END()
