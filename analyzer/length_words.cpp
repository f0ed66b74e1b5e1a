#include "length_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "failure.hpp"
#include "option_values.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

[[noreturn]] void refuse(const length_limits& limits, const std::string& what) {
  throw failure{"USAGE", limits.option, what};
}

[[noreturn]] void refuse_many(const length_limits& limits) {
  refuse(limits,
         fmt::format("more than {} lengths are asked for; a larger step was expected", grouped(limits.most_shown)));
}

void show(lengths& into, long long length, const length_limits& limits) {
  if (into.shown.size() == limits.most_shown) refuse_many(limits);
  into.shown.push_back(length);
}

/// "1k,2k,4k"
lengths read_list(const std::string& words, const length_limits& limits) {
  lengths out{};
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find(',', begin), words.size());
    const long long next = count_of(limits.option, words.substr(begin, end - begin), limits.accepted);
    if (!out.shown.empty() && next <= out.shown.back()) {
      refuse(limits, fmt::format("{} after {}; ascending lengths were expected", grouped(next),
                                 grouped(out.shown.back())));
    }
    show(out, next, limits);
    begin = end + 1;
  }
  out.from = out.shown.front(), out.to = out.shown.back();
  return out;
}

/// "1k..1M:x2", whose dots stand at `dots`
lengths read_range(const std::string& words, std::size_t dots, const length_limits& limits) {
  const std::size_t colon = words.find(':', dots);
  const std::string step = colon == std::string::npos ? "" : words.substr(colon + 1);
  lengths out{};
  out.from = count_of(limits.option, words.substr(0, dots), limits.accepted);
  out.to = count_of(limits.option, words.substr(dots + 2, colon - dots - 2), limits.accepted);
  if (out.from > out.to) {
    refuse(limits,
           fmt::format("from {} to {}; a range that ascends was expected", grouped(out.from), grouped(out.to)));
  }
  if (step.empty() || (step[0] != 'x' && step[0] != '+')) {
    refuse(limits, in_quotes(words) + "; expected FROM..TO:xFACTOR or FROM..TO:+STEP, as 1k..1M:x2");
  }
  const bool times = step[0] == 'x';
  const std::string place = fmt::format("{}: {}", limits.option, times ? "factor" : "step");
  const long long by = count_of(place, step.substr(1), {times ? 2 : 1, limits.accepted.most});
  if (times && out.from == 0) refuse(limits, "0 times a factor stays 0; a +STEP or a list was expected");
  if (!times && (out.to - out.from) / by >= static_cast<long long>(limits.most_shown)) refuse_many(limits);
  for (long long n = out.from;; n = times ? n * by : n + by) {
    show(out, n, limits);
    if (n > (times ? out.to / by : out.to - by)) return out;
  }
}

}  // namespace

lengths read_lengths(const std::string& words, const length_limits& limits) {
  const std::size_t dots = words.find("..");
  return dots == std::string::npos ? read_list(words, limits) : read_range(words, dots, limits);
}

}  // namespace conform::analyzer
