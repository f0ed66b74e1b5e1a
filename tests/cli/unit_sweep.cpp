// Sweeps: flat formulas beside polynomials, grids beside loops, and rows beside reports and comparisons.
#include <boost/test/unit_test.hpp>

#include <random>

#include <conform/size/atoms.hpp>

#include "comparison/compare.hpp"
#include "config/config_import.hpp"
#include "report.hpp"
#include "report_options.hpp"
#include "specs.hpp"
#include "sweep/flat_formulas.hpp"
#include "sweep/grid.hpp"
#include "sweep/sweep_subject.hpp"

using namespace conform;
using namespace conform::analyzer;

namespace {

std::mt19937_64 chance{20240607};

long long between(long long least, long long most) {
  return least + static_cast<long long>(chance() % static_cast<std::uint64_t>(most - least + 1));
}
template <class T>
const T& one_of(const std::vector<T>& all) {
  return all[chance() % all.size()];
}
/// Small and large ones alike.
long long length(int most_bits) { return between(1, 1LL << between(0, most_bits)); }

polynomial random_formula(int depth, int sizes) {
  polynomial out{integer{between(-3, 3)}};
  for (int t = 0; t < 3; ++t) {
    polynomial product{rational{between(-4, 4), depth == 3 ? between(1, 3) : 1}};
    for (int f = 0; f < 2; ++f) {
      const auto below = [&] { return random_formula(depth - 1, sizes); };
      switch (depth > 0 ? between(0, 5) : 0) {
        case 1: product = product * min(below(), below()); break;
        case 2: product = product * max(below(), below()); break;
        case 3: product = product * ceil_div(below(), polynomial{integer{between(1, 9)}}); break;
        default: product = product * polynomial::symbol(static_cast<int>(between(0, sizes - 1)));
      }
    }
    out += product;
  }
  return out;
}

std::string code_of(const failure& problem) {
  const std::string line = problem.what();
  return line.substr(6, line.find(']') - 6);
}

using figures = std::vector<std::optional<integer>>;

/// What a report says: figures, or the code of its error.
std::string reported(const model_config& model, const report_request& words, figures& out) {
  try {
    std::vector<diagnostic> warnings;
    const chosen_workload pass = choose_workload(read_options(words), model, "x", warnings);
    const report r = make_report(model, pass.work, pass.core);
    out = figures{r.parameters.total.value,
                  r.operations.matmul_flops.value,
                  r.operations.unit_total.value,
                  r.memory.weights_bytes.value,
                  r.memory.kv_cache_bytes_per_token.value,
                  r.memory.kv_cache_bytes.value,
                  r.memory.activation_peak_bytes.value};
    return "";
  } catch (const failure& problem) {
    return code_of(problem);
  } catch (const integer_overflow&) {
    return "OVERFLOW";
  }
}

std::string swept(sweep_subject& subject, const grid_point& at, figures& out) {
  out.assign(subject.columns().figures.size(), {});
  try {
    return std::string{subject.figures(at, out)};
  } catch (const integer_overflow&) {
    return "OVERFLOW";
  }
}

/// A variant that a sweep of the model takes, with the mask that was asked for.
const std::vector<std::string>& cores() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out{"dense"};
    for (const variant_entry& variant : all_variants())
      if (variant.is_core && variant.name != "dense") out.emplace_back(variant.name);
    return out;
  }();
  return all;
}

struct tally {
  int counted{}, refused{};
};

void compare_at_random(const model_config& model, int points, tally& told) {
  for (int i = 0; i < points; ++i) {
    const std::string variant = between(0, 2) == 0 ? "dense" : one_of(cores());
    const bool decode = between(0, 3) == 0, has_mask = between(0, 1) == 0;
    const std::string seq = std::to_string(decode ? 1 : length(14));
    const std::string context = between(0, 2) == 0 ? "0" : std::to_string(length(14));
    const std::string batch = std::to_string(length(6));
    const std::string mask = one_of<std::string>({"model", "causal", "full"});
    const std::string rows = one_of<std::string>({"all", "last"});
    const std::string dtype = one_of<std::string>({"bf16", "f32", "f8"});

    report_request asked;
    asked.seq = seq, asked.context = context, asked.batch = batch, asked.logits = rows, asked.dtype = dtype;
    asked.phase = decode ? "decode" : "prefill", asked.attention = variant;
    if (has_mask) asked.mask = mask;
    sweep_request request;
    request.subject = "gpt2", request.variants = variant;
    request.seq = seq, request.context = context, request.batch = batch, request.logits = rows, request.dtype = dtype;
    request.phase = asked.phase, request.mask = asked.mask;

    BOOST_TEST_CONTEXT(model.name << " " << variant << " " << (has_mask ? mask : "-") << " batch " << batch
                                  << " context " << context << " seq " << seq) {
      figures expected, found;
      const std::string code = reported(model, asked, expected);
      try {
        std::vector<diagnostic> warnings;
        const auto subject = sweep_of_model(read_sweep(request), {model, "x", {}, {}}, warnings);
        BOOST_TEST(swept(*subject, {}, found) == code);
        if (code.empty()) BOOST_CHECK(found == expected);
      } catch (const failure& problem) {  // of the whole setting
        if (code != "TOO-LONG") BOOST_TEST(code_of(problem) == code);
      }
      ++(code.empty() ? told.counted : told.refused);
    }
  }
}

model_config with_windows(const std::string& type, const std::string& more) {
  return import_config("x.json", R"({"model_type": ")" + type + R"(", "vocab_size": 100, "hidden_size": 64,
    "intermediate_size": 128, "num_hidden_layers": 5, "num_attention_heads": 4, "num_key_value_heads": 2)" +
                                     more + "}")
      .model;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sweeps)

