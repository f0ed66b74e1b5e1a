#include "option_values.hpp"

#include <charconv>

#include "text/number_text.hpp"

namespace conform::analyzer {

std::int64_t count_of(std::string_view place, const std::string& word, range accepted) {
  std::int64_t value{};
  const char* const last = word.data() + word.size();
  const auto [end, problem] = std::from_chars(word.data(), last, value);
  const std::string_view suffix{end, static_cast<std::size_t>(last - end)};
  const bool digits = !word.empty() && word.find_first_of("0123456789") == 0;
  const std::int64_t unit = suffix.empty()                   ? 1
                            : suffix == "k" || suffix == "K" ? 1024
                            : suffix == "M"                  ? 1024 * 1024
                                                             : 0;
  const auto expected = [&] {
    return fmt::format("expected a whole number from {} to {}, as 8192 or 8k", grouped(accepted.least),
                       grouped(accepted.most));
  };
  const bool too_great = problem == std::errc::result_out_of_range;
  if (!too_great && (!digits || problem != std::errc{} || unit == 0)) {
    throw failure{"USAGE", place, fmt::format("{}; {}", in_quotes(word), expected())};
  }
  if (too_great || value > accepted.most / unit || value * unit < accepted.least) {
    throw failure{"USAGE", place, fmt::format("{} is out of range; {}", printable(word, 40), expected())};
  }
  return value * unit;
}

}  // namespace conform::analyzer
