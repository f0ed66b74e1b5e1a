#include "command_line.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>

#include <CLI/CLI.hpp>

#include <conform/version.hpp>

#include "failure.hpp"
#include "help_text.hpp"
#include "nearest_name.hpp"
#include "printable.hpp"
#include "specs.hpp"

namespace conform::analyzer {
namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view place = "") { throw failure{"USAGE", place, what}; }

constexpr std::string_view report_options_known[] = {"--seq",    "--batch",  "--context", "--phase",
                                                     "--mask",   "--attention", "--logits", "--dtype",
                                                     "--convention", "--hardware", "--tp", "--pp", "--dp", "--cp",
                                                     "--ep",
                                                     "--sp", "--format",
                                                     "--output", "--strict", "--help"};

/// A plain word as an option's value; given twice is an error, and so is an option in its place.
void add_word(CLI::App& command, const std::string& name, std::optional<std::string>& into) {
  const std::string long_name = name.substr(name.find("--"));
  const auto take = [&into, long_name](const std::string& word) {
    if (word.starts_with("--")) refuse("no value; " + printable(word, 40) + " follows", long_name);
    into = word;
  };
  command.add_option_function<std::string>(name, take)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
}

void describe_pass(CLI::App& command, report_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("MODEL", into.model)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_word(command, "--seq", into.seq);
  add_word(command, "--batch", into.batch);
  add_word(command, "--context", into.context);
  add_word(command, "--phase", into.phase);
  add_word(command, "--mask", into.mask);
  add_word(command, "--attention", into.attention);
  add_word(command, "--logits", into.logits);
  add_word(command, "--dtype", into.dtype);
  add_word(command, "--hardware", into.hardware);
  add_word(command, "--tp", into.degrees.tensor);
  add_word(command, "--pp", into.degrees.pipeline);
  add_word(command, "--dp", into.degrees.data);
  add_word(command, "--cp", into.degrees.context);
  add_word(command, "--ep", into.degrees.expert);
  command.add_flag("--sp", into.degrees.sequence)->disable_flag_override();
  add_word(command, "--format", into.format);
  add_word(command, "-o,--output", into.output);
  command.add_flag("--strict", into.strict)->disable_flag_override();
}

void describe_report(CLI::App& command, report_request& into, bool& help) {
  describe_pass(command, into, help);
  add_word(command, "--convention", into.convention);
}

void describe_reconcile(CLI::App& command, reconcile_request& into, bool& help) {
  describe_pass(command, into.pass, help);
  add_word(command, "--from", into.from);
  add_word(command, "--to", into.to);
}

void describe_list(CLI::App& command, list_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("WHAT", into.what)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_word(command, "--format", into.format);
}

void describe_verify(CLI::App& command, verify_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("VARIANT", into.variants);
  add_word(command, "--grid", into.grid);
  add_word(command, "--sizes", into.sizes);
  add_word(command, "--format", into.format);
}

void describe_prove(CLI::App& command, prove_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("VARIANT", into.variant)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  command.add_option("BOUND", into.bound)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_word(command, "--relation", into.relation);
  add_word(command, "--regime", into.regime);
}

void describe_compare(CLI::App& command, compare_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("VARIANT", into.variants);
  add_word(command, "--n", into.n);
  add_word(command, "--d", into.d);
  add_word(command, "--metric", into.metric);
  add_word(command, "--fast-memory", into.fast_memory);
  add_word(command, "--sizes", into.sizes);
  add_word(command, "--format", into.format);
  add_word(command, "-o,--output", into.output);
}

void describe_explain(CLI::App& command, explain_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("SUBJECT", into.subject)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_word(command, "--seed", into.seed);
  add_word(command, "--n", into.n);
  add_word(command, "--d", into.d);
  add_word(command, "--sizes", into.sizes);
  add_word(command, "--format", into.format);
  add_word(command, "-o,--output", into.output);
}

void describe_check(CLI::App& command, check_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("FILE", into.file)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  command.add_option("--format", into.formats)->allow_extra_args(false);
  add_word(command, "--today", into.today);
  command.add_flag("--allow-missing-baseline", into.allow_missing_baseline)->disable_flag_override();
}

