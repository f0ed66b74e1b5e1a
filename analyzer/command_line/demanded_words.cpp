#include "command_line/declared_words.hpp"

#include "failure.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view place) { throw failure{"USAGE", place, what}; }

void demand_model(const report_request& given, bool has_empty_word, std::string_view name) {
  if (!given.model.empty()) return;
  constexpr std::string_view expected = "expected a config.json or a built-in spec (conform list models)";
  refuse(std::string{has_empty_word ? "the model is empty; " : "no model; "}.append(expected), name);
}

}  // namespace

void demand(const report_request& given, bool has_empty_word) { demand_model(given, has_empty_word, "report"); }

void demand(const list_request& given, bool) {
  if (given.what == "models" && given.format) refuse("of every list but that of models", "--format");
  for (const char* known : {"models", "variants", "conventions", "hardware"})
    if (given.what == known) return;
  constexpr std::string_view expected = "expected models, variants, conventions or hardware";
  refuse((given.what.empty() ? "nothing named; " : in_quotes(given.what) + "; ").append(expected), "list");
}

void demand(const verify_request&, bool) {}  // no variant is all of them

void demand(const prove_request& given, bool has_empty_word) {
  if (!given.variant.empty() && !given.bound.empty()) return;
  constexpr std::string_view expected = "expected VARIANT BOUND, as in conform prove dense 'n^2*d'";
  const std::string_view missing = has_empty_word          ? "an empty word; "
                                   : given.variant.empty() ? "no variant; "
                                                           : "no bound; ";
  refuse(std::string{missing}.append(expected), "prove");
}

void demand(const compare_request&, bool) {}  // compare says how many it needs

void demand(const explain_request& given, bool) {
  if (given.subject.empty()) refuse("nothing named; expected attention, scale or a variant", "explain");
}

void demand(const reconcile_request& given, bool has_empty_word) {
  demand_model(given.pass, has_empty_word, "reconcile");
  if (!given.to) refuse("no --to; expected the name of a convention (conform list conventions)", "reconcile");
}

void demand(const check_request&, bool has_empty_word) {
  if (has_empty_word) refuse("an empty word; expected a path, a format or a date", "check");
}

void demand(const baseline_request& given, bool) {
  constexpr std::string_view expected = "expected conform baseline update [FILE] --reason TEXT";
  if (given.what != "update")
    refuse((given.what.empty() ? "nothing to do; " : in_quotes(given.what) + "; ").append(expected), "baseline");
  if (given.file && given.file->empty()) refuse("an empty word; expected the path of a conform.toml", "baseline");
}

void demand(const diff_request& given, bool) {
  if (given.base.empty() || given.head.empty())
    refuse("expected BASE HEAD: configs, specs, JSON reports or baselines", "diff");
}

void demand(const init_request& given, bool) {
  if (given.model.empty()) refuse("no model; expected a config.json or a built-in spec (conform list models)", "init");
}

void demand(const schema_request& given, bool) {
  if (given.what != "config")
    refuse((given.what.empty() ? "nothing named" : in_quotes(given.what)) + "; expected config", "schema");
}

void demand(const sweep_request& given, bool) {
  if (given.subject.empty()) refuse("nothing named; expected a model or a variant", "sweep");
}

void demand(const merge_request&, bool) {}  // merge says how many it needs

}  // namespace conform::analyzer
