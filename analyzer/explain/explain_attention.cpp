// The computation of attention, step by step, on named axes.

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include <conform/attention/attention.hpp>
#include <conform/attention/trial.hpp>
#include <conform/interop/fmt.hpp>
#include <conform/operation/contract.hpp>
#include <conform/operation/rename.hpp>
#include <conform/operation/scalar.hpp>
#include <conform/operation/softmax.hpp>

#include "explain/explain.hpp"
#include "failure.hpp"
#include "text/json_text.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

using namespace conform::axes;

/// One matrix of the computation.
struct step {
  std::string name, formula, shape, says;
  std::vector<std::vector<double>> rows;
};

template <template <auto> class Row, template <auto> class Column, auto N, auto M>
step step_of(std::string name, std::string formula, const tensor<double, Row<N>, Column<M>>& x, std::string says) {
  step out{std::move(name), std::move(formula), fmt::format("{}", conform::shape<Row<N>, Column<M>>{}), std::move(says), {}};
  for (int i = 0; i < N; ++i) {
    const double* const row = x.data() + static_cast<std::ptrdiff_t>(i) * M;
    out.rows.emplace_back(row, row + M);
  }
  return out;
}

template <class Tensor>
Tensor drawn(seeded& numbers) {
  Tensor out;
  for (double& cell : out) cell = std::round(100 * numbers.next(content::normal)) / 100;
  return out;
}

/// The steps must lead where the library's own attention leads.
template <class A, class B>
void require_equal(const A& stepwise, const B& whole) {
  const double* other = whole.data();
  for (const double cell : stepwise)
    if (!(std::abs(cell - *other++) <= 1e-12)) {
      throw failure{"INTERNAL", "explain attention", "the steps are not what attention gives; this is a bug in conform",
                    exit_code::internal};
    }
}

std::vector<step> steps_of(std::uint64_t seed) {
  seeded numbers(seed);
  const auto x = drawn<tensor<double, query<4>, model<6>>>(numbers);
  const auto w_q = drawn<tensor<double, model<6>, head_dim<3>>>(numbers);
  const auto w_k = drawn<tensor<double, model<6>, head_dim<3>>>(numbers);
  const auto w_v = drawn<tensor<double, model<6>, value_dim<2>>>(numbers);

  const auto q = contract<model>(x, w_q);
  const auto k = rename<query, key>(contract<model>(x, w_k));
  const auto v = rename<query, key>(contract<model>(x, w_v));
  const auto scores = contract<head_dim>(q, k);
  const auto scaled = scores * (1 / std::sqrt(3.0));
  const auto weights = softmax<key>(scaled);
  const auto out = contract<key>(weights, v);
  require_equal(out, attention(q, k, v));

  return {step_of("X", "the input", x, "Four positions of a sequence, each a row of model = 6 numbers."),
          step_of("Q", "Q = X·W_Q, over model", q,
                  "What each position asks for: its query, of head_dim = 3 numbers."),
          step_of("K", "K = X·W_K, over model", k,
                  "What each position offers to be found by: its key. It is made of the same X; its positions are those "
                  "attended to, so the axis query is renamed key."),
          step_of("V", "V = X·W_V, over model", v,
                  "What each position hands over where it is attended to: its value, of value_dim = 2 numbers."),
          step_of("scores", "S = Q·Kᵀ, over head_dim", scores,
                  "How well each query matches each key: the dot product of the two rows. head_dim must be equal, or the "
                  "program does not compile."),
          step_of("scaled", "S / sqrt(head_dim)", scaled,
                  "Sums of head_dim products spread as its square root; dividing by it keeps the spread the same at every "
                  "width (conform explain scale)."),
          step_of("weights", "P = softmax(S / sqrt(head_dim)), over key", weights,
                  "Each row becomes shares that are positive and sum to 1: how much the query attends to each key."),
          step_of("output", "O = P·V, over key", out,
                  "Each query's mixture of the values, by its weights: no column leaves the range of that column of V.")};
}

std::string number(double value) { return fmt::format("{:.4f}", value == 0 ? 0.0 : value); }

std::string text_of(const std::vector<step>& steps, std::uint64_t seed) {
  std::string out = fmt::format("conform explain attention: softmax(Q·Kᵀ / sqrt(head_dim))·V of one head, seed {}\n", seed);
  for (const step& one : steps) {
    out += fmt::format("\n{}  {}  {}\n  {}\n", one.name, one.shape, one.formula, one.says);
    text_table lines{std::vector<align>(one.rows.front().size(), align::right)};
    for (const auto& row : one.rows) {
      std::vector<std::string> cells;
      for (const double cell : row) cells.push_back(number(cell));
      lines.row(cells);
    }
    out += lines.text();
  }
  return out + "\nchecked: attention(q, k, v) gives this output, within 1e-12\n";
}

std::string markdown_of(const std::vector<step>& steps, std::uint64_t seed) {
  std::string out = fmt::format("# Attention, step by step\n\nsoftmax(Q·Kᵀ / sqrt(head_dim))·V of one head, seed {}\n", seed);
  for (const step& one : steps) {
    out += fmt::format("\n## {}\n\n`{}`, {}\n\n{}\n\n|", one.name, one.shape, one.formula, one.says);
    for (std::size_t j = 0; j < one.rows.front().size(); ++j) out += fmt::format(" {} |", j);
    out += "\n|";
    for (std::size_t j = 0; j < one.rows.front().size(); ++j) out += "---:|";
    for (const auto& row : one.rows) {
      out += "\n|";
      for (const double cell : row) out += ' ' + number(cell) + " |";
    }
    out += '\n';
  }
  return out + "\nChecked: `attention(q, k, v)` gives this output, within 1e-12.\n";
}

std::string json_of(const std::vector<step>& steps, std::uint64_t seed) {
  json_block all{"[]", 2};
  for (const step& one : steps) {
    json_block entry{"{}", 3};
    entry.add("name", json_text(one.name));
    entry.add("formula", json_text(one.formula));
    entry.add("shape", json_text(one.shape));
    entry.add("says", json_text(one.says));
    json_block rows{"[]", 4};
    for (const auto& row : one.rows) {
      json_line cells{"[]"};
      for (const double cell : row) cells.entry(number(cell));
      rows.entry(cells.text());
    }
    entry.add("rows", rows.text());
    all.entry(entry.text());
  }
  json_block out{"{}", 1};
  out.add("schema", "1");
  out.add("subject", json_text("attention"));
  out.add("seed", json_text(fmt::format("{}", seed)));
  out.add("steps", all.text());
  out.add("equals_attention", "true");
  return out.text() + '\n';
}

}  // namespace

explained explain_attention(const explain_options& asked) {
  const std::vector<step> steps = steps_of(asked.seed);
  switch (asked.format) {
    case drawn_format::json: return {json_of(steps, asked.seed), true};
    case drawn_format::markdown: return {markdown_of(steps, asked.seed), true};
    case drawn_format::svg:
    case drawn_format::csv:
    case drawn_format::text: break;
  }
  return {text_of(steps, asked.seed), true};
}

}  // namespace conform::analyzer
