// HTML reports: what names can do in them, the hash of their script, their figures, and a device that they are for.
#include <boost/test/unit_test.hpp>

#include "html/content_hash.hpp"
#include "html/html_report.hpp"
#include "html/page_text.hpp"
#include "specs.hpp"

using namespace conform::analyzer;

namespace {

std::size_t times(const std::string& text, std::string_view what) {
  std::size_t out = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++out;
  return out;
}

struct page {
  model_config model = *find_spec("llama-3.1-8b");
  report_request words;
  report_options asked;
  report counted;

  explicit page(const report_request& given = {}) : words{given} {
    asked = read_options(words);
    std::vector<diagnostic> warnings;
    const chosen_workload pass = choose_workload(asked, model, "x", warnings);
    counted = make_report(model, pass.work, pass.core);
  }
  length_sweep swept() const { return sweep_lengths(model, asked, counted.workload); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(html)

// FIPS 180-4 examples; base 64 by hand of their digests
BOOST_AUTO_TEST_CASE(hashes) {
  BOOST_TEST(content_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  BOOST_TEST(content_hash("abc") == "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
  BOOST_TEST(content_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
             "'sha256-JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE='");
  BOOST_TEST(content_hash(std::string(1'000'000, 'a')) == "'sha256-zcduXJkU+5KBocfihNc+Z/GAmkiklyAOBG05zMcRLNA='");
}

BOOST_AUTO_TEST_CASE(names_stay_text) {
  page p;
  p.counted.model_name = p.model.name = "</title></script><script>alert(1)</script><b a='x' b=\"y\">&lt;";
  p.counted.source = "<img src=x onerror=alert(1)>";
  const std::string out = write_html(p.counted, figures_of(p.counted, p.swept()));
  BOOST_TEST(times(out, "<script") == 1u);
  BOOST_TEST(times(out, "</script") == 1u);
  BOOST_TEST(times(out, "<img") == 0u);
  BOOST_TEST(times(out, "<b ") == 0u);
  BOOST_TEST(out.find("&lt;script&gt;alert(1)&lt;/script&gt;&lt;b a=&#39;x&#39; b=&quot;y&quot;&gt;&amp;lt;") !=
             out.npos);
}

BOOST_AUTO_TEST_CASE(nothing_is_loaded) {
  page p;
  p.counted.source = "a paper";  // an address in it would be text, and no link
  const std::string out = write_html(p.counted, figures_of(p.counted, p.swept()));
  BOOST_TEST(out.find("default-src 'none'") != out.npos);
  BOOST_TEST(out.find(content_hash(page_script)) != out.npos);
  BOOST_TEST(out.find(content_hash(page_style)) != out.npos);
  for (const char* what : {" src=", " href=", "url(", "@import", " style=", " onclick="})
    BOOST_TEST(times(out, what) == 0u);
  BOOST_TEST(times(out, "://") ==
             times(out, "http://www.w3.org/2000/svg") + times(out, "http://www.w3.org/1999/xhtml"));
  for (const std::string_view text : {page_script, page_style}) BOOST_TEST(text.find_first_of("<&") == text.npos);
}

BOOST_AUTO_TEST_CASE(layers_add_up) {
  const page p;
  const std::string out = write_html(p.counted, {});
  conform::integer sum = 0;
  const std::string_view rows = std::string_view{out}.substr(out.find("<tbody>", out.find("id=\"layers\"")));
  for (std::size_t at = rows.find("<tr>"), end = rows.find("</tbody>"); at < end; at = rows.find("<tr>", at + 1)) {
    std::size_t cell = at;
    for (int column = 0; column <= 3; ++column) cell = rows.find("data-value=\"", cell + 1);
    sum += std::stoll(std::string{rows.substr(cell + 12, 30)});
  }
  BOOST_CHECK(sum == p.counted.operations.matmul_flops.value);
}

BOOST_AUTO_TEST_CASE(lines_are_reports) {
  report_request words;
  words.attention = "flash2,B_r=32,B_c=16", words.batch = "3", words.context = "100", words.dtype = "f32";
  const page p{words};
  const length_sweep swept = p.swept();
  BOOST_TEST(swept.lines.front().text == "flash2_causal,B_r=32,B_c=16");
  BOOST_REQUIRE(swept.lengths.size() == 15u);
  for (const std::size_t i : {std::size_t{0}, std::size_t{6}, std::size_t{10}}) {
    words.seq = std::to_string(swept.lengths[i]);
    const page at{words};
    const swept_point& found = *swept.lines.front().points[i];
    const memory_figures& memory = at.counted.memory;
    BOOST_CHECK(found.core + found.rest == at.counted.operations.unit_total.value);
    BOOST_CHECK(found.bytes ==
                memory.weights_bytes.value + memory.kv_cache_bytes.value + memory.activation_peak_bytes.value);
    conform::integer core = 0;
    for (const layer_row& row : at.counted.layers)
      if (row.path.ends_with("attention.core"))
        for (const conform::integer count : row.scalars) core += count;
    BOOST_CHECK(found.core == core);
  }
}

/// At a crossover the order is another one than just before it.
BOOST_AUTO_TEST_CASE(crossovers_are_exact) {
  const page p;
  const length_sweep swept = p.swept();
  BOOST_TEST(swept.crossovers.size() > 5u);
  int checked = 0;
  for (const swept_crossover& at : swept.crossovers) {
    if (at.lesser >= swept.lines.size() || at.greater >= swept.lines.size() || at.equal) continue;
    const auto operations = [&](std::size_t line, long long n) {
      report_request words;
      words.attention = swept.lines[line].text, words.seq = std::to_string(n);
      if (swept.lines[line].name == "dense") words.attention = {};
      return page{words}.counted.operations.unit_total.value;
    };
    BOOST_CHECK(operations(at.lesser, at.n) < operations(at.greater, at.n));
    BOOST_CHECK(operations(at.lesser, at.n - 1) >= operations(at.greater, at.n - 1));
    if (++checked == 4) break;
  }
  BOOST_TEST(checked == 4);
}

BOOST_AUTO_TEST_CASE(a_device_has_a_line_and_a_verdict) {
  const page p;
  const memory_capacity small{"a small <device>", 16'000'000'000}, large{"a large one", 80'000'000'000};
  BOOST_TEST(verdict_of(p.counted, small).find("which does not fit in the 16.00 GB of a small <device>.") !=
             std::string::npos);
  BOOST_TEST(verdict_of(p.counted, large).find("which fits in the 80.00 GB of a large one.") != std::string::npos);
  BOOST_TEST(verdict_of(p.counted).find("fit") == std::string::npos);
  const std::string with = write_html(p.counted, figures_of(p.counted, p.swept(), small), small);
  const std::string without = write_html(p.counted, figures_of(p.counted, p.swept()));
  BOOST_TEST(times(with, ">a small &lt;device&gt;: 16.00 GB</text>") == 2u);
  BOOST_TEST(times(with, "stroke-dasharray=\"10 4\"") == 2u);
  BOOST_TEST(times(without, "stroke-dasharray=\"10 4\"") == 0u);
}

BOOST_AUTO_TEST_CASE(a_model_without_room_for_64_tokens) {
  page p;
  p.model.positions = p.model.context_length = 20;
  report_request words;
  words.seq = "20";
  p.asked = read_options(words);
  const length_sweep swept = p.swept();
  BOOST_TEST(swept.lengths == std::vector{20LL});
  BOOST_TEST(figures_of(p.counted, p.swept()).size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
