#include "help_text.hpp"

#include <fmt/format.h>

#include "command_line/verbs.hpp"

namespace conform::analyzer {

std::string help_text() {
  std::string out = "conform: exact costs of attention and of whole models, counted from code that runs\n\nusage:\n";
  for (const verb& one : verbs())
    for (const usage_line& line : one.usage)
      if (!line.words.empty()) out += fmt::format("  conform {:<35} {}\n", line.words, line.does);
  return out + R"(  conform COMMAND --help                      the options of a command
  conform --help | --version

A model is a built-in spec by name, or a Hugging Face config.json. An argument is a file when it contains '/'
or ends in '.json', and a spec otherwise: write ./NAME for a file named like a spec.

exit codes:
  0  done
  1  a check failed: a claim differs from its count, a bound is refuted or undecided, a limit is
     exceeded
  2  usage, config, input or output; one line `error[CODE] place: what` on stderr, nothing on stdout
  3  an internal inconsistency: a bug in conform, please report it

Data goes to stdout, diagnostics to stderr.
)";
}

std::string list_help_text() {
  return R"(conform list WHAT [--format F]: what conform knows

  models           the built-in specs, and where their facts come from; as text alone
  variants         the variants of attention: paper, growth, scratch, sizes. For verify, prove, compare, explain and
                   --attention
  conventions      what papers and programs call FLOPs, with sources and mistakes. For --convention and reconcile
  hardware         the devices for --hardware: peaks, bandwidth, memory, sources

  --format F       text (default) or json
)";
}

std::string report_help_text() {
  return R"(conform report CONFIG.json|SPEC [options]: count one forward pass of a model, exactly

Covered: model types gpt2, llama, mistral, qwen2, qwen3, mixtral, qwen3_moe as causal language models. Others are
refused.

workload:
  --seq N          new tokens of every sequence; default 4096, or what the model's stated maximum length leaves
                   beside --context if that is less
  --batch N        sequences; default 1
  --context N      tokens of every sequence that are cached already; default 0. With --phase prefill this is a
                   chunk of --seq queries that sees N + seq keys
  --phase P        prefill (default) or decode: one new token, which sees N + 1 keys (--seq other than 1 is refused)
  --mask M         model (default): causal, with the sliding windows that the config switches on;
                   causal: windows ignored; full: every query sees every key
  --attention V[,SIZE=NUMBER...]
                   dense (default), or another variant of attention in every layer, its sizes with it, as
                   flash2,B_r=64,B_c=64 (the report tells those that are not given); see conform list variants. Of a
                   pair as flash2 and flash2_causal the mask decides; a variant with a pattern of its own, as
                   sliding_window,w=4096, takes no --mask
  --logits L       all (default): the output head runs at every new token; last: at the last one of each sequence
  --dtype D        bf16, f16, f32, f64 or f8, for weights, cache and activations; default the config's torch_dtype,
                   else bf16
  --convention C   beside the exact figures, the FLOPs that another paper or program would state, as named terms:
                   conform list conventions. Some count a training step, and say so
  --hardware H     a device of conform list hardware, or a TOML file (a word with '/' or of the ending .toml): roofline of
                   every operation, least time, whether the pass fits in memory, largest batch and length that fit
  --tp N --pp N --dp N --cp N --ep N
                   over how many devices: heads and widths by tensor, layers by pipeline, sequences by data, tokens of
                   each sequence by context (keys and values pass in a ring), experts between devices that have other
                   tokens, so that --ep divides --dp times --cp; what each device holds and does,
                   and the words that they send. With --hardware: on each of them, with the time that sending takes
  --sp             with --tp: norms and residual sums divided by tokens (sequence parallelism)
  N is a whole number; k and K mean 1024, M means 1048576: 8k is 8192.
  A length beyond the model's stated maximum is an error where positions are learned (gpt2), else a warning.

output:
  --format F       text, json, markdown, csv or html; default by the extension of FILE (.json, .md, .markdown, .csv,
                   .html), else text. html is one page with figures, for a browser, that needs no network
  -o, --output F   write to the file F instead of stdout: whole or not at all, and never over the input. F must be
                   new or a regular file, which is replaced: its permissions are kept, its owner and hard links are not
  --strict         every warning is an error: unknown keys, assumed defaults, lengths beyond the stated maximum

In CSV a text that begins with = + - @ or a tab is led by an apostrophe, so that no spreadsheet runs it as a formula.
)";
}

