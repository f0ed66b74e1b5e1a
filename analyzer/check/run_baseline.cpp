#include <algorithm>

#include <fmt/format.h>

#include "check/baseline.hpp"
#include "check/check_verbs.hpp"
#include "check/glob.hpp"
#include "output.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t longest_reason = 500;

std::string read_reason(const std::optional<std::string>& word) {
  const auto refuse = [](const std::string& what) { throw failure{"USAGE", "--reason", what}; };
  if (!word || word->find_first_not_of(" \t") == std::string::npos)
    refuse("none given; expected why the figures may move");
  if (word->size() > longest_reason) refuse(fmt::format("{} bytes; expected at most {}", word->size(), longest_reason));
  if (first_invalid_byte(*word) != std::string::npos) refuse(in_quotes(*word) + " is not UTF-8");
  return *word;
}

struct moved_figures {
  std::size_t added{}, changed{}, kept{}, removed{};
};

/// The workload's figures in place of those before; a figure that stays keeps its reason.
void move_workload(baseline& into, const measured_workload& at, const std::map<baseline_key, integer>& figures,
                   const std::string& reason, moved_figures& told) {
  const std::string& name = at.asked->name;
  std::map<baseline_key, baseline_entry> before;
  for (auto entry = into.entries.begin(); entry != into.entries.end();) {
    if (entry->first.workload != name) {
      ++entry;
      continue;
    }
    before.insert(*entry);
    entry = into.entries.erase(entry);
  }
  into.workloads[name] = at.facts();
  for (const auto& [key, value] : figures) {
    const auto old = before.find(key);
    const bool same = old != before.end() && old->second.value == value;
    into.entries[key] = {value, same ? old->second.reason : reason};
    ++(old == before.end() ? told.added : same ? told.kept : told.changed);
  }
  told.removed += static_cast<std::size_t>(
      std::count_if(before.begin(), before.end(), [&](const auto& entry) { return !figures.contains(entry.first); }));
}

/// What is left of workloads that conform.toml has no more.
void drop_others(baseline& from, const check_config& config, moved_figures& told) {
  const auto gone = [&](const std::string& name) {
    return std::none_of(config.workloads.begin(), config.workloads.end(),
                        [&](const check_workload& w) { return w.name == name; });
  };
  told.removed += std::erase_if(from.entries, [&](const auto& entry) { return gone(entry.first.workload); });
  std::erase_if(from.workloads, [&](const auto& entry) { return gone(entry.first); });
}

}  // namespace

exit_code run_baseline(const baseline_request& asked) {
  const std::string reason = read_reason(asked.reason);
  const check_config config = read_check_config(asked.file.value_or("conform.toml"));
  std::vector<diagnostic> warnings;
  const std::vector<measured_workload> measured = measure(config, warnings);
  check_output(config.baseline, &config.input);
  for (const measured_workload& at : measured)
    if (at.chosen.input) check_output(config.baseline, &*at.chosen.input);
  baseline out{printable(config.baseline), {}, {}};
  if (baseline_exists(config.baseline)) out = read_baseline(config.baseline);

  const glob only{asked.only.value_or("*"), glob::names::plain};
  moved_figures told;
  bool matched = false;
  for (const measured_workload& at : measured) {
    if (!only.matches(at.asked->name)) continue;
    matched = true;
    move_workload(out, at, kept_figures(config, at), reason, told);
  }
  if (!matched) throw failure{"NO-MATCH", "--only", in_quotes(*asked.only) + " matches no workload of " + config.file};
  if (!asked.only) drop_others(out, config, told);
  const std::string text = write_baseline(out);
  static_cast<void>(baseline_of(out.file, text));  // a baseline that is too large to be read again is refused here
  write_outputs(std::vector{output_text{config.baseline, text}},
                fmt::format("{}: {} added, {} changed, {} as before, {} removed\n", out.file, told.added, told.changed,
                            told.kept, told.removed));
  for (const diagnostic& warning : warnings) write_stderr(warning_line(warning) + '\n');
  return exit_code::pass;
}

}  // namespace conform::analyzer
