// Text made safe, numbers as text, nearest names, strict JSON.
#include <boost/test/unit_test.hpp>

#include "failure.hpp"
#include "json_tree.hpp"
#include "text/nearest_name.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

using namespace conform::analyzer;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(printable_is_one_visible_utf8_line) {
  BOOST_TEST(printable("plain caf\u00e9 \u4e2d") == "plain caf\u00e9 \u4e2d");
  BOOST_TEST(printable("a\nb\tc\rd") == "a\\nb\\tc\\rd");
  BOOST_TEST(printable(std::string_view{"\0\x1b[2J\x7f", 6}) == "\\x00\\x1B[2J\\x7F");
  BOOST_TEST(printable("caf\xe9.json") == "caf\\xE9.json");
  BOOST_TEST(printable("\xc0\xaf\xed\xa0\x80\xf5") == "\\xC0\\xAF\\xED\\xA0\\x80\\xF5");
  BOOST_TEST(printable("\xe4\xb8") == "\\xE4\\xB8");  // cut off
  BOOST_TEST(printable("a\u202eb\u2028c\u200bd\ufeff") == "a\\u{202E}b\\u{2028}c\\u{200B}d\\u{FEFF}");
  BOOST_TEST(printable("\u0085") == "\\u{0085}");
  BOOST_TEST(printable("abcdef", 3) == "abc\u2026");
  BOOST_TEST(shortened("\u00e9\u00e9\u00e9", 2) == "\u00e9\u00e9\u2026");
}

BOOST_AUTO_TEST_CASE(integers_are_exact_to_128_bits) {
  conform::integer largest = 1;
  for (int i = 0; i < 126; ++i) largest = 2 * largest;
  largest = largest - 1 + largest;  // 2^127 - 1
  BOOST_TEST(decimal(largest) == "170141183460469231731687303715884105727");
  BOOST_TEST(decimal(-largest - 1) == "-170141183460469231731687303715884105728");
  BOOST_TEST(grouped(158'140'695'838'720) == "158,140,695,838,720");
  BOOST_TEST(grouped(0) == "0");
  BOOST_TEST(grouped(999) == "999");
  BOOST_TEST(grouped(-1000) == "-1,000");
  BOOST_TEST(grouped(-100) == "-100");
}

BOOST_AUTO_TEST_CASE(rounded_numbers_have_four_digits) {
  BOOST_TEST(rounded(16'060'522'496, "B") == "16.06 GB");
  BOOST_TEST(rounded(999, "B") == "999 B");
  BOOST_TEST(rounded(1000, "B") == "1.000 kB");
  BOOST_TEST(rounded(999'999, "B") == "1.000 MB");
  BOOST_TEST(rounded(999'949, "B") == "999.9 kB");
  BOOST_TEST(rounded(124'439'808, "") == "124.4 M");
  BOOST_TEST(rounded(158'140'695'838'720, "FLOP") == "158.1 TFLOP");
  BOOST_TEST(percent(1, 8) == "12.50 %");
  BOOST_TEST(percent(0, 0) == "-");
}

BOOST_AUTO_TEST_CASE(nearest_name_is_near) {
  constexpr std::string_view names[] = {"llama-3-8b", "llama-2-7b", "gpt2"};
  BOOST_TEST((nearest_name("llama3-8b", names) == "llama-3-8b"));
  BOOST_TEST((nearest_name("gtp2", names) == "gpt2"));
  BOOST_TEST(!nearest_name("bloom", names));
  constexpr std::string_view devices[] = {"h200-sxm", "h200", "H100-pcie", "h100-sxm"};
  BOOST_TEST((nearest_name("h100", devices) == "h100-sxm"));  // the shortest that begins so, not h200
  BOOST_TEST((nearest_name("h10", devices) == "h100-sxm"));
  BOOST_TEST(!nearest_name("h", devices));
  constexpr std::string_view options[] = {"--format", "--from"};
  BOOST_TEST((nearest_name("--form", options) == "--from"));  // a swap is a slip, not the front of a word
  BOOST_TEST((nearest_name("--forma", options) == "--format"));
  BOOST_TEST(!nearest_name("", names));
}

BOOST_AUTO_TEST_CASE(json_keeps_the_spelling_of_numbers) {
  const json_value v =
      parse_json("x", R"({"a": 4096.0, "b": 9007199254740993, "c": 18446744073709551616, "d": [1, {"e": null}]})");
  BOOST_TEST(v.find("a")->text == "4096.0");
  BOOST_TEST(v.find("b")->text == "9007199254740993");
  BOOST_TEST(v.find("c")->text == "18446744073709551616");
  BOOST_TEST(v.find("d")->items.size() == 2u);
  BOOST_TEST((v.find("d")->items[1].find("e")->kind == json_kind::null));
  BOOST_TEST(v.find("z") == nullptr);
  BOOST_TEST(v.members.size() == 4u);
  BOOST_TEST(v.members[1].key == "b");
}

BOOST_AUTO_TEST_CASE(json_depth_up_to_the_limit) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  BOOST_CHECK_NO_THROW(parse_json("x", nested(json_depth_limit)));
  BOOST_CHECK_THROW(parse_json("x", nested(json_depth_limit + 1)), failure);
}

BOOST_AUTO_TEST_SUITE_END()