std::string verify_help_text() {
  return R"(conform verify [VARIANT...] [options]: run the kernels of variants of attention beside their claims

Every kernel runs on numbers that count themselves, at every point of a grid of sizes. Each kind of operation, the peak
of live elements and, where a variant states its memory traffic, the words that move must be what is claimed. The growth
that a variant states is decided from above and from below. Without VARIANT all of them are run: conform list variants.

  --grid G         small (default): some dozens of points of every variant; full: hundreds
  --sizes LIST     one point instead, as n=37,m=53,d_k=16,d_v=24,Br=8,Bc=16,w=5: just the sizes that the variants use.
                   n is n_q and n_k, m is n_k, d is d_k and d_v, Br is B_r, Bc is B_c
  --kernels        the fast kernels that attention() runs on instead: on vectors that count themselves, what they execute
                   beside the work of their variant and the padding that they state, and the words that they move
  --format F       text (default) or json: every point with all its counts

Exit code 0: no difference anywhere; 1: a difference, or a growth that is not proved.
)";
}

std::string prove_help_text() {
  return R"(conform prove VARIANT BOUND [options]: decide how the unit total of a variant grows, for all sizes at once

BOUND is a sum of products, as 'n^2*d', 'n*d^2 + n^2*d' or 'n^1.5*d'. Letters are the sizes of the variant (conform list
variants); n stands for n_q = n_k, and d for d_k = d_v or, in a layer, for its whole width heads*d_k. A bound that names
n_q or n_k, d_k or d_v, keeps them apart. Exponents are 2, 1.5 or (3/2); min(w, n) and max(w, n) may stand for a letter.

  --relation R     big_o (default): at most a constant times BOUND; omega: at least; theta: both
  --regime LIST    where the sizes are such, as 'd<=n, l=n^0.5, w fixed': a<=b and a=b relate products of letters

Unit totals count every scalar operation as 1. The answer is proved, with the constant; refuted, with a witness (a
direction in which the sizes grow) and the monomial that escapes; or undecided, with the reason.

Exit code 0: proved; 1: refuted or undecided.
)";
}

std::string compare_help_text() {
  return R"(conform compare VARIANT... [options]: what variants of attention cost, and where their order changes

Costs are the claims of the variants (conform list variants) for n = n_q = n_k and d = d_k = d_v; in a layer d is the
width d_m = heads*d_k. Every crossover is told of each two of them, over all whole n of the range, not just those shown:
the first n from which another one costs less, or from which they cost the same.

  --n LENGTHS      FROM..TO:xFACTOR, FROM..TO:+STEP, a list as 512,1k,2k, or one number; default 1k..1M:x2. k is 1024, M
                   is 1048576; at most 16M
  --d N            width; default 64
  --metric M       unit_total (default): every scalar operation counts 1; matmul_flops: 2 a multiply-add of a matrix
                   product; memory: peak of live elements, scratch and inputs and outputs; io: words between slow and
                   fast memory, of variants that state them
  --sizes LIST     other sizes, as w=256,Br=64,Bc=64. What is not given has a default, which is printed
  --fast-memory W  words of fast memory, for --metric io: sets the tiles of FlashAttention as its source does, B_c =
                   ceil(W/4d), B_r = min(B_c, d), and of FlashAttention-2 with rows and columns exchanged; tells the
                   words beside the lower bounds
  --format F       text, json, csv, markdown or svg; default by the extension of FILE, else text
  -o, --output F   write to the file F instead of stdout, whole or not at all

Exit code 0: compared; 2: a variant that cannot be at a length that is shown, or other bad input.
)";
}