void describe_baseline(CLI::App& command, baseline_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("WHAT", into.what)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  command.add_option("FILE", into.file)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_word(command, "--only", into.only);
  add_word(command, "--reason", into.reason);
}

void describe_diff(CLI::App& command, diff_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("BASE", into.base)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  command.add_option("HEAD", into.head)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  for (const auto& [option, word] : diff_request::pass_words) add_word(command, option, into.pass.*word);
  add_word(command, "--format", into.format);
  add_word(command, "-o,--output", into.output);
}

void describe_init(CLI::App& command, init_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("CONFIG", into.model)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_word(command, "-o,--output", into.output);
}

void describe_schema(CLI::App& command, schema_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("WHAT", into.what)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
}

void describe_sweep(CLI::App& command, sweep_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("SUBJECT", into.subject)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_word(command, "--seq", into.seq);
  add_word(command, "--batch", into.batch);
  add_word(command, "--context", into.context);
  add_word(command, "--phase", into.phase);
  add_word(command, "--mask", into.mask);
  add_word(command, "--logits", into.logits);
  add_word(command, "--dtype", into.dtype);
  add_word(command, "--variants", into.variants);
  add_word(command, "--d", into.d);
  add_word(command, "--sizes", into.sizes);
  add_word(command, "--format", into.format);
  add_word(command, "-o,--output", into.output);
  add_word(command, "--shard", into.shard);
  command.add_flag("--resume", into.resume)->disable_flag_override();
}

void describe_merge(CLI::App& command, merge_request& into, bool& help) {
  command.set_help_flag();
  command.allow_extras();
  command.add_flag("-h,--help", help)->disable_flag_override();
  command.add_option("FILE", into.files);
  add_word(command, "-o,--output", into.output);
  command.add_flag("--partial", into.partial)->disable_flag_override();
}

/// The parser's exceptions in our words: which argument, what was expected.
[[noreturn]] void refuse_parse(const CLI::ParseError& problem) {
  const std::string told = printable(problem.what());
  const std::string option = told.starts_with("-") ? told.substr(0, told.find_first_of(": ")) : "";
  if (told.find(" missing") != std::string::npos) refuse("no value; see conform --help", option);
  if (const auto end = told.find(" was given a disallowed flag override"); end != std::string::npos) {
    refuse("takes no value", "--" + told.substr(0, end));
  }
  if (told.find(" received ") != std::string::npos) refuse("given more than once", option);
  refuse(told + "; see conform --help");
}

/// Spellings that the parser would take for something else.
void refuse_spellings(const std::vector<std::string>& arguments) {
  for (const std::string& word : arguments) {
    if (word == "--") return;
    if (word == "++") refuse("unknown word", word);  // would end a subcommand
    for (const char* flag : {"--strict", "--sp", "--partial", "--allow-missing-baseline"})
      if (word.starts_with(std::string{flag} + "=")) refuse("takes no value", flag);
    if (word.starts_with("-o=")) refuse(printable(word, 40) + "; expected -o FILE or --output=FILE", "--output");
  }
}

/// What no one takes: an unknown option, or a word too many. Behind "--" every word is a word.
void refuse_rest(const CLI::App& command, std::span<const std::string_view> options, std::string_view expected) {
  std::vector<std::string> rest = command.remaining();
  const auto separator = std::find(rest.begin(), rest.end(), "--");
  const bool words_only = separator == rest.begin();
  if (separator != rest.end()) rest.erase(separator);
  if (rest.empty()) return;
  const std::string& first = rest.front();
  if (!words_only && first.size() > 1 && first.front() == '-') {
    const std::string bare = first.substr(0, first.find('='));
    const bool file = first.ends_with(".json");
    refuse("unknown option" + (file ? "; a file of this name stands behind --" : did_you_mean(bare, options)) +
               "; see conform --help",
           printable(bare, 80));
  }
  refuse(expected, printable(first, 80));
}

constexpr std::string_view commands[] = {"report", "list",  "verify",   "prove", "compare", "explain", "reconcile",
                                         "check",  "baseline", "diff",  "init",  "schema",  "sweep",   "merge"};

std::string expected_commands() {
  std::string out = "expected ";
  for (const std::string_view command : commands) {
    if (command != commands[0]) out += command == commands[std::size(commands) - 1] ? " or " : ", ";
    out += command;
  }
  return out;
}

