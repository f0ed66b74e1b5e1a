#include "check/glob.hpp"

namespace conform::analyzer {

glob::glob(std::string_view pattern, names of) : of_{of} {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c != '*') {
      steps_.push_back({c == '?' ? sign::one : sign::itself, c});
      continue;
    }
    std::size_t stars = 1;
    for (; i + 1 < pattern.size() && pattern[i + 1] == '*'; ++i) ++stars;
    steps_.push_back({stars > 1 || of == names::plain ? sign::many_and_dots : sign::many, c});
  }
}

/// All places of the pattern at once: reached[i] says that the steps before i may have read the name so far.
bool glob::matches(std::string_view name) const {
  const auto is_many = [&](std::size_t i) { return steps_[i].is == sign::many || steps_[i].is == sign::many_and_dots; };
  const auto skip_many = [&](std::vector<char>& reached) {
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (reached[i] != 0 && is_many(i)) reached[i + 1] = 1;
  };
  std::vector<char> reached(steps_.size() + 1), next(steps_.size() + 1);
  reached[0] = 1;
  skip_many(reached);
  for (const char c : name) {
    const bool stops = of_ == names::dotted && c == '.';
    next.assign(next.size(), 0);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (reached[i] == 0) continue;
      const step& now = steps_[i];
      if (now.is == sign::many_and_dots || (now.is == sign::many && !stops)) next[i] = 1;
      if ((now.is == sign::itself && now.letter == c) || (now.is == sign::one && !stops)) next[i + 1] = 1;
    }
    skip_many(next);
    reached.swap(next);
  }
  return reached.back() != 0;
}

}  // namespace conform::analyzer
