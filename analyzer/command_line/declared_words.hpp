#pragma once
// declared_words: which words each verb takes, and which it cannot do without.

#include "command_line.hpp"
#include "command_line/option_words.hpp"

namespace conform::analyzer {

void declare(option_words& words, report_request& into);
void declare(option_words& words, list_request& into);
void declare(option_words& words, verify_request& into);
void declare(option_words& words, prove_request& into);
void declare(option_words& words, compare_request& into);
void declare(option_words& words, explain_request& into);
void declare(option_words& words, reconcile_request& into);
void declare(option_words& words, check_request& into);
void declare(option_words& words, baseline_request& into);
void declare(option_words& words, diff_request& into);
void declare(option_words& words, init_request& into);
void declare(option_words& words, schema_request& into);
void declare(option_words& words, sweep_request& into);
void declare(option_words& words, merge_request& into);

/// Throw failure USAGE: a word that must be given is not, or is empty.
void demand(const report_request& given, bool has_empty_word);
void demand(const list_request& given, bool has_empty_word);
void demand(const verify_request& given, bool has_empty_word);
void demand(const prove_request& given, bool has_empty_word);
void demand(const compare_request& given, bool has_empty_word);
void demand(const explain_request& given, bool has_empty_word);
void demand(const reconcile_request& given, bool has_empty_word);
void demand(const check_request& given, bool has_empty_word);
void demand(const baseline_request& given, bool has_empty_word);
void demand(const diff_request& given, bool has_empty_word);
void demand(const init_request& given, bool has_empty_word);
void demand(const schema_request& given, bool has_empty_word);
void demand(const sweep_request& given, bool has_empty_word);
void demand(const merge_request& given, bool has_empty_word);

}  // namespace conform::analyzer
