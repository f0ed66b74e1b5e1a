// Reports as text: golden files of a small report with hostile names; what every output must keep.
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "audit.hpp"
#include "failure.hpp"
#include "html/html_report.hpp"
#include "layer_groups.hpp"
#include "report.hpp"
#include "text/printable.hpp"
#include "writers.hpp"

using namespace conform::analyzer;

namespace {

void add_row(report& r, std::string path, conform::integer parameters, conform::integer mul, std::string formula) {
  layer_row row{std::move(path), parameters, 2 * mul, {}, std::move(formula)};
  row.scalars[0] = row.scalars[1] = mul;
  r.parameters.total.value += parameters;
  r.operations.matmul_flops.value += 2 * mul;
  for (std::size_t kind : {0u, 1u}) r.operations.scalars[kind].value += mul;
  r.operations.unit_total.value += 2 * mul;
  r.layers.push_back(std::move(row));
}

/// Three layers, the middle one unlike the others.
report small_report(const std::string& name = "small") {
  report r;
  r.model_name = name;
  r.model_type = "qwen2";
  r.family = "llama";
  r.source = name + ".json";
  r.convention = "one multiply-add is 2 matmul FLOPs";
  r.workload.seq = 8192;
  r.symbols = {{"n", "new tokens", 8192}, {"d", "model width", 64}};
  add_row(r, "embedding", 6400, 0, "");
  for (int layer = 0; layer < 3; ++layer) {
    const std::string at = "layers." + std::to_string(layer);
    add_row(r, at + ".attention.core", 0, layer == 1 ? 1000 : 4'294'967'296,
            layer == 1 ? "2\u00b7n\u00b7w\u00b7d" : "2\u00b7n\u00b2\u00b7d");
    add_row(r, at + ".feed_forward", 24'576, 201'326'592, "6\u00b7n\u00b7d\u00b7f");
  }
  add_row(r, "head", 6400, 52'428'800, "2\u00b7n\u00b7d\u00b7v");
  r.parameters.total.formula = "2\u00b7v\u00b7d + 9\u00b7d\u00b7f";
  r.parameters.active = r.parameters.total;
  r.parameters.embedding = {6400, "v\u00b7d"};
  r.operations.matmul_flops.formula =
      "4\u00b7n\u00b2\u00b7d + 2\u00b7n\u00b7w\u00b7d + 18\u00b7n\u00b7d\u00b7f + 2\u00b7n\u00b7d\u00b7v";
  r.memory.weights_bytes = {173'056, "2\u00b7(2\u00b7v\u00b7d + 9\u00b7d\u00b7f)"};
  r.memory.kv_cache_bytes_per_token = {384, ""};
  r.memory.kv_cache_bytes = {3'145'728, ""};
  r.memory.activation_peak_bytes = {134'217'728, "2\u00b7n\u00b2"};
  r.memory.peak_place = "layers.0.attention.core";
  r.memory.schedule = "buffers are freed at their last use";
  r.complexity = {{"attention core", "O(n\u00b2\u00b7d)", "within", "4", {}},
                  {"model", "O(n\u00b2\u00b7d)", "not within", {}, "d = n\u00b2"}};
  const conform::integer core = 4 * conform::integer{4'294'967'296} + 2000;
  r.balance = balance{{core, ""}, {5000, "8\u00b7n\u00b7d\u00b2"}, {r.operations.matmul_flops.value - core - 5000, ""}, 2304, 2303};
  return r;
}

const std::string hostile =
    "</script><img src=x onerror=alert(1)>|`=HYPERLINK(1)\n::error::pwn\x1b[2J\u202e\xe9 @all [a](b)";

std::string contents_of(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream{path, std::ios::binary}.rdbuf();
  return out.str();
}

/// With CONFORM_UPDATE_GOLDEN the file is written instead: look at the difference before keeping it.
void compare_with_golden(const std::string& name, const std::string& text) {
  const char* const folder = std::getenv("CONFORM_GOLDEN");
  if (folder == nullptr) {
    BOOST_TEST_MESSAGE("skipped: CONFORM_GOLDEN names no folder of golden files");
    return;
  }
  const auto path = std::filesystem::path{folder} / name;
  if (std::getenv("CONFORM_UPDATE_GOLDEN") != nullptr) std::ofstream{path, std::ios::binary} << text;
  BOOST_TEST_CONTEXT(name) { BOOST_TEST(text == contents_of(path)); }
}

constexpr report_format all_formats[] = {report_format::text, report_format::json, report_format::markdown,
                                         report_format::csv};

}  // namespace

BOOST_AUTO_TEST_SUITE(writers)

BOOST_AUTO_TEST_CASE(golden_files) {
  const report r = small_report();
  audit(r);
  compare_with_golden("small.txt", write_text(r));
  compare_with_golden("small.json", write_json(r));
  compare_with_golden("small.md", write_markdown(r));
  compare_with_golden("small.csv", write_csv(r));
  const report h = small_report(hostile);
  compare_with_golden("hostile.txt", write_text(h));
  compare_with_golden("hostile.json", write_json(h));
  compare_with_golden("hostile.md", write_markdown(h));
  compare_with_golden("hostile.csv", write_csv(h));
  compare_with_golden("hostile.html", write_html(h, std::vector{memory_waterfall(h, {})}));
}

BOOST_AUTO_TEST_CASE(hostile_names_stay_names) {
  const report r = small_report(hostile);
  for (const report_format format : all_formats) {
    const std::string text = written(r, format);
    BOOST_TEST(first_invalid_byte(text) == std::string::npos);
    BOOST_TEST(text.find('\x1b') == std::string::npos);
    BOOST_TEST(text.find("\n::error") == std::string::npos);
    BOOST_TEST(text.find("\u202e") == std::string::npos);
    BOOST_TEST(text == written(r, format));
  }
  for (const std::string& text : {write_json(r), write_markdown(r)}) BOOST_TEST(text.find("<img") == std::string::npos);
  BOOST_TEST(write_csv(small_report("=HYPERLINK(1)")).find(",'=HYPERLINK(1),") != std::string::npos);
  for (const std::string start : {"+1", "-1", "@x"}) {
    BOOST_TEST(write_csv(small_report(start)).find(",'" + start + ",") != std::string::npos);
  }
  BOOST_TEST(write_csv(small_report("a,\"b\"")).find(",\"a,\"\"b\"\"\",") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_has_the_schema_in_order) {
  const auto json = nlohmann::ordered_json::parse(write_json(small_report(hostile)));
  const auto keys = [](const nlohmann::ordered_json& object) {
    std::string out;
    for (const auto& [key, value] : object.items()) out += key + ' ';
    return out;
  };
  BOOST_TEST(keys(json) ==
             "schema tool model convention workload parameters operations memory complexity layers symbols balance ");
  BOOST_TEST(keys(json["tool"]) == "name version ");
  BOOST_TEST(keys(json["model"]).starts_with("name family "));
  BOOST_TEST(keys(json["workload"]) == "batch seq context phase mask logits attention dtype ");
  BOOST_TEST(keys(json["parameters"]).starts_with("total active embedding "));
  BOOST_TEST(
      keys(json["operations"]).starts_with("matmul_flops mul add div exp cmp sqrt log tanh erf sin cos unit_total "));
  BOOST_TEST(
      keys(json["memory"]).starts_with("weights_bytes kv_cache_bytes_per_token kv_cache_bytes activation_peak_bytes "));
  BOOST_TEST(keys(json["complexity"][0]) == "scope claim verdict constant ");
  BOOST_TEST(keys(json["complexity"][1]) == "scope claim verdict witness ");
  BOOST_TEST(keys(json["layers"][0]).starts_with("path parameters matmul_flops formula "));
  BOOST_TEST(json["schema"] == 1);
  BOOST_TEST(json["workload"]["seq"] == 8192);
  BOOST_TEST(json["parameters"]["total"] == "86528");
  BOOST_TEST(json["layers"].size() == 8u);
  // The name comes back as it went in, but for the one byte that is not UTF-8.
  std::string name = hostile;
  name.replace(name.find('\xe9'), 1, "\\xE9");
  BOOST_TEST(json["model"]["name"].get<std::string>() == name);
}

BOOST_AUTO_TEST_CASE(equal_layers_are_one_group) {
  const auto groups = groups_of(small_report().layers);
  BOOST_REQUIRE(groups.size() == 4u);
  BOOST_TEST(groups[0].whole.name == "embedding");
  BOOST_TEST(groups[1].whole.name == "layers 0, 2 (2 x)");
  BOOST_TEST(groups[2].whole.name == "layers 1 (1 x)");
  BOOST_TEST(groups[3].whole.name == "head");
  BOOST_TEST(groups[1].parts.size() == 2u);
  BOOST_TEST(groups[1].parts[0].name == "attention.core");
  conform::integer sum = 0;
  for (const layer_group& group : groups) sum += static_cast<conform::integer>(group.times) * group.whole.matmul_flops;
  BOOST_TEST((sum == small_report().operations.matmul_flops.value));
}

BOOST_AUTO_TEST_CASE(markdown_of_10000_layers_is_below_1_mib) {
  report r = small_report(std::string(200, '<'));
  const std::vector<layer_row> rows{r.layers[1], r.layers[2], r.layers[3], r.layers[4]};
  for (int layer = 3; layer < 10'000; ++layer) {
    for (layer_row row : {rows[layer % 2 == 0 ? 0u : 2u], rows[1]}) {
      row.path = "layers." + std::to_string(layer) + row.path.substr(row.path.find('.', 7));
      r.layers.push_back(row);
    }
  }
  BOOST_TEST(groups_of(r.layers)[1].whole.name == "layers 0, 2, 4, 6, ... (5000 x)");
  BOOST_TEST(write_markdown(r).size() < 1024u * 1024u);
  BOOST_TEST(write_text(r).size() < 1024u * 1024u);
}

BOOST_AUTO_TEST_CASE(audit_finds_what_does_not_add_up) {
  const auto status_of = [](const report& r) {
    try {
      audit(r);
      return 0;
    } catch (const failure& problem) {
      BOOST_TEST(std::string_view{problem.what()}.starts_with("error[INTERNAL] "));
      return static_cast<int>(problem.status());
    }
  };
  BOOST_TEST(status_of(small_report()) == 0);
  const auto broken = [&](auto damage) {
    report r = small_report();
    damage(r);
    return status_of(r);
  };
  BOOST_TEST(broken([](report& r) { r.parameters.total.value += 1; }) == 3);
  BOOST_TEST(broken([](report& r) { r.operations.matmul_flops.value -= 1; }) == 3);
  BOOST_TEST(broken([](report& r) { r.operations.scalars[10].value = 1; }) == 3);
  BOOST_TEST(broken([](report& r) { r.operations.unit_total.value += 1; }) == 3);
  BOOST_TEST(broken([](report& r) { r.layers.pop_back(); }) == 3);
  BOOST_TEST(broken([](report& r) { r.balance->core.value += 1; }) == 3);
  BOOST_TEST(broken([](report& r) { r.memory.weights_bytes.value = -1; }) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
