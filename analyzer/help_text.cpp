#include "help_text.hpp"

namespace conform::analyzer {

std::string help_text() {
  return R"(conform: exact cost reports of models, counted from typed code

usage:
  conform report CONFIG.json|SPEC [options]   count one forward pass of a model
  conform report --help                       the options of report
  conform list models                         the built-in specs and where their facts come from
  conform --help | --version

A model is a built-in spec by name, or a Hugging Face config.json. An argument is a file when it contains '/'
or ends in '.json', and a spec otherwise: write ./NAME for a file named like a spec.

exit codes:
  0  done
  1  a check failed
  2  usage, config, input or output; one line `error[CODE] place: what` on stderr, nothing on stdout
  3  an internal inconsistency: a bug in conform, please report it

Data goes to stdout, diagnostics to stderr.
)";
}

std::string report_help_text() {
  return R"(conform report CONFIG.json|SPEC [options]: count one forward pass of a model, exactly

Covered: model types gpt2, llama, mistral, qwen2, qwen3 as causal language models. Others are refused.

workload:
  --seq N          new tokens of every sequence; default 4096, or what the model's stated maximum length leaves
                   beside --context if that is less
  --batch N        sequences; default 1
  --context N      tokens of every sequence that are cached already; default 0. With --phase prefill this is a
                   chunk of --seq queries that sees N + seq keys
  --phase P        prefill (default) or decode: one new token, which sees N + 1 keys (--seq other than 1 is refused)
  --mask M         model (default): causal, with the sliding windows that the config switches on;
                   causal: windows ignored; full: every query sees every key
  --logits L       all (default): the output head runs at every new token; last: at the last one of each sequence
  --dtype D        bf16, f16, f32, f64 or f8, for weights, cache and activations; default the config's torch_dtype,
                   else bf16
  N is a whole number; k and K mean 1024, M means 1048576: 8k is 8192.
  A length beyond the model's stated maximum is an error where positions are learned (gpt2), else a warning.

output:
  --format F       text, json, markdown or csv; default by the extension of FILE (.json, .md, .markdown, .csv), else text
  -o, --output F   write to the file F instead of stdout: whole or not at all, and never over the input. F must be
                   new or a regular file, which is replaced: its permissions are kept, its owner and hard links are not
  --strict         every warning is an error: unknown keys, assumed defaults, lengths beyond the stated maximum

In CSV a text that begins with = + - @ or a tab is led by an apostrophe, so that no spreadsheet runs it as a formula.
)";
}

}  // namespace conform::analyzer
