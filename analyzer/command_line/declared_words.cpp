#include "command_line/declared_words.hpp"

namespace conform::analyzer {
namespace {

/// The words that say which pass is counted.
template <class Request>
void declare_pass(option_words& words, Request& into) {
  words.option("--seq", into.seq);
  words.option("--batch", into.batch);
  words.option("--context", into.context);
  words.option("--phase", into.phase);
  words.option("--mask", into.mask);
  if constexpr (requires { into.attention; }) words.option("--attention", into.attention);
  words.option("--logits", into.logits);
  words.option("--dtype", into.dtype);
}

/// In which format the answer goes where.
template <class Request>
void declare_output(option_words& words, Request& into) {
  words.option("--format", into.format);
  words.option("-o,--output", into.output);
}

/// A pass of one model, in a report or between two conventions.
void declare_model_pass(option_words& words, report_request& into) {
  words.word("MODEL", into.model);
  declare_pass(words, into);
  declare_output(words, into);
  words.flag("--strict", into.strict);
}

}  // namespace

void declare(option_words& words, report_request& into) {
  declare_model_pass(words, into);
  words.option("--convention", into.convention);
  words.option("--hardware", into.hardware);
  words.option("--tp", into.degrees.tensor);
  words.option("--pp", into.degrees.pipeline);
  words.option("--dp", into.degrees.data);
  words.option("--cp", into.degrees.context);
  words.option("--ep", into.degrees.expert);
  words.flag("--sp", into.degrees.sequence);
}

void declare(option_words& words, list_request& into) {
  words.word("WHAT", into.what);
  words.option("--format", into.format);
}

void declare(option_words& words, verify_request& into) {
  words.words("VARIANT", into.variants);
  words.flag("--kernels", into.kernels);
  words.option("--grid", into.grid);
  words.option("--sizes", into.sizes);
  words.option("--format", into.format);
}

void declare(option_words& words, prove_request& into) {
  words.word("VARIANT", into.variant);
  words.word("BOUND", into.bound);
  words.option("--relation", into.relation);
  words.option("--regime", into.regime);
}

void declare(option_words& words, compare_request& into) {
  words.words("VARIANT", into.variants);
  words.option("--n", into.n);
  words.option("--d", into.d);
  words.option("--metric", into.metric);
  words.option("--fast-memory", into.fast_memory);
  words.option("--sizes", into.sizes);
  declare_output(words, into);
}

void declare(option_words& words, explain_request& into) {
  words.word("SUBJECT", into.subject);
  words.option("--seed", into.seed);
  words.option("--n", into.n);
  words.option("--d", into.d);
  words.option("--sizes", into.sizes);
  declare_output(words, into);
}

void declare(option_words& words, reconcile_request& into) {
  declare_model_pass(words, into.pass);
  words.option("--from", into.from);
  words.option("--to", into.to);
}

void declare(option_words& words, check_request& into) {
  words.word("FILE", into.file);
  words.repeated("--format", into.formats);
  words.option("--today", into.today);
  words.flag("--allow-missing-baseline", into.allow_missing_baseline);
}

void declare(option_words& words, baseline_request& into) {
  words.word("WHAT", into.what);
  words.word("FILE", into.file);
  words.option("--only", into.only);
  words.option("--reason", into.reason);
}

void declare(option_words& words, diff_request& into) {
  words.word("BASE", into.base);
  words.word("HEAD", into.head);
  declare_pass(words, into.pass);
  declare_output(words, into);
}

void declare(option_words& words, init_request& into) {
  words.word("CONFIG", into.model);
  words.option("-o,--output", into.output);
}

void declare(option_words& words, schema_request& into) { words.word("WHAT", into.what); }

void declare(option_words& words, sweep_request& into) {
  words.word("SUBJECT", into.subject);
  declare_pass(words, into);
  words.option("--variants", into.variants);
  words.option("--d", into.d);
  words.option("--sizes", into.sizes);
  declare_output(words, into);
  words.option("--shard", into.shard);
  words.flag("--resume", into.resume);
}

void declare(option_words& words, merge_request& into) {
  words.words("FILE", into.files);
  words.option("-o,--output", into.output);
  words.flag("--partial", into.partial);
}

}  // namespace conform::analyzer
