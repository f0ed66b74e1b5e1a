// Configs to facts: every reference config of a covered type, the class defaults, the built-in specs.
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "config/config_import.hpp"
#include "config/config_keys.hpp"
#include "specs.hpp"

using namespace conform::analyzer;

namespace {

std::string contents_of(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream{path, std::ios::binary}.rdbuf();
  return out.str();
}

/// The folder of reference data; says so where there is none.
std::optional<std::filesystem::path> reference_models() {
  const char* const folder = std::getenv("CONFORM_DATA");
  if (folder != nullptr && std::filesystem::exists(std::filesystem::path{folder} / "models")) {
    return std::filesystem::path{folder} / "models";
  }
  BOOST_TEST_MESSAGE("skipped: CONFORM_DATA names no folder of reference data");
  return std::nullopt;
}

bool is_covered(const std::string& type) {
  return std::find(std::begin(model_type_names), std::end(model_type_names), type) != std::end(model_type_names);
}

imported_model import_llama(const std::string& more, const std::string& type = "llama") {
  return import_config("x.json", R"({"model_type": ")" + type + R"(", "vocab_size": 100, "hidden_size": 64,
    "intermediate_size": 128, "num_hidden_layers": 3, "num_attention_heads": 4)" +
                                     more + "}");
}

imported_model import_gpt2(const std::string& more) {
  return import_config("x.json", R"({"model_type": "gpt2", "vocab_size": 100, "n_embd": 64, "n_layer": 2, "n_head": 4,
    "n_positions": 32)" + more + "}");
}

using windows = std::vector<std::optional<std::int64_t>>;

}  // namespace

BOOST_AUTO_TEST_SUITE(import)

BOOST_AUTO_TEST_CASE(every_reference_config_of_a_covered_type) {
  const auto models = reference_models();
  if (!models) return;
  int covered = 0, refused = 0;
  for (const auto& facts : nlohmann::json::parse(contents_of(*models / "param_counts.json"))) {
    const std::string name = facts["name"];
    const auto path = *models / "configs" / (name + ".json");
    BOOST_TEST_CONTEXT(name) {
      if (!is_covered(facts["model_type"])) {
        BOOST_CHECK_THROW(import_config(path.string(), contents_of(path)), failure);
        ++refused;
        continue;
      }
      const auto [m, warnings] = import_config(path.string(), contents_of(path));
      for (const diagnostic& w : warnings) BOOST_ERROR(warning_line(w));
      const std::int64_t cache = 2 * m.layers * m.kv_heads * m.head_dim * bytes_of(number_format::bf16);
      BOOST_TEST(cache == facts["kv_cache_bytes_per_token_16bit"].get<std::int64_t>());
      BOOST_TEST(m.context_length.value_or(0) == facts["context_length"].get<std::int64_t>());
      BOOST_TEST(m.window.size() == static_cast<std::size_t>(m.layers));
      for (const auto& window : m.window) BOOST_TEST(!window);  // none of these configs switches one on
      ++covered;
    }
  }
  BOOST_TEST(covered >= 20);
  BOOST_TEST_MESSAGE(covered << " configs imported, " << refused << " of other model types refused");
}

BOOST_AUTO_TEST_CASE(specs_say_what_their_configs_say) {
  const auto models = reference_models();
  if (!models) return;
  int compared = 0;
  for (const spec& facts : specs()) {
    const auto path = *models / "configs" / (std::string{facts.name} + ".json");
    if (!std::filesystem::exists(path)) continue;
    const model_config file = import_config(path.string(), contents_of(path)).model;
    const model_config built = *find_spec(facts.name);
    BOOST_TEST_CONTEXT(facts.name) {
      const auto sizes = [](const model_config& m) {
        return std::vector<std::int64_t>{m.vocab_size,
                                         m.model,
                                         m.layers,
                                         m.heads,
                                         m.kv_heads,
                                         m.head_dim,
                                         m.hidden,
                                         m.experts.value_or(expert_sizes{}).count,
                                         m.experts.value_or(expert_sizes{}).active,
                                         m.experts.value_or(expert_sizes{}).hidden,
                                         m.experts.value_or(expert_sizes{}).renormalise,
                                         routed_layers(m),
                                         m.positions.value_or(0),
                                         m.context_length.value_or(0)};
      };
      const auto flags = [](const model_config& m) {
        return std::vector<bool>{m.tie_embeddings, m.qkv_bias, m.out_bias, m.mlp_bias, m.qk_norm};
      };
      BOOST_TEST(sizes(built) == sizes(file), boost::test_tools::per_element());
      BOOST_TEST((flags(built) == flags(file)));
      BOOST_TEST((built.family == file.family && built.activation == file.activation && built.window == file.window));
      BOOST_TEST(built.model_type == file.model_type);
      ++compared;
    }
  }
  BOOST_TEST(compared >= 15);
}