void refuse_rest_of_program(const CLI::App& app) {
  constexpr std::string_view options[] = {"--help", "--version"};
  const std::vector<std::string> rest = app.remaining();
  std::string expected = "unknown command; " + expected_commands();
  if (!rest.empty()) {
    const bool model = find_spec(rest.front()) || rest.front().ends_with(".json");
    expected += model ? "; did you mean conform report " + printable(rest.front(), 80) + "?"
                      : did_you_mean(rest.front(), commands);
  }
  refuse_rest(app, options, expected);
}

void refuse_rest_of_commands(const CLI::App& app) {
  constexpr std::string_view list_options[] = {"--format", "--help"};
  constexpr std::string_view verify_options[] = {"--grid", "--sizes", "--format", "--help"};
  constexpr std::string_view prove_options[] = {"--relation", "--regime", "--help"};
  constexpr std::string_view compare_options[] = {"--n",     "--d",      "--metric", "--fast-memory",
                                                  "--sizes", "--format", "--output", "--help"};
  refuse_rest(*app.get_subcommand("report"), report_options_known, "a second model; expected one");
  refuse_rest(*app.get_subcommand("list"), list_options,
              "one word too many; expected list models, variants, conventions or hardware");
  refuse_rest(*app.get_subcommand("verify"), verify_options, "not read; expected names of variants");
  refuse_rest(*app.get_subcommand("prove"), prove_options, "one word too many; expected prove VARIANT BOUND");
  constexpr std::string_view explain_options[] = {"--seed",  "--n",      "--d",      "--sizes",
                                                  "--format", "--output", "--help"};
  refuse_rest(*app.get_subcommand("explain"), explain_options,
              "one word too many; expected explain attention, scale or a VARIANT");
  refuse_rest(*app.get_subcommand("compare"), compare_options, "not read; expected names of variants");
  constexpr std::string_view reconcile_options[] = {"--from",   "--to",        "--seq",    "--batch", "--context",
                                                    "--phase",  "--mask",      "--logits", "--dtype", "--attention",
                                                    "--format", "--output",    "--strict", "--help"};
  refuse_rest(*app.get_subcommand("reconcile"), reconcile_options, "a second model; expected one");
  constexpr std::string_view check_options[] = {"--format", "--today", "--allow-missing-baseline", "--help"};
  constexpr std::string_view baseline_options[] = {"--only", "--reason", "--help"};
  constexpr std::string_view diff_options[] = {"--seq",    "--batch", "--context", "--phase",  "--mask", "--attention",
                                               "--logits", "--dtype", "--format",  "--output", "--help"};
  constexpr std::string_view init_options[] = {"--output", "--help"};
  constexpr std::string_view schema_options[] = {"--help"};
  refuse_rest(*app.get_subcommand("check"), check_options, "a second file; expected one conform.toml");
  refuse_rest(*app.get_subcommand("baseline"), baseline_options, "a second file; expected one conform.toml");
  refuse_rest(*app.get_subcommand("diff"), diff_options, "one word too many; expected diff BASE HEAD");
  refuse_rest(*app.get_subcommand("init"), init_options, "one word too many; expected init CONFIG");
  refuse_rest(*app.get_subcommand("schema"), schema_options, "one word too many; expected schema config");
  constexpr std::string_view sweep_words[] = {"--seq",      "--batch", "--context", "--phase",  "--mask",
                                              "--logits",   "--dtype", "--variants", "--d",     "--sizes",
                                              "--format",   "--output", "--shard",   "--resume", "--help"};
  refuse_rest(*app.get_subcommand("sweep"), sweep_words,
              "one word too many; expected one model or variant, and others as --variants A,B");
  constexpr std::string_view merge_words[] = {"--output", "--partial", "--help"};
  refuse_rest(*app.get_subcommand("merge"), merge_words, "not read; expected names of files");
}

bool is_negative_number(const std::string& word) {
  return word.size() > 1 && word[0] == '-' && word.find_first_not_of("0123456789", 1) == std::string::npos;
}

