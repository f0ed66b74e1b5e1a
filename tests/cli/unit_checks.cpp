// The parts of checks that are easier to test by themselves: globs, quantities, days, places in few words.
#include <boost/test/unit_test.hpp>

#include "check/calendar.hpp"
#include "check/glob.hpp"
#include "check/growth_rule.hpp"
#include "check/listed_path.hpp"
#include "check/model_places.hpp"
#include "check/quantity.hpp"
#include "check/ratio_text.hpp"
#include "text/number_text.hpp"

namespace {

using namespace conform::analyzer;

bool dotted(const char* pattern, const char* name) { return glob{pattern, glob::names::dotted}.matches(name); }
bool plain(const char* pattern, const char* name) { return glob{pattern, glob::names::plain}.matches(name); }

/// The number, or "refused".
std::string quantity(const char* text, metric_unit unit) {
  const auto read = read_quantity(text, unit);
  return std::holds_alternative<conform::integer>(read) ? decimal(std::get<conform::integer>(read)) : "refused";
}
std::string increase(const char* text) {
  const auto read = read_increase(text);
  return std::holds_alternative<conform::rational>(read) ? decimal(std::get<conform::rational>(read)) : "refused";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(checks)

BOOST_AUTO_TEST_CASE(stars_stop_at_dots_of_dotted_names) {
  BOOST_TEST(dotted("layers.*.attention.core", "layers.17.attention.core"));
  BOOST_TEST(!dotted("layers.*", "layers.17.attention"));
  BOOST_TEST(dotted("layers.**", "layers.17.attention"));
  BOOST_TEST(dotted("**", "layers.17"));
  BOOST_TEST(dotted("**.core", "layers.17.attention.core"));
  BOOST_TEST(!dotted("**.core", "core"));
  BOOST_TEST(dotted("*", "head"));
  BOOST_TEST(!dotted("*", "layers.0"));
  BOOST_TEST(!dotted("layers?0", "layers.0"));
  BOOST_TEST(dotted("layers.?", "layers.0"));
  BOOST_TEST(!dotted("layers.?", "layers.10"));
  BOOST_TEST(dotted("layers.*.*.c*e", "layers.1.attention.core"));
  BOOST_TEST(dotted("l**1*.*n.**", "layers.11.attention.core"));  // ** may give back what * could not take
  BOOST_TEST(plain("llama*", "llama-3.1 8b"));
  BOOST_TEST(plain("*.1*", "llama-3.1 8b"));
  BOOST_TEST(!plain("llama", "llama-3.1"));
  BOOST_TEST(plain("a.c", "a.c"));
  BOOST_TEST(!plain("a.c", "abc"));
  BOOST_TEST(!plain("", "a"));
}

BOOST_AUTO_TEST_CASE(quantities_are_whole_and_their_units_fit) {
  BOOST_TEST(quantity("5 GFLOP", metric_unit::flop) == "5000000000");
  BOOST_TEST(quantity("5FLOP", metric_unit::flop) == "5");
  BOOST_TEST(quantity("0.5 kFLOP", metric_unit::flop) == "500");
  BOOST_TEST(quantity("0.0005 kFLOP", metric_unit::flop) == "refused");
  BOOST_TEST(quantity("1 YFLOP", metric_unit::flop) == "1000000000000000000000000");
  BOOST_TEST(quantity("80 GB", metric_unit::bytes) == "80000000000");
  BOOST_TEST(quantity("80 GiB", metric_unit::bytes) == "85899345920");
  BOOST_TEST(quantity("1.5 KiB", metric_unit::bytes) == "1536");
  BOOST_TEST(quantity("1 EiB", metric_unit::bytes) == "1152921504606846976");
  BOOST_TEST(quantity("7", metric_unit::parameters) == "7");
  BOOST_TEST(quantity("7 G", metric_unit::operations) == "7000000000");
  for (const char* wrong :
       {"", " ", "FLOP", "5", "5 G", "5 flop", "5 GFLOPs", "5 GFLOP/s", "+5 FLOP", "-5 FLOP", "1..5 FLOP", "1e3 FLOP",
        ".5 kFLOP", "5. FLOP", "5 KFLOP", "0x5 FLOP", "5 FLOP FLOP", "5 kkFLOP"})
    BOOST_TEST(quantity(wrong, metric_unit::flop) == "refused", wrong);
  BOOST_TEST(quantity("170141183460469231731687303715884105727 FLOP", metric_unit::flop) ==
             "170141183460469231731687303715884105727");
  BOOST_TEST(quantity("170141183460469231731687303715884105728 FLOP", metric_unit::flop) == "refused");
  BOOST_TEST(increase("+1%") == "1/100");
  BOOST_TEST(increase("0.25 %") == "1/400");
  BOOST_TEST(increase("100%") == "1");
  BOOST_TEST(increase("0") == "0");
  for (const char* wrong : {"", "1", "-1%", "100.1%", "%", "1 percent", "++1%", "1%%"})
    BOOST_TEST(increase(wrong) == "refused", wrong);
}

BOOST_AUTO_TEST_CASE(days_are_of_the_calendar) {
  for (const char* day : {"2026-12-31", "2028-02-29", "0001-01-01"}) BOOST_TEST(read_day(day).has_value(), day);
  for (const char* none : {"2026-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-0x",
                           "2026-01-011", " 2026-01-01", ""})
    BOOST_TEST(!read_day(none).has_value(), none);
  BOOST_TEST(read_day(today()).has_value());
}

BOOST_AUTO_TEST_CASE(many_paths_are_told_in_few_words) {
  const std::vector<std::string> cores{"layers.0.core", "layers.1.core", "layers.2.core"};
  BOOST_TEST(paths_text(cores) == "layers.0..2.core");
  const std::vector<std::string> gap{"layers.0", "layers.2", "layers.3", "head"};
  BOOST_TEST(paths_text(gap) == "layers.0, layers.2..3, head");
  const std::vector<std::string> both{"layers.0.q", "layers.0.k", "layers.1.q", "layers.1.k"};
  BOOST_TEST(paths_text(both) == "layers.0..1.q, layers.0..1.k");
  const std::vector<std::string> many{"a", "b", "c", "d", "e", "f"};
  BOOST_TEST(paths_text(many) == "a, b, c, d and 2 more");
  BOOST_TEST(shape_of("layers.12.core") == "layers..core");
  BOOST_TEST(shape_of("model.layers.12.q.weight") == "model.layers..q.weight");
  BOOST_TEST(shape_of("layers.12x.core") == "layers.12x.core");
  BOOST_TEST(shape_of("7.core") == "7.core");
  const std::vector<std::string> stored{"h.0.ln_1.weight", "h.1.ln_1.weight", "x.2.ln_1.weight"};
  BOOST_TEST(paths_text(stored) == "h.0..1.ln_1.weight, x.2.ln_1.weight");
}

BOOST_AUTO_TEST_CASE(from_ten_times_on_a_ratio_is_in_times) {
  BOOST_TEST(!is_many_times(99, 10));
  BOOST_TEST(is_many_times(100, 10));
  BOOST_TEST(!is_many_times(100, 0));
  BOOST_TEST(times_text(100, 10) == "10.0 times");
  BOOST_TEST(times_text(123'456, 1000) == "123.5 times");
  BOOST_TEST(times_text(41'000, 1) == "41,000 times");
  BOOST_TEST(times_text(999'999, 1) == "999,999 times");
  BOOST_TEST(times_text(9'990'000'000, 1) == "about 1.0\u00B710^10 times");
  BOOST_TEST(times_text(1'000'000'000'000'000, 1) == "about 1.0\u00B710^15 times");
}

BOOST_AUTO_TEST_CASE(paths_as_URI_references) {
  BOOST_TEST(uri_of("a/b c.toml") == "a/b%20c.toml");
  BOOST_TEST(uri_of("a:b#?%.toml") == "a%3Ab%23%3F%25.toml");
  BOOST_TEST(uri_of("/x/\xC3\xA9") == "file:///x/%C3%A9");
}

BOOST_AUTO_TEST_CASE(factors_of_a_bound_may_stand_side_by_side) {
  BOOST_TEST(spelled_bound("n^2 d") == "n^2*d");
  BOOST_TEST(spelled_bound("n d + n (d + 1)") == "n*d+n*(d+1)");
  BOOST_TEST(spelled_bound("2 n\u00B2 d") == "2*n\u00B2*d");
  BOOST_TEST(spelled_bound("n \u00B7 d") == "n\u00B7d");
  BOOST_TEST(spelled_bound("n * d") == "n*d");
  BOOST_TEST(spelled_bound("min(n, w) d") == "min(n,w)*d");
  BOOST_TEST(spelled_bound("n 2") == "n 2");
}

BOOST_AUTO_TEST_SUITE_END()