BOOST_AUTO_TEST_CASE(class_defaults_of_llama) {
  const auto [m, warnings] = import_llama("");
  BOOST_TEST(warnings.empty());
  BOOST_TEST(m.name == "x");
  BOOST_TEST(m.kv_heads == 4);
  BOOST_TEST(m.head_dim == 16);
  BOOST_TEST(!m.tie_embeddings);
  BOOST_TEST((!m.qkv_bias && !m.out_bias && !m.mlp_bias && !m.qk_norm));
  BOOST_TEST((m.activation == activation::silu && m.family == family::llama));
  BOOST_TEST((!m.positions && !m.context_length && !m.dtype));
  BOOST_TEST((m.window == windows(3)));
}

BOOST_AUTO_TEST_CASE(options_of_the_llama_family) {
  const model_config m = import_llama(R"(, "attention_bias": true, "mlp_bias": true, "head_dim": 32,
    "num_key_value_heads": 2, "tie_word_embeddings": true, "hidden_act": "gelu", "torch_dtype": "float16")")
                             .model;
  BOOST_TEST((m.qkv_bias && m.out_bias && m.mlp_bias && m.tie_embeddings));
  BOOST_TEST(m.head_dim == 32);
  BOOST_TEST(m.kv_heads == 2);
  BOOST_TEST((m.activation == activation::gelu_erf && m.dtype == number_format::f16));
  const model_config two = import_llama(R"(, "num_key_value_heads": 2)", "qwen2").model;
  BOOST_TEST((two.qkv_bias && !two.out_bias && !two.qk_norm));
  const model_config three = import_llama(R"(, "num_key_value_heads": 2, "head_dim": 32)", "qwen3").model;
  BOOST_TEST((!three.qkv_bias && !three.out_bias && three.qk_norm));
  const model_config biased =
      import_llama(R"(, "num_key_value_heads": 2, "head_dim": 32, "attention_bias": true)", "qwen3").model;
  BOOST_TEST((biased.qkv_bias && biased.out_bias));
}

BOOST_AUTO_TEST_CASE(experts) {
  const model_config mixtral =
      import_llama(R"(, "num_key_value_heads": 2, "num_local_experts": 8, "num_experts_per_tok": 2)", "mixtral").model;
  BOOST_TEST((mixtral.experts->count == 8 && mixtral.experts->active == 2 && mixtral.experts->hidden == 128));
  BOOST_TEST((mixtral.experts->renormalise && routed_layers(mixtral) == 3 && !has_feed_forward(mixtral)));
  BOOST_TEST((!mixtral.qk_norm && mixtral.window == windows(3)));
  const auto moe = [](const std::string& more) {
    return import_llama(R"(, "num_key_value_heads": 2, "head_dim": 16, "num_experts": 8, "num_experts_per_tok": 2,
      "moe_intermediate_size": 32)" + more, "qwen3_moe");
  };
  const auto [plain, warnings] = moe("");
  BOOST_TEST((plain.experts->hidden == 32 && plain.hidden == 128 && plain.qk_norm && !plain.experts->renormalise));
  BOOST_TEST_REQUIRE(warnings.size() == 1u);
  BOOST_TEST(warning_line(warnings[0]).find("norm_topk_prob") != std::string::npos);
  BOOST_TEST((moe(R"(, "norm_topk_prob": true)").model.experts->renormalise));
  const auto routed = [&](const std::string& more) { return moe(more).model.routed; };
  BOOST_TEST((routed("") == std::vector<bool>{true, true, true}));
  BOOST_TEST((routed(R"(, "decoder_sparse_step": 2)") == std::vector<bool>{false, true, false}));
  BOOST_TEST((routed(R"(, "mlp_only_layers": [2])") == std::vector<bool>{true, true, false}));
  BOOST_TEST((routed(R"(, "mlp_only_layers": [1], "decoder_sparse_step": 2)").empty()));
  BOOST_TEST(!moe(R"(, "decoder_sparse_step": 4)").model.experts);  // no layer has any
}