BOOST_AUTO_TEST_CASE(flat_formulas_are_the_polynomials) {
  int whole = 0, refused = 0;
  for (int i = 0; i < 2000; ++i) {
    const polynomial a = random_formula(static_cast<int>(between(0, 3)), 3), b = random_formula(1, 3);
    flat_formulas flat{3};
    const std::size_t at_a = flat.add(a), at_b = flat.add(b);
    std::vector<integer> slots(flat.slots());
    const std::vector<integer> sizes{between(0, 60), between(0, 9), between(0, 200)};
    std::copy(sizes.begin(), sizes.end(), slots.begin());
    const auto size = [&](int id) { return sizes[static_cast<std::size_t>(id)]; };
    try {
      const integer expected = evaluate(a, size);
      flat.evaluate(slots);
      BOOST_CHECK(slots[at_a] == expected);
      BOOST_CHECK(slots[at_b] == evaluate(b, size));
      ++whole;
    } catch (const not_whole&) {
      BOOST_CHECK_THROW(flat.evaluate(slots), not_whole);
      ++refused;
    }
  }
  BOOST_TEST(whole > 500);
  BOOST_TEST(refused > 100);
}

BOOST_AUTO_TEST_CASE(flat_formulas_notice_overflow) {
  flat_formulas flat{1};
  const polynomial n = polynomial::symbol(0);
  flat.add(n * n * n);
  std::vector<integer> slots(flat.slots());
  slots[0] = integer{1} << 42;
  BOOST_CHECK_NO_THROW(flat.evaluate(slots));
  slots[0] = integer{1} << 43;
  BOOST_CHECK_THROW(flat.evaluate(slots), integer_overflow);
}

BOOST_AUTO_TEST_CASE(grids_are_loops) {
  for (int i = 0; i < 300; ++i) {
    const auto axis = [] { return static_cast<std::size_t>(between(1, 5)); };
    const grid all{axis(), axis(), axis(), axis(), axis()};
    const auto parts = static_cast<std::uint64_t>(between(1, 40));
    const shard part{static_cast<std::uint64_t>(between(1, static_cast<long long>(parts))), parts};
    const auto skipped = static_cast<std::uint64_t>(between(0, 9));
    std::vector<grid_point> expected, found;
    std::uint64_t id = 0;
    for (std::size_t s = 0; s < all.settings; ++s)
      for (std::size_t w = 0; w < all.widths; ++w)
        for (std::size_t b = 0; b < all.batches; ++b)
          for (std::size_t c = 0; c < all.contexts; ++c)
            for (std::size_t n = 0; n < all.lengths; ++n, ++id)
              if (id % part.count == part.index - 1) expected.push_back({id, s, w, b, c, n});
    BOOST_TEST(points_of(all, part) == expected.size());
    expected.erase(expected.begin(),
                   expected.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(skipped, expected.size())));
    each_point(all, part, skipped, [&](const grid_point& at) { found.push_back(at); });
    BOOST_REQUIRE(found.size() == expected.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
      const grid_point &f = found[k], &e = expected[k];
      BOOST_CHECK(f.id == e.id && f.setting == e.setting && f.width == e.width && f.batch == e.batch &&
                  f.context == e.context && f.length == e.length);
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_of_models_are_reports) {
  tally told;
  for (const spec& known : specs()) compare_at_random(*find_spec(std::string{known.name}), 8, told);
  const std::string windows = R"(, "sliding_window": 100, "use_sliding_window": true, "max_window_layers": 2)";
  compare_at_random(with_windows("mistral", R"(, "sliding_window": 300)"), 60, told);
  compare_at_random(with_windows("qwen2", windows), 60, told);
  BOOST_TEST(told.counted > 120);
  BOOST_TEST(told.refused > 30);
}

BOOST_AUTO_TEST_CASE(rows_of_variants_are_comparisons) {
  int counted = 0, refused = 0;
  for (const variant_entry& variant : all_variants()) {
    for (int i = 0; i < 4; ++i) {
      const long long n = length(12), d = 16 * between(1, 8);
      sweep_request request;
      request.subject = variant.name, request.seq = std::to_string(n), request.d = std::to_string(d);
      const auto subject = sweep_of_variants(read_sweep(request));
      figures found;
      const std::string code = swept(*subject, {}, found);
      const std::vector<cost_metric> metrics{cost_metric::unit_total, cost_metric::matmul_flops, cost_metric::memory,
                                             cost_metric::io};
      for (std::size_t m = 0; m < metrics.size(); ++m) {
        BOOST_TEST_CONTEXT(variant.name << " n " << n << " d " << d << " " << name_of(metrics[m])) {
          compare_options asked;
          asked.variants = {&variant};
          asked.n = {{n}, n, n};
          asked.d = d, asked.metric = metrics[m];
          try {
            const comparison said = compare(asked);
            BOOST_TEST(code == "");
            BOOST_REQUIRE(found[m].has_value());
            BOOST_CHECK(*found[m] == said.variants[0].values[0]);
            ++counted;
          } catch (const failure& problem) {
            BOOST_CHECK(!found[m]);
            if (code_of(problem) != "NO-IO") BOOST_TEST(code == code_of(problem));
            ++refused;
          }
        }
      }
    }
  }
  BOOST_TEST(counted > 400);
  BOOST_TEST(refused > 20);
}

BOOST_AUTO_TEST_SUITE_END()
