// Conventions: each against its formula written down a second time, and the law of bridges between each two of them.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "config/config_import.hpp"
#include "convention/bridge.hpp"
#include "convention/model_work.hpp"
#include "failure.hpp"
#include "report.hpp"
#include "specs.hpp"
#include "text/number_text.hpp"

using namespace conform::analyzer;
using conform::integer;

namespace {

/// The sizes of a model and a workload by the letters of the papers.
struct letters {
  explicit letters(const subject& about)
      : of{about},
        B{about.work.batch},
        s{about.work.seq},
        c{about.work.context},
        T{B * s},
        L{about.model.layers},
        d{about.model.model},
        H{about.model.heads},
        G{about.model.kv_heads},
        h{about.model.head_dim},
        f{about.model.hidden},
        V{about.model.vocab_size},
        R{routed_layers(about.model)},
        mixture{about.model.experts.value_or(expert_sizes{})},
        gpt2{about.model.family == family::gpt2},
        causal{about.work.mask != mask::full} {}

  const subject& of;
  integer B, s, c, T, L, d, H, G, h, f, V, R;
  expert_sizes mixture;
  bool gpt2, causal;

  integer matrices() const { return gpt2 ? 2 : 3; }
  /// FLOP of the products with weights of all layers, forward.
  integer linear() const { return 2 * T * (L * (d * (H + 2 * G) * h + H * h * d) + feed_forward() + router()); }
  /// Weights that a token meets of feed-forward layers and experts, and of routers: R layers have them.
  integer feed_forward() const { return (L - R) * matrices() * d * f + R * mixture.active * 3 * d * mixture.hidden; }
  integer router() const { return R * d * mixture.count; }
  integer head(integer positions) const { return 2 * positions * d * V; }
  integer head_as_asked() const { return head(of.work.logits == logits::all ? T : B); }
  integer square() const { return 4 * B * s * (c + s) * H * h * L; }
  integer parameters() const { return make_report(of.model, of.work).parameters.total.value; }
  integer active_parameters() const { return make_report(of.model, of.work).parameters.active.value; }

