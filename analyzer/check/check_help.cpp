#include "help_text.hpp"

namespace conform::analyzer {

std::string check_help_text() {
  return R"(conform check [FILE] [options]: are the limits of a conform.toml kept? FILE is ./conform.toml if not said

  --format NAME[=FILE]
                   text (default), json, markdown, sarif, junit, github or gitlab; to stdout, or to FILE. May be given
                   several times, each with a file of its own: --format text --format sarif=out.sarif. All files are
                   written, or none
  --today DATE     instead of the clock (UTC), for waivers: 2026-12-31
  --allow-missing-baseline
                   rules of increase are skipped, with a notice, where there is no baseline

Exit code 0: every limit is kept or waived; 1: one is not; 2: conform.toml, a config or the baseline cannot be read, or a
rule is about nothing.

In conform.toml, [[model]], [[workload]], [[rule]] and [[waiver]] have the keys that docs/10-checks.md lists; conform init
writes one, and conform schema config prints its JSON Schema.

  -h, --help       this text
)";
}

std::string baseline_help_text() {
  return R"(conform baseline update [FILE] --reason TEXT [--only GLOB]: accept the present figures

FILE is ./conform.toml if not said. The figures go to conform.baseline.json beside it, or to the path of its key baseline;
rules of increase compare with them.

  --reason TEXT    why they may move; it stands beside each figure that does
  --only GLOB      of these workloads alone; the others stay as they are
  -h, --help       this text

Exit code 0: written, or nothing moved; 2: conform.toml, a config or the baseline cannot be read or written.
)";
}

std::string init_help_text() {
  return R"(conform init CONFIG.json|SPEC [-o FILE]: write a conform.toml whose limits are the present figures

  -o, --output F   write to the file F; default ./conform.toml. Never over another file
  -h, --help       this text

The file passes conform check as it is. Exit code 0: written; 2: the model cannot be read, or FILE is there already.
)";
}

std::string schema_help_text() {
  return R"(conform schema config: the JSON Schema of conform.toml, for the completion of editors

  -h, --help       this text

The first line of a conform.toml may name it: #:schema PATH
)";
}

std::string diff_help_text() {
  return R"(conform diff BASE HEAD [options]: figures of two models, reports or baselines, and how they differ

BASE and HEAD are each a config.json, a built-in spec, a report (conform report --format json) or a baseline.

  --seq N, --batch N, --context N, --phase P, --mask M, --attention V, --logits L, --dtype D
                   the pass, for configs and specs; as in conform report
  --format F       text, json or markdown (for a comment on a change); default by the extension of FILE, else text
  -o, --output F   write to the file F instead of stdout, whole or not at all
  -h, --help       this text

A model beside a report is counted for the pass of the report, but for the options that are given. Two passes (phase,
batch, lengths, mask, logits) are refused; attention and dtype may differ.

A figure is matched when both sides have it, exact when it is equal on both, skipped when one side has it. Exit code 0,
however much they differ: limits are for conform check.
)";
}

}  // namespace conform::analyzer