/// The parser would take "--seq -5" for an option named -5; joined, the value is refused as the value it is.
void join_negative_values(std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    if (arguments[i] == "--") return;
    const bool option = arguments[i].starts_with("--") && arguments[i].find('=') == std::string::npos;
    if (!option || !is_negative_number(arguments[i + 1])) continue;
    arguments[i] += '=' + arguments[i + 1];
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

/// What the parser fills in.
struct parsed_words {
  report_request report;
  list_request list;
  verify_request verify;
  prove_request prove;
  compare_request compare;
  explain_request explain;
  reconcile_request reconcile;
  check_request check;
  baseline_request baseline;
  diff_request diff;
  init_request init;
  schema_request schema;
  bool check_help{}, baseline_help{}, diff_help{}, init_help{}, schema_help{};
  bool reconcile_help{};
  sweep_request sweep;
  merge_request merge;
  bool help{}, version{}, report_help{}, list_help{}, verify_help{}, prove_help{}, compare_help{}, explain_help{};
  bool sweep_help{}, merge_help{};
};

void describe_program(CLI::App& app, parsed_words& into) {
  app.set_help_flag();
  app.allow_extras();
  app.require_subcommand(0, 1);
  app.add_flag("-h,--help", into.help)->disable_flag_override();
  app.add_flag("--version", into.version)->disable_flag_override();
  describe_report(*app.add_subcommand("report"), into.report, into.report_help);
  describe_list(*app.add_subcommand("list"), into.list, into.list_help);
  describe_verify(*app.add_subcommand("verify"), into.verify, into.verify_help);
  describe_prove(*app.add_subcommand("prove"), into.prove, into.prove_help);
  describe_compare(*app.add_subcommand("compare"), into.compare, into.compare_help);
  describe_explain(*app.add_subcommand("explain"), into.explain, into.explain_help);
  describe_reconcile(*app.add_subcommand("reconcile"), into.reconcile, into.reconcile_help);
  describe_check(*app.add_subcommand("check"), into.check, into.check_help);
  describe_baseline(*app.add_subcommand("baseline"), into.baseline, into.baseline_help);
  describe_diff(*app.add_subcommand("diff"), into.diff, into.diff_help);
  describe_init(*app.add_subcommand("init"), into.init, into.init_help);
  describe_schema(*app.add_subcommand("schema"), into.schema, into.schema_help);
  describe_sweep(*app.add_subcommand("sweep"), into.sweep, into.sweep_help);
  describe_merge(*app.add_subcommand("merge"), into.merge, into.merge_help);
}

void require_model(const report_request& given, bool empty_word, std::string_view command) {
  if (!given.model.empty()) return;
  constexpr std::string_view expected = "expected a config.json or a built-in spec (conform list models)";
  refuse(std::string{empty_word ? "the model is empty; " : "no model; "}.append(expected), command);
}

request wanted_report(const report_request& given, bool empty_word) {
  require_model(given, empty_word, "report");
  return given;
}

request wanted_reconcile(const reconcile_request& given, bool empty_word) {
  require_model(given.pass, empty_word, "reconcile");
  if (!given.to) refuse("no --to; expected the name of a convention (conform list conventions)", "reconcile");
  return given;
}

request wanted_list(const list_request& given) {
  if (given.what == "models" && given.format) refuse("of every list but that of models", "--format");
  for (const char* known : {"models", "variants", "conventions", "hardware"})
    if (given.what == known) return given;
  constexpr std::string_view expected = "expected models, variants, conventions or hardware";
  refuse((given.what.empty() ? "nothing named; " : in_quotes(given.what) + "; ").append(expected), "list");
}

request wanted_prove(const prove_request& given, bool empty_word) {
  if (!given.variant.empty() && !given.bound.empty()) return given;
  constexpr std::string_view expected = "expected VARIANT BOUND, as in conform prove dense 'n^2*d'";
  refuse(std::string{empty_word ? "an empty word; " : given.variant.empty() ? "no variant; " : "no bound; "}.append(
             expected),
         "prove");
}

request wanted_explain(const explain_request& given) {
  if (given.subject.empty()) refuse("nothing named; expected attention, scale or a variant", "explain");
  return given;
}

check_request wanted_check(const check_request& given, bool empty_word) {
  if (empty_word) refuse("an empty word; expected a path, a format or a date", "check");
  for (const std::string& format : given.formats)
    if (format.starts_with("--")) refuse("no value; " + printable(format, 40) + " follows", "--format");
  return given;
}

baseline_request wanted_baseline(const baseline_request& given) {
  constexpr std::string_view expected = "expected conform baseline update [FILE] --reason TEXT";
  if (given.what != "update")
    refuse((given.what.empty() ? "nothing to do; " : in_quotes(given.what) + "; ").append(expected), "baseline");
  if (given.file && given.file->empty()) refuse("an empty word; expected the path of a conform.toml", "baseline");
  return given;
}

diff_request wanted_diff(const diff_request& given) {
  if (!given.base.empty() && !given.head.empty()) return given;
  refuse("expected BASE HEAD: configs, specs, JSON reports or baselines", "diff");
}

init_request wanted_init(const init_request& given) {
  if (!given.model.empty()) return given;
  refuse("no model; expected a config.json or a built-in spec (conform list models)", "init");
}

schema_request wanted_schema(const schema_request& given) {
  if (given.what == "config") return given;
  refuse((given.what.empty() ? "nothing named" : in_quotes(given.what)) + "; expected config", "schema");
}

request wanted_sweep(const sweep_request& given) {
  if (given.subject.empty()) refuse("nothing named; expected a model or a variant", "sweep");
  return given;
}

/// The request of the one command that was given, if any.
std::optional<request> wanted(const CLI::App& app, const parsed_words& words, bool empty_word) {
  if (app.get_subcommand("report")->parsed()) return wanted_report(words.report, empty_word);
  if (app.get_subcommand("list")->parsed()) return wanted_list(words.list);
  if (app.get_subcommand("verify")->parsed()) return words.verify;
  if (app.get_subcommand("prove")->parsed()) return wanted_prove(words.prove, empty_word);
  if (app.get_subcommand("compare")->parsed()) return words.compare;
  if (app.get_subcommand("explain")->parsed()) return wanted_explain(words.explain);
  if (app.get_subcommand("reconcile")->parsed()) return wanted_reconcile(words.reconcile, empty_word);
  if (app.get_subcommand("check")->parsed()) return wanted_check(words.check, empty_word);
  if (app.get_subcommand("baseline")->parsed()) return wanted_baseline(words.baseline);
  if (app.get_subcommand("diff")->parsed()) return wanted_diff(words.diff);
  if (app.get_subcommand("init")->parsed()) return wanted_init(words.init);
  if (app.get_subcommand("schema")->parsed()) return wanted_schema(words.schema);
  if (app.get_subcommand("sweep")->parsed()) return wanted_sweep(words.sweep);
  if (app.get_subcommand("merge")->parsed()) return words.merge;
  return {};
}

}  // namespace

