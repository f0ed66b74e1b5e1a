// What a decoder is metered to cost, once and over symbolic sizes, is what its run at numbers counts: every kind of
// operation at every place, the peak of live activations, and the parameters.
#include <boost/test/unit_test.hpp>

#include "runtime/model/decoders.hpp"

using namespace decoders;

namespace {

using metered_ids = tensor<metered, axes::batch<sizes::batch>, axes::query<sizes::seq>>;

std::string text_of(const list<char>& path) { return {path.begin(), path.end()}; }

template <class N>
std::vector<N> kinds_of(const operations<N>& done) {
  std::vector<N> out;
  done.each([&](const char*, const N& count) { out.push_back(count); });
  out.push_back(done.mac);
  return out;
}

bool silent(const std::vector<long long>& counts) { return counts == std::vector<long long>(counts.size()); }

/// The symbolic cost of a pass, at numbers.
struct metering {
  meter at;
  std::map<std::string, std::vector<long long>> places;
  long long parameters = 0;

  metering(const config& c, const values& v, bool last) {
    decoder_of<metered> model(c.chosen());
    make_parameters(model, machine<metered>(at), bound_sizes<symbols<>>{});
    session_of<metered> past;
    past.open(at, model.options);
    last ? void(model.last_logits(metered_ids{}, past)) : void(model.logits(metered_ids{}, past));
    own_parameters(model, at);
    for (const auto& row : at.places.rows) {
      parameters += value(row.parameters, v);
      std::vector<long long>& counts = places[text_of(row.path)];
      BOOST_TEST_REQUIRE(counts.empty(), "a place has one row");
      for (const polynomial& p : kinds_of(row.done)) counts.push_back(value(p, v));
      if (const std::string path = text_of(row.path); path != "embedding" && !row.parameters.is_zero())
        BOOST_TEST(!silent(counts), path << " owns parameters, so it works with them");
    }
  }
  long long value(const polynomial& p, const values& v) const {
    return static_cast<long long>(
        evaluate(p, [&](int id) { return integer{v.at(at.sizes[static_cast<std::size_t>(id)].name)}; }));
  }
  long long peak(const values& v) const {
    long long out = 0;
    for (const memory_peak& p : at.peaks) out = std::max(out, value(p.live, v));
    return out;
  }
};

/// The same pass at numbers, counted.
struct counting {
  ledger book;
  std::map<std::string, std::vector<long long>> places;
  long long parameters = 0, peak = 0, left = 0;

  counting(const config& c, long long context, long long seq, bool last, std::mt19937& random) {
    using number = counted<double>;
    decoder_of<number> model(c.chosen());
    make_parameters(model, machine<number>(book), weight_sizes(values_of(c, context, seq)));
    parameters = book.live;
    session_of<number> past;
    past.open(book, model.options, step_sizes<number>(values_of(c, context, seq)), context + seq);
    const token_ids ids =
        ids_of(c, random_ids(random, c, static_cast<std::size_t>(seq)), 0, static_cast<std::size_t>(seq));
    const long long before = book.peak = book.live;
    last ? void(model.last_logits(ids, past)) : void(model.logits(ids, past));
    peak = book.peak - before, left = book.live - before;
    for (const auto& row : book.places.rows) places[text_of(row.path)] = kinds_of(row.done);
  }
};

void compare(const config& c, long long context, long long seq, bool last, std::mt19937& random) {
  const values v = values_of(c, context, seq);
  metering said(c, v, last);
  const counting ran(c, context, seq, last, random);
  for (const auto& [path, counts] : said.places)
    if (!silent(counts)) BOOST_TEST_REQUIRE(ran.places.contains(path), path);
  for (const auto& [path, counts] : ran.places)
    BOOST_TEST_CONTEXT(path) BOOST_TEST(counts == said.places[path], boost::test_tools::per_element());
  BOOST_TEST(ran.peak == said.peak(v));
  BOOST_TEST(ran.parameters == said.parameters);
  BOOST_TEST(ran.left == 0);
  BOOST_TEST(said.at.live.is_zero());
}

config random_gpt2(std::mt19937& random) { return random_config(random, false); }
config random_llama(std::mt19937& random) { return random_config(random, true); }

void compare_many(config (*any)(std::mt19937&), unsigned seed) {
  std::mt19937 random(seed);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  for (int trial = 0; trial < 25; ++trial) {
    const config c = any(random);
    BOOST_TEST_CONTEXT("trial " << trial) {
      compare(c, 0, pick(1, 9), false, random);                // prefill
      compare(c, 0, pick(1, 9), true, random);                 // prefill, last logits
      compare(c, pick(1, 6), pick(2, 5), pick(0, 1), random);  // a further chunk
      compare(c, pick(1, 9), 1, pick(0, 1), random);           // decode
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(counted_is_metered)

BOOST_AUTO_TEST_CASE(gpt2_by_kind_and_place_and_peak) { compare_many(random_gpt2, 11); }
BOOST_AUTO_TEST_CASE(llama_by_kind_and_place_and_peak) { compare_many(random_llama, 12); }
BOOST_AUTO_TEST_CASE(mixtures_by_kind_and_place_and_peak) { compare_many(random_mixture, 14); }

/// Llama 3 8B at 8192 tokens: counted by hand in tests/cli/reports.bash.
BOOST_AUTO_TEST_CASE(a_large_model_has_its_known_figures) {
  config c{.vocab = 128256,
           .model = 4096,
           .kv_heads = 8,
           .group = 4,
           .head_dim = 128,
           .hidden = 14336,
           .options = llama_options{.layers = 32},
           .patterns = std::vector<pattern>(32, full),
           .feeds = {}};
  const auto matmul_flops = [&](long long context, long long seq) {
    const values v = values_of(c, context, seq);
    const metering said(c, v, false);
    long long sum = 0;
    for (const auto& [path, counts] : said.places) sum += 2 * counts.back();
    BOOST_TEST(said.parameters == 8'030'261'248);
    return sum;
  };
  BOOST_TEST(matmul_flops(0, 8192) == 158'140'695'838'720);
  c.patterns.clear();
  BOOST_TEST(matmul_flops(0, 8192) == 140'550'657'277'952);
  BOOST_TEST(matmul_flops(8192, 1) == 19'304'808'448);
}

BOOST_AUTO_TEST_CASE(sums_of_places_are_the_whole) {
  std::mt19937 random(13);
  const config c = random_config(random, true);
  const counting ran(c, 3, 2, false, random);
  std::vector<long long> sum(kinds_of(ran.book.done).size());
  for (const auto& [path, counts] : ran.places)
    for (std::size_t i = 0; i < counts.size(); ++i) sum[i] += counts[i];
  BOOST_TEST(sum == kinds_of(ran.book.done), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
