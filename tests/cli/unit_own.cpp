// Reports of typed models of a user's own: the example's figures by arithmetic, budgets, words that are not read.
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "../../examples/own_model/model.hpp"
#include "own/own_model.hpp"

using namespace conform;
using namespace conform::analyzer;

namespace {

/// The example with other budgets, or other sizes.
struct tight : sight::vit_base {
  static constexpr auto budgets = limits(at_most(279'546'396'671_FLOP));
};
struct tight_places : sight::vit_base {
  static constexpr auto budgets = limits(at_most("layers.*.attention.q", 1'849'688'063_FLOP));
};
struct just_enough : sight::vit_base {
  static constexpr auto budgets =
      limits(at_most(279'546'396'672_FLOP), at_most("layers.*.attention.q", 1'849'688'064_FLOP),
             at_most("layers.0", 7'087'872_parameters));
};
struct no_such_place : sight::vit_base {
  static constexpr auto budgets = limits(at_most("layers.*.attention.x", 1_FLOP));
};
struct a_size_too_few : sight::vit_base {
  static constexpr auto sizes = size_values(conform::sizes::batch = 8);
};
struct a_size_too_many : sight::vit_base {
  static constexpr auto sizes =
      size_values(conform::sizes::batch = 8, conform::sizes::positions = 196, conform::sizes::model = 768,
                  conform::sizes::heads = 12, conform::sizes::head_dim = 64, conform::sizes::hidden = 3072,
                  conform::sizes::vocab = 5);
};

/// The example's layers and sizes, without a length, or with one that is no size of theirs.
struct no_length {
  static constexpr const char* name = "no length";
  static constexpr const char* source = "a test";
  static constexpr auto sizes = sight::vit_base::sizes;
  using layers = sight::vit_base::layers;
  using input = sight::vit_base::input;
};
struct another_length : sight::vit_base {
  static constexpr auto length = conform::sizes::seq;
};

template <class M>
int ends(std::vector<const char*> words = {}) {
  words.insert(words.begin(), "report");
  std::fflush(nullptr);
  const pid_t child = fork();  // a program of its own: it closes what it has written
  if (child == 0) _exit(run_own<M>(static_cast<int>(words.size()), words.data()));
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

long long value(const own_model& model, const polynomial& formula) {
  return static_cast<long long>(evaluate(formula, [&](int id) {
    for (const size_value& one : model.sizes)
      if (std::string_view{one.name} == model.metered.sizes[static_cast<std::size_t>(id)].name) return one.value;
    throw not_whole{};
  }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(own_models)

BOOST_AUTO_TEST_CASE(count_what_arithmetic_counts) {
  const own_model model = own_model_of<sight::vit_base>();
  const auto total = model.metered.places.total();
  const long long d = 768, n = 196, batch = 8, hidden = 3072, layers = 12;
  const long long layer = 4 * (d * d + d) + 2 * d * hidden + hidden + d + 4 * d;
  BOOST_TEST(value(model, total.parameters) == d * d + d + n * d + layers * layer + 2 * d + 1000 * d + 1000);
  BOOST_TEST(value(model, total.done.matmul_flops()) ==
             2 * batch * (n * d * d + layers * (4 * n * d * d + 2 * n * n * d + 2 * n * d * hidden) + 1000 * d));
  long long sum = 0;
  for (const own_parameter& one : model.parameters) sum += value(model, one.elements);
  BOOST_TEST(sum == value(model, total.parameters));
  BOOST_TEST(model.parameters.size() == 2 + 1 + 12 * 16 + 2 + 2);
  BOOST_TEST(model.parameters[0].path == "embed.weight");
  BOOST_TEST(model.parameters[0].axes == "{pixel: 768, model: model}");
}

BOOST_AUTO_TEST_CASE(say_their_length) {
  BOOST_TEST(own_model_of<sight::vit_base>().length.value_or("") == "positions");
  BOOST_TEST(!own_model_of<no_length>().length);
}

BOOST_AUTO_TEST_CASE(keep_budgets_or_do_not) {
  BOOST_TEST(ends<sight::vit_base>({"--check"}) == 0);
  BOOST_TEST(ends<just_enough>({"--check"}) == 0);
  BOOST_TEST(ends<tight>({"--check"}) == 1);
  BOOST_TEST(ends<tight_places>({"--check"}) == 1);
  BOOST_TEST(ends<no_such_place>({"--check"}) == 2);
}

BOOST_AUTO_TEST_CASE(are_refused_where_words_or_sizes_do_not_fit) {
  BOOST_TEST(ends<sight::vit_base>({"--help"}) == 0);
  BOOST_TEST(ends<sight::vit_base>({"--format", "json"}) == 0);
  BOOST_TEST(ends<sight::vit_base>({"--format=csv", "--dtype", "bf16", "--strict"}) == 0);
  BOOST_TEST(ends<sight::vit_base>({"--format", "html", "--hardware", "a100-80", "--sizes", "batch=2"}) == 0);
  BOOST_TEST(ends<no_length>({"--format", "html", "--hardware", "a100-80"}) == 0);
  for (const std::vector<const char*>& words :
       std::vector<std::vector<const char*>>{{"--format"},
                                             {"--format", "pdf"},
                                             {"--dtype", "f31"},
                                             {"--formt", "json"},
                                             {"x"},
                                             {"--check", "-o", "x"},
                                             {"-o", "missing/x.json"},
                                             {"--format", "text", "--format", "text"},
                                             {"--seq", "5"},
                                             {"--hardware", "x"},
                                             {"--check", "--hardware", "a100-80"},
                                             {"--sizes", "x=1"},
                                             {"--sizes", "batch=0"},
                                             {"--check=yes"},
                                             {"--dtype"},
                                             {"--format", "--check"},
                                             {"-o", "x.json", "--format", "text", "--strict"}})
    BOOST_TEST(ends<sight::vit_base>(words) == 2);
  BOOST_TEST(ends<a_size_too_few>() == 2);
  BOOST_TEST(ends<a_size_too_many>() == 2);
  BOOST_TEST(ends<another_length>() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