std::string explain_help_text() {
  return R"(conform explain attention|scale|VARIANT [options]: what attention computes, why it scales its scores, what steps cost

  attention        X, Q, K, V, scores, weights and output of one small head, with named axes, run with the typed
                   tensors of the library and compared with its own attention
  scale            why the scores are divided by sqrt(d) and not by 1, the cube root or d: an experiment with random
                   queries and keys, its assumptions, a control where they fail, and what the numbers bear out

  VARIANT          each step of a variant (conform list variants), its formula and its share of all operations

  --seed N         of the random numbers of attention and scale; default 1
  --n N, --d D     length and width for a variant; default 1024 and 64. In a layer d is the width d_m = heads*d_k
  --sizes LIST     its other sizes, as w=256,Br=64; defaults as in conform compare
  --format F       text, json, markdown or (scale) svg; default by the extension of FILE, else text
  -o, --output F   write to the file F instead of stdout, whole or not at all

Exit code 0: every check holds; 1: one does not, for this seed.
)";
}

std::string reconcile_help_text() {
  return R"(conform reconcile CONFIG.json|SPEC --to NAME [--from NAME] [options]: why two conventions differ

Two figures for the same model and workload, and named terms that sum exactly to their difference: what the one bills
for a part of the work and the other does not, or not so often. conform list conventions names them, with their sources
and known mistakes.

  --from NAME      convention to begin with; default exact
  --to NAME        convention to arrive at

  --seq, --batch, --context, --phase, --mask, --logits, --dtype and --attention are those of conform report, and so are
  --format (text, json, markdown or csv), --output and --strict.

Exit code 0: the terms sum to the difference; 2: a convention that is not known, or has no meaning for this model or
phase; 3: they do not sum, a bug in conform.
)";
}

std::string sweep_help_text() {
  return R"(conform sweep MODEL|VARIANT --seq LENGTHS [options]: a row of figures for every point of a grid

MODEL is a config.json or a built-in spec, as of conform report, and every row has the figures that a report has at this
point. VARIANT is a variant of attention, and every row has its costs in all metrics of conform compare.

grid; the points are numbered from 0, the last of these options fastest:
  --variants LIST  of a model: the attention in its layers, as dense,flash2 (default dense); of a VARIANT: more of them
  --mask LIST      of a model: model (default), causal, full
  --logits LIST    of a model: all (default), last
  --dtype LIST     of a model: bf16, f16, f32, f64, f8; default the config's
  --d LENGTHS      of a variant: widths; default 64
  --batch LENGTHS  of a model: sequences; default 1
  --context LENGTHS
                   tokens that are cached already; default 0
  --seq LENGTHS    new tokens
  LENGTHS is FROM..TO:xFACTOR, FROM..TO:+STEP, a list as 512,1k,2k, or one number; k is 1024, M is 1048576.
  --phase P        of a model: prefill (default) or decode, which has one new token behind each --context
  --sizes LIST     other sizes of the variants that have them, as w=256,Br=64

output:
  --format F       csv or jsonl; default by the extension of FILE, else csv
  -o, --output F   write to F instead of stdout. Rows go to F.part as they are computed; it becomes F when all are there
  --resume         continue F.part, or F: whole rows are kept, a last one that was cut off is dropped
  --shard I/N      only the I-th of N parts: the points whose number leaves the rest I - 1 when divided by N

A point at which a report would end with an error has its code instead of figures.
)";
}

std::string merge_help_text() {
  return R"(conform merge FILE... [-o OUT]: the rows of the parts of a sweep in one, in the order of their ids

Files are CSV or JSONL of conform sweep, all of one sweep. Rows that stand in several files must be equal.

  -o, --output F   write to F instead of stdout, whole or not at all; F is none of the files
  --partial        write what is there where points are missing, and warn of them

Exit code 0: all points of the sweep are there, or --partial; 1: some are missing, and nothing is written; 2: bad input.
)";
}

}  // namespace conform::analyzer
