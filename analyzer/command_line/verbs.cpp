#include "command_line/verbs.hpp"

#include "command_line/declared_words.hpp"
#include "help_text.hpp"

namespace conform::analyzer {
namespace {

template <class Request>
constexpr verb verb_of(std::string_view name, const std::array<usage_line, 4>& usage, std::string (*help)(),
                       std::string_view surplus) {
  return {name,
          usage,
          help,
          surplus,
          [](option_words& words, request& into) { declare(words, into.emplace<Request>()); },
          [](const request& given, bool has_empty_word) { demand(std::get<Request>(given), has_empty_word); }};
}

using usages = std::array<usage_line, 4>;
constexpr std::array table{
    verb_of<report_request>("report",
                            usages{{{"report CONFIG.json|SPEC [options]", "count one forward pass of a model"}}},
                            report_help_text, "a second model; expected one"),
    verb_of<list_request>(
        "list",
        usages{{{"list models", "the built-in specs and where their facts come from"},
                {"list variants [--format F]", "the variants of attention: paper, growth, scratch, sizes"},
                {"list conventions [--format F]", "what papers and programs call FLOPs, with sources and mistakes"},
                {"list hardware [--format F]", "the devices for --hardware: peaks, bandwidth, memory, sources"}}},
        list_help_text, "one word too many; expected list models, variants, conventions or hardware"),
    verb_of<verify_request>("verify",
                            usages{{{"verify [VARIANT...] [options]",
                                     "run variants of attention on counting numbers, beside their claims"}}},
                            verify_help_text, "not read; expected names of variants"),
    verb_of<prove_request>("prove",
                           usages{{{"prove VARIANT BOUND [options]", "decide whether a variant grows within a bound"}}},
                           prove_help_text, "one word too many; expected prove VARIANT BOUND"),
    verb_of<compare_request>(
        "compare",
        usages{{{"compare VARIANT... [options]", "costs of variants at many lengths, and where their order changes"}}},
        compare_help_text, "not read; expected names of variants"),
    verb_of<explain_request>(
        "explain",
        usages{{{"explain attention|scale [options]", "the computation step by step; why its scores are scaled"},
                {"explain VARIANT [options]", "what each step of a variant computes and costs"}}},
        explain_help_text, "one word too many; expected explain attention, scale or a VARIANT"),
    verb_of<reconcile_request>("reconcile",
                               usages{{{"reconcile MODEL --to NAME [options]",
                                        "the difference of two conventions of FLOPs, as terms that sum to it"}}},
                               reconcile_help_text, "a second model; expected one"),
    verb_of<check_request>(
        "check",
        usages{{{"check [FILE] [options]", "limits of a conform.toml: budgets, baselines, growth, parameters"}}},
        check_help_text, "a second file; expected one conform.toml"),
    verb_of<baseline_request>(
        "baseline",
        usages{{{"baseline update [FILE] --reason R", "accept the present figures as those to compare with"}}},
        baseline_help_text, "a second file; expected one conform.toml"),
    verb_of<diff_request>("diff",
                          usages{{{"diff BASE HEAD [options]", "two models, reports or baselines, figure by figure"}}},
                          diff_help_text, "one word too many; expected diff BASE HEAD"),
    verb_of<init_request>(
        "init",
        usages{{{"init CONFIG.json|SPEC [-o FILE]", "write a conform.toml with the present figures as limits"}}},
        init_help_text, "one word too many; expected init CONFIG"),
    verb_of<schema_request>("schema", usages{{{"schema config", "the JSON Schema of conform.toml"}}}, schema_help_text,
                            "one word too many; expected schema config"),
    verb_of<sweep_request>(
        "sweep",
        usages{{{"sweep MODEL|VARIANT [options]", "a row of figures for every point of a grid, as CSV or JSONL"}}},
        sweep_help_text, "one word too many; expected one model or variant, and others as --variants A,B"),
    verb_of<merge_request>("merge", usages{{{"merge FILE... [-o OUT]", "the rows of the parts of a sweep in one"}}},
                           merge_help_text, "not read; expected names of files")};

}  // namespace

std::span<const verb> verbs() { return table; }

std::vector<std::string_view> verb_names() {
  std::vector<std::string_view> out;
  for (const verb& one : table) out.push_back(one.name);
  return out;
}

std::vector<std::string> options_of(const verb& one) {
  option_words words{""};
  request unread;
  one.declare(words, unread);
  return words.names();
}

std::string verbs_with(const std::string& option) {
  std::string out;
  for (const verb& one : table) {
    option_words words{""};
    request unread;
    one.declare(words, unread);
    if (words.takes(option)) (out += out.empty() ? "; an option of " : ", ") += one.name;
  }
  return out;
}

request read_words(const verb& one, std::vector<std::string> arguments) {
  option_words words{"conform " + std::string{one.name} + " --help"};
  request out;
  one.declare(words, out);
  words.read(std::move(arguments), one.surplus, verbs_with);
  if (words.asks_for_help()) return text_request{one.help()};
  one.demand(out, words.has_empty_word());
  return out;
}

}  // namespace conform::analyzer
