#include "length_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "failure.hpp"
#include "number_text.hpp"
#include "option_values.hpp"
#include "printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::string_view place = "--n";
constexpr range length_of_sequence{1, 16'777'216};  // 2^24
constexpr std::size_t most_shown = 1'000;

[[noreturn]] void refuse(const std::string& what) { throw failure{"USAGE", place, what}; }

void show(lengths& into, long long length) {
  if (into.shown.size() == most_shown) {
    refuse(fmt::format("more than {} lengths are asked for; a larger step was expected", grouped(most_shown)));
  }
  into.shown.push_back(length);
}

/// "1k,2k,4k"
lengths read_list(const std::string& words) {
  lengths out{};
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find(',', begin), words.size());
    const long long next = count_of(place, words.substr(begin, end - begin), length_of_sequence);
    if (!out.shown.empty() && next <= out.shown.back()) {
      refuse(fmt::format("{} after {}; ascending lengths were expected", grouped(next), grouped(out.shown.back())));
    }
    show(out, next);
    begin = end + 1;
  }
  out.from = out.shown.front(), out.to = out.shown.back();
  return out;
}

/// "1k..1M:x2", whose dots stand at `dots`
lengths read_range(const std::string& words, std::size_t dots) {
  const std::size_t colon = words.find(':', dots);
  const std::string step = colon == std::string::npos ? "" : words.substr(colon + 1);
  lengths out{};
  out.from = count_of(place, words.substr(0, dots), length_of_sequence);
  out.to = count_of(place, words.substr(dots + 2, colon - dots - 2), length_of_sequence);
  if (out.from > out.to) {
    refuse(fmt::format("from {} to {}; a range that ascends was expected", grouped(out.from), grouped(out.to)));
  }
  if (step.empty() || (step[0] != 'x' && step[0] != '+')) {
    refuse(in_quotes(words) + "; expected FROM..TO:xFACTOR or FROM..TO:+STEP, as 1k..1M:x2");
  }
  const bool times = step[0] == 'x';
  const range accepted{times ? 2 : 1, length_of_sequence.most};
  const long long by = count_of(times ? "--n: factor" : "--n: step", step.substr(1), accepted);
  for (long long n = out.from; n <= out.to; n = times ? n * by : n + by) show(out, n);
  return out;
}

}  // namespace

lengths read_lengths(const std::string& words) {
  const std::size_t dots = words.find("..");
  return dots == std::string::npos ? read_list(words) : read_range(words, dots);
}

}  // namespace conform::analyzer