BOOST_AUTO_TEST_CASE(defaults_of_gpt2) {
  const model_config m = import_gpt2("").model;
  BOOST_TEST(m.hidden == 256);
  BOOST_TEST(m.kv_heads == 4);
  BOOST_TEST((m.tie_embeddings && m.qkv_bias && m.out_bias && m.mlp_bias));
  BOOST_TEST((m.positions == 32 && m.context_length == 32));
  BOOST_TEST((m.activation == activation::gelu_tanh && m.family == family::gpt2));
  BOOST_TEST(import_gpt2(R"(, "n_inner": 100)").model.hidden == 100);
  BOOST_TEST(import_gpt2(R"(, "n_inner": null)").model.hidden == 256);
  BOOST_TEST(!import_gpt2(R"(, "tie_word_embeddings": false)").model.tie_embeddings);
}

BOOST_AUTO_TEST_CASE(sliding_windows) {
  const auto of = [](const std::string& more, const std::string& type) {
    return import_llama(R"(, "num_key_value_heads": 2, "head_dim": 16)" + more, type).model.window;
  };
  BOOST_TEST((of(R"(, "sliding_window": null)", "mistral") == windows(3)));
  BOOST_TEST((of(R"(, "sliding_window": 8)", "mistral") == windows(3, 8)));
  BOOST_TEST((of("", "mistral") == windows(3, 4096)));
  for (const std::string type : {"qwen2", "qwen3"}) {
    BOOST_TEST((of(R"(, "sliding_window": 8)", type) == windows(3)));
    BOOST_TEST((of(R"(, "sliding_window": 8, "use_sliding_window": false)", type) == windows(3)));
    BOOST_TEST((of(R"(, "sliding_window": null, "use_sliding_window": true)", type) == windows(3)));
    BOOST_TEST(
        (of(R"(, "sliding_window": 8, "use_sliding_window": true, "max_window_layers": 3)", type) == windows(3)));
    BOOST_TEST(
        (of(R"(, "sliding_window": 8, "use_sliding_window": true, "max_window_layers": 0)", type) == windows(3, 8)));
    BOOST_TEST((of(R"(, "sliding_window": 8, "use_sliding_window": true, "max_window_layers": 1)", type) ==
                windows{{}, 8, 8}));
    BOOST_TEST((of(R"(, "sliding_window": 8, "use_sliding_window": true, "max_window_layers": 1,
      "layer_types": ["sliding_attention", "full_attention", "sliding_attention"])",
                   type) == windows{8, {}, 8}));
  }
}

BOOST_AUTO_TEST_CASE(titles) {
  const std::string text =
      R"({"model_type": "gpt2", "vocab_size": 100, "n_embd": 64, "n_layer": 2, "n_head": 4, "n_positions": 32)";
  const auto name = [&](const std::string& path, const std::string& more = "") {
    return import_config(path, text + more + "}").model.name;
  };
  BOOST_TEST(name("a/b/model.json") == "model");
  BOOST_TEST(name("a/b/config.json") == "b");
  BOOST_TEST(name("config.json") == "config");
  BOOST_TEST(name("./config.json") == "config");
  BOOST_TEST(name("/config.json") == "config");
  BOOST_TEST(name("../config.json") == "config");
  BOOST_TEST(name("caf\xe9.json") == "caf\\xE9");
  BOOST_TEST(name("x.json", R"(, "_name_or_path": "org/name")") == "org/name");
  BOOST_TEST(name("x.json", R"(, "_name_or_path": "")") == "x");
}

BOOST_AUTO_TEST_SUITE_END()
