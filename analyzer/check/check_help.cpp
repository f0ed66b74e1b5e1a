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
writes one, conform schema config is for the completion of editors.
)";
}

std::string baseline_help_text() {
  return R"(conform baseline update [FILE] --reason TEXT [options]: accept the present figures as those to compare with

FILE is ./conform.toml if not said; the baseline is the file that it names.

  --reason TEXT    why they may move; it stands beside each figure that does
  --only GLOB      of the workloads of these names alone; the others stay as they are
)";
}

std::string init_help_text() {
  return R"(conform init CONFIG.json|SPEC [-o FILE]: write a commented conform.toml whose limits are the present figures

  -o, --output F   write to the file F instead of ./conform.toml; never over another file
)";
}

std::string schema_help_text() {
  return R"(conform schema config: the JSON Schema of conform.toml, for the completion of editors

It goes to stdout: conform schema config > conform.schema.json
)";
}

std::string diff_help_text() {
  return R"(conform diff BASE HEAD [options]: figures of two models, reports or baselines, and how they differ

BASE and HEAD are each a config.json, a built-in spec, a report (conform report --format json) or a baseline.

  --seq N, --batch N, --context N, --phase P, --mask M, --attention V, --logits L, --dtype D
                   the pass, for configs and specs; as in conform report
  --format F       text, json or markdown (for a comment on a change); default by the extension of FILE, else text
  -o, --output F   write to the file F instead of stdout, whole or not at all

A figure is matched when both sides have it, exact when it is equal on both, skipped when one side has it. Exit code 0,
however much they differ: limits are for conform check.
)";
}

}  // namespace conform::analyzer