request parse_command_line(std::vector<std::string> arguments) {
  const bool empty_word = std::find(arguments.begin(), arguments.end(), "") != arguments.end();
  parsed_words words;
  CLI::App app;
  describe_program(app, words);
  refuse_spellings(arguments);
  join_negative_values(arguments);
  std::reverse(arguments.begin(), arguments.end());  // the parser takes them from the back
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& problem) {
    refuse_parse(problem);
  }
  refuse_rest_of_program(app);
  refuse_rest_of_commands(app);
  if (words.help || words.list_help) return text_request{help_text()};
  if (words.version) return text_request{"conform " CONFORM_VERSION_STRING "\n"};
  if (words.report_help) return text_request{report_help_text()};
  if (words.verify_help) return text_request{verify_help_text()};
  if (words.prove_help) return text_request{prove_help_text()};
  if (words.compare_help) return text_request{compare_help_text()};
  if (words.explain_help) return text_request{explain_help_text()};
  if (words.reconcile_help) return text_request{reconcile_help_text()};
  if (words.check_help) return text_request{check_help_text()};
  if (words.baseline_help) return text_request{baseline_help_text()};
  if (words.init_help) return text_request{init_help_text()};
  if (words.schema_help) return text_request{schema_help_text()};
  if (words.diff_help) return text_request{diff_help_text()};
  if (words.sweep_help) return text_request{sweep_help_text()};
  if (words.merge_help) return text_request{merge_help_text()};
  if (const auto asked = wanted(app, words, empty_word)) return *asked;
  refuse(no_command());
}

std::string no_command() { return "no command; " + expected_commands() + "; see conform --help"; }

}  // namespace conform::analyzer
