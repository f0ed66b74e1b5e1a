#include "check/findings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "check/short_hash.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

std::string counted_word(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

}  // namespace

std::string finding::text() const {
  std::string out = measured;
  if (!layers.empty()) out += " of " + layers;
  if (!workload.empty()) out += " at " + printable(workload, 80);
  return out + fmt::format(": {}, limit {}, {}", value, limit, excess);
}

std::string finding::ways_out() const {
  const std::string stated = fmt::format("{}:{}", printable(config), at.line);
  if (measured == "waiver")
    return fmt::format("keep rule {}, and remove the waiver at {} or give it a later date", in_quotes(rule), stated);
  const bool budget = limit_key == "max" || limit_key == "increase";
  const std::string_view first = limit_key == "checkpoint" ? "correct the config or the stored weights"
                                 : limit_key == "equals"   ? "bring the figure back"
                                                           : "lower the cost";
  return fmt::format("{}; {} {} at {}; or waive rule {} with a date and a reason ([[waiver]])", first,
                     budget ? "raise" : "change", limit_key, stated, in_quotes(rule));
}

std::string_view finding::level() const { return waived ? "note" : is == severity::error ? "error" : "warning"; }

std::string finding::fingerprint() const {
  std::string all;
  for (const std::string* part : {&rule, &workload, &place, &measured}) all += *part + '\0';
  return short_hash(all);
}

std::vector<const finding*> check_result::findings() const {
  std::vector<const finding*> out;
  for (const examined& one : done)
    for (const finding& found : one.findings) out.push_back(&found);
  return out;
}

std::size_t check_result::failing() const {
  const auto all = findings();
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const finding* f) { return f->fails(); }));
}
std::size_t check_result::waived() const {
  const auto all = findings();
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const finding* f) { return f->waived.has_value(); }));
}
std::size_t check_result::warnings() const { return findings().size() - failing() - waived(); }

std::string check_result::summary() const {
  return fmt::format("{}, {}, {} examined: {}, {}, {} waived", counted_word(models, "model"),
                     counted_word(workloads, "workload"), counted_word(done.size(), "limit"),
                     counted_word(failing(), "error"), counted_word(warnings(), "warning"), waived());
}

}  // namespace conform::analyzer