  /// Keys a query sees at most in a layer, or nothing.
  std::optional<std::int64_t> window(integer layer) const {
    const auto i = static_cast<std::size_t>(layer);
    return of.work.mask == mask::model && i < of.model.window.size() ? of.model.window[i] : std::nullopt;
  }
  /// Pairs that are scored, one query after the other.
  integer scored_pairs() const {
    std::map<std::int64_t, integer> of_window;  // 0: none
    integer out = 0;
    for (integer layer = 0; layer < L; ++layer) {
      const std::int64_t w = window(layer).value_or(0);
      const auto [at, fresh] = of_window.try_emplace(w, 0);
      if (fresh)
        for (integer i = 0; i < s; ++i) {
          const integer keys = causal ? c + i + 1 : c + s;
          at->second += w > 0 ? std::min(keys, integer{w}) : keys;
        }
      out += at->second;
    }
    return out;
  }
};

integer exact(const letters& x) { return x.linear() + x.head_as_asked() + 4 * x.B * x.H * x.h * x.scored_pairs(); }
integer torch(const letters& x) { return x.linear() + x.head_as_asked() + x.square(); }
integer fa_bench(const letters& x) { return 4 * x.B * x.s * x.s * x.H * x.h * x.L / (x.causal ? 2 : 1); }
integer kaplan(const letters& x) { return x.linear() + x.T * 2 * x.L * x.s * x.H * x.h; }
integer vllm(const letters& x) {
  const integer hidden = x.gpt2 ? 4 * x.d : x.f;
  integer out = 2 * x.T * x.d * (2 * x.H + 2 * x.G) * x.h * x.L + 2 * x.d * 3 * hidden * x.T * x.L + x.head(x.B);
  for (integer layer = 0; layer < x.L; ++layer) {
    const auto w = x.window(layer);
    out += 4 * x.H * x.h * x.B * x.s * (w ? std::min(x.c + x.s, integer{*w}) : x.c + x.s);
  }
  return out;
}
integer layer_norms(const letters& x) { return x.gpt2 ? 5 * (2 * x.L + 1) * x.T * x.d : 0; }
integer deepspeed(const letters& x) {
  const integer biases = x.gpt2 ? x.L * (3 * x.d + x.d + x.f + x.d) : 0;
  const bool called = x.of.model.activation != activation::gelu_tanh;
  return torch(x) + layer_norms(x) + biases + (called ? x.L * x.T * x.f : 0);
}
integer llm_viewer(const letters& x) {
  const integer head = x.d / x.H, keys = x.of.work.phase == phase::decode ? x.c : x.s;
  const integer linear = 2 * x.T * (2 * x.d * x.d + 2 * x.d * (x.d * x.G / x.H) + 3 * x.d * x.f);
  const integer core = 4 * x.T * keys * head * x.H + 5 * x.B * x.H * x.s * keys;
  return x.L * (linear + core + 2 * 7 * x.T * x.d + 2 * x.T * x.d + 2 * x.T * x.d) + x.B * x.d * x.V;
}
integer llm_analysis(const letters& x) {
  const integer attention = 4 * x.T * x.d * x.d + 4 * x.T * x.d * x.d * x.G / x.H + 4 * x.T * x.s * x.d;
  return x.L * (attention + 2 * x.matrices() * x.T * x.d * x.f) + x.head(x.T);
}
integer megatron(const letters& x) {
  const integer token = x.d * (x.H * x.h + 2 * x.G * x.h) + x.H * x.h * x.s / 2 * 2 + x.H * x.h * x.d;
  return x.T * (3 * 2 * x.feed_forward() + 3 * 2 * token * x.L + 3 * 2 * x.d * x.V);
}
integer palm(const letters& x) {
  const integer weights = x.L * (x.d * (2 * x.H + 2 * x.G) * x.h + x.matrices() * x.d * x.f) + x.d * x.V;
  return x.T * (6 * weights + 12 * x.L * x.H * x.h * x.s);
}
integer nanogpt(const letters& x) {
  return x.T * (6 * (x.parameters() - *x.of.model.positions * x.d) + 12 * x.L * x.H * x.h * x.s);
}
integer chinchilla(const letters& x) { return 3 * (x.linear() + x.square() + 3 * x.L * x.B * x.H * x.s * x.s); }
integer gpt_layers(const letters& x, integer layer, integer core) {
  return layer * x.B * x.s * x.L * x.d * x.d + core * x.B * x.L * x.s * x.s * x.d + 6 * x.B * x.s * x.d * x.V;
}
integer verl(const letters& x) {
  const integer layers = x.feed_forward() + x.router() + x.L * x.d * (2 * x.H * x.h + 2 * x.G * x.h);
  const integer dense = layers + x.V * x.d * 2;
  return 6 * dense * x.T + 6 * x.B * x.s * x.s * x.h * x.H * x.L;
}

const std::map<std::string_view, std::function<integer(const letters&)>> formulas{
    {"exact", exact},
    {"torch", torch},
    {"fa-bench", fa_bench},
    {"xformers",
     [](const letters& x) {
       return x.causal ? x.L * x.B * x.H * (4 * x.s * x.c * x.h + 2 * x.s * x.s * x.h) : x.square();
     }},
    {"kaplan", kaplan},
    {"vllm", vllm},
    {"maxtext-prefill",
     [](const letters& x) { return 2 * x.T * x.parameters() + 4 * x.B * x.H * x.L * x.h * x.s * x.s / 2; }},
    {"deepspeed", deepspeed},
    {"deepspeed-macs", [](const letters& x) { return torch(x) / 2; }},
    {"fvcore", [](const letters& x) { return torch(x) / 2 + layer_norms(x); }},
    {"llm-viewer", llm_viewer},
    {"llm-analysis", llm_analysis},
    {"torch-train", [](const letters& x) { return 3 * (x.linear() + x.head(x.T)) + 14 * x.T * x.s * x.H * x.h * x.L; }},
    {"fa-bench-train", [](const letters& x) { return 7 * fa_bench(x) / 2; }},
    {"megatron", megatron},
    {"palm", palm},
    {"nanogpt", nanogpt},
    {"torchtitan",
     [](const letters& x) {
       const integer looked_up = x.d * (x.of.model.positions.value_or(0) + (x.of.model.tie_embeddings ? 0 : x.V));
       integer out = 6 * x.T * (x.active_parameters() - looked_up);
       for (integer layer = 0; layer < x.L; ++layer)
         out += 6 * x.T * x.H * 2 * x.h * std::min(x.s, integer{x.window(layer).value_or(1 << 30)});
       return out;
     }},
    {"transformers",
     [](const letters& x) {
       const integer tables = x.d * (x.of.model.positions.value_or(0) + x.V);
       return 6 * x.T * (x.parameters() - tables);
     }},
    {"kaplan-train", [](const letters& x) { return 3 * x.linear(); }},
    {"6nd", [](const letters& x) { return 6 * x.T * x.parameters(); }},
    {"8nd", [](const letters& x) { return 8 * x.T * x.parameters(); }},
    {"chinchilla", chinchilla},
    {"chinchilla-text", [](const letters& x) { return chinchilla(x) + 2 * 3 * x.head(x.T); }},
    {"maxtext", [](const letters& x) { return 3 * (x.linear() + x.head(x.T)) + 3 * x.square() / 2; }},
    {"narayanan", [](const letters& x) { return gpt_layers(x, 96, 16); }},
    {"cookbook",
     [](const letters& x) {
       const integer width = x.T * x.L * x.d * x.d;
       const integer attention = 2 * width + 2 * 2 * width * x.G / x.H + 2 * width;
       return 4 * (attention + 2 * x.matrices() * x.T * x.L * x.d * x.f + 4 * x.L * x.T * x.s * x.d) + 3 * x.head(x.T);
     }},
    {"korthikanti", [](const letters& x) { return gpt_layers(x, 72, 12); }},
    {"korthikanti-selective", [](const letters& x) { return gpt_layers(x, 72, 24); }},
    {"llm-analysis-selective",
     [](const letters& x) {
       const integer attention = 4 * x.T * x.d * x.d + 4 * x.T * x.d * x.d * x.G / x.H + 4 * x.T * x.s * x.d;
       const integer forward = x.L * (attention + 16 * x.T * x.d * x.d) + x.head(x.T);
       return 3 * forward + 4 * x.T * x.s * x.d * x.L;
     }},
    {"verl", verl},
};

std::string contents_of(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream{path, std::ios::binary}.rdbuf();
  return out.str();
}

/// The built-in models and, where they are at hand, the real configs of covered families.
std::vector<model_config> models() {
  std::vector<model_config> out;
  for (const spec& s : specs()) out.push_back(*find_spec(s.name));
  const char* const folder = std::getenv("CONFORM_DATA");
  const std::filesystem::path configs = std::filesystem::path{folder ? folder : ""} / "models" / "configs";
  if (!folder || !std::filesystem::exists(configs)) return out;
  for (const auto& entry : std::filesystem::directory_iterator{configs}) {
    try {
      out.push_back(import_config(entry.path().string(), contents_of(entry.path())).model);
    } catch (const failure&) {  // a family that is not covered
    }
  }
  return out;
}

workload pass(std::int64_t batch, std::int64_t seq, std::int64_t context, mask keys, logits rows = logits::all) {
  workload out;
  out.batch = batch;
  out.seq = seq;
  out.context = context;
  out.mask = keys;
  out.logits = rows;
  return out;
}

std::vector<workload> workloads() {
  std::vector<workload> out{pass(1, 1, 0, mask::model),    pass(1, 1024, 0, mask::model),
                            pass(3, 129, 0, mask::causal), pass(2, 77, 0, mask::full),
                            pass(1, 6000, 0, mask::model), pass(1, 100, 5000, mask::model),
                            pass(2, 33, 70, mask::full),   pass(1, 5000, 300, mask::model, logits::last)};
  for (const std::int64_t context : {0, 500, 9000}) {
    out.push_back(pass(2, 1, context, mask::model));
    out.back().phase = phase::decode;
  }
  return out;
}

/// Fewer of them, of every kind: a bridge for each two conventions takes a while.
std::vector<workload> workloads_of_bridges() {
  const std::vector<workload> all = workloads();
  return {all[1], all[3], all[4], all[5], all[9]};
}

/// Conventions that have a meaning, with their figures by the formulas above.
std::vector<std::pair<const convention*, integer>> figures(const subject& about) {
  std::vector<std::pair<const convention*, integer>> out;
  const letters x{about};
  for (const convention& c : conventions())
    if (refusal_of(c, about).empty()) out.emplace_back(&c, formulas.at(c.name)(x));
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conventions_by_name)

BOOST_AUTO_TEST_CASE(each_gives_what_its_formula_gives) {
  std::map<std::string_view, int> met;
  for (const model_config& model : models())
    for (const workload& work : workloads()) {
      const subject about{model, work};
      const model_work parts = work_of(model, work);
      for (const auto& [by, expected] : figures(about)) {
        const counted found = count_under(*by, about, parts);
        ++met[by->name];
        BOOST_TEST(decimal(found.value) == decimal(expected),
                   by->name << " of " << model.name << ", seq " << work.seq << ", context " << work.context << ": "
                            << decimal(found.value) << ", expected " << decimal(expected));
        BOOST_CHECK_NO_THROW(audit(found, parts));
      }
    }
  for (const convention& c : conventions()) BOOST_TEST(met[c.name] > 0, c.name << " had a meaning somewhere");
}

BOOST_AUTO_TEST_CASE(a_bridge_of_each_two_sums_exactly) {
  int bridges = 0;
  for (const model_config& model : models())
    for (const workload& work : workloads_of_bridges()) {
      const subject about{model, work};
      const model_work parts = work_of(model, work);
      const auto all = figures(about);
      for (const auto& [from, before] : all)
        for (const auto& [to, after] : all) {
          if (from > to) continue;
          const bridge found = bridge_between(*from, *to, about, parts);
          integer sum = before;
          for (const bridge_row& row : found.rows) {
            sum += row.difference;
            BOOST_TEST(!row.reason.empty());
          }
          BOOST_TEST(decimal(sum) == decimal(after), from->name << " to " << to->name << " of " << model.name);
          ++bridges;
        }
    }
  BOOST_TEST(bridges > 20000);
}

BOOST_AUTO_TEST_CASE(a_training_step_has_no_decode_and_no_cache) {
  const model_config model = *find_spec("gpt2");
  workload decode = pass(1, 1, 10, mask::model);
  decode.phase = phase::decode;
  const workload cached = pass(1, 8, 10, mask::model);
  for (const convention& c : conventions()) {
    if (c.pass != "training step") continue;
    BOOST_TEST(!refusal_of(c, {model, decode}).empty(), c.name);
    BOOST_TEST(!refusal_of(c, {model, cached}).empty(), c.name);
  }
}

BOOST_AUTO_TEST_CASE(terms_that_do_not_sum_are_noticed) {
  const model_config model = *find_spec("gpt2");
  const workload work = pass(1, 8, 0, mask::model);
  const model_work parts = work_of(model, work);
  counted found = count_under(conventions().front(), {model, work}, parts);
  found.terms.front().value += 1;
  BOOST_CHECK_THROW(audit(found, parts), failure);
  found.value += 1;
  BOOST_CHECK_THROW(audit(found, parts), failure);  // it sums now, and is not what was metered
}

BOOST_AUTO_TEST_SUITE_END()
