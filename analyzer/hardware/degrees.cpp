#include <fmt/format.h>

#include "failure.hpp"
#include "hardware/parallel.hpp"
#include "text/number_text.hpp"
#include "workload.hpp"

namespace conform::analyzer {
namespace {

constexpr range degree_range{1, 1'048'576};  // 2^20

std::int64_t degree(std::string_view option, const std::optional<std::string>& word) {
  return word ? count_of(option, *word, degree_range) : 1;
}

void must_divide(std::string_view option, std::int64_t degree, std::int64_t whole, std::string_view what) {
  if (whole % degree == 0) return;
  throw failure{"DEGREE", option,
                fmt::format("{} does not divide the {} {}; expected a divisor of it", degree, grouped(whole), what)};
}

std::string tokens(std::int64_t count, std::string_view kind) {
  return fmt::format("{} {} token{} {}", grouped(count), kind, count == 1 ? "" : "s", count == 1 ? "is" : "are");
}

/// Each device of a ring has two slices of the new tokens, and as much of the cache as any other.
void check_ring(std::int64_t ring, const workload& work, bool is_dense) {
  if (ring == 1) return;
  if (!is_dense)
    throw failure{"DEGREE", "--cp",
                  "passes keys and values in a ring to dense attention; expected no --attention beside it"};
  if (work.seq % (2 * ring) != 0)
    throw failure{"DEGREE", "--cp",
                  fmt::format("{} not divided by twice {}, as each device has two slices; expected a multiple of {}",
                              tokens(work.seq, "new"), ring, 2 * ring)};
  if (work.context % ring != 0)
    throw failure{"DEGREE", "--cp",
                  fmt::format("{} not divided by {}; expected a multiple of it", tokens(work.context, "cached"), ring)};
}

/// The devices that divide experts are those that have other tokens, as in GShard and Megatron-LM: each sends its
/// tokens to the experts that they chose.
void check_experts(const degrees& asked, const model_config& model) {
  if (asked.expert == 1) return;
  if (!model.experts)
    throw failure{"DEGREE", "--ep",
                  fmt::format("{}, and the model has no experts to divide; expected 1", asked.expert)};
  must_divide("--ep", asked.expert, model.experts->count, "experts");
  if (asked.data * asked.context % asked.expert != 0)
    throw failure{"DEGREE", "--ep",
                  fmt::format("{} does not divide --dp times --cp, {}: experts are divided between devices that have "
                              "other tokens; expected a divisor of it, as with --dp {}",
                              asked.expert, asked.data * asked.context, asked.expert)};
}

}  // namespace

std::optional<degrees> read_degrees(const degree_words& given) {
  if (!given.tensor && !given.pipeline && !given.data && !given.context && !given.expert && !given.sequence) return {};
  const degrees out{degree("--tp", given.tensor),  degree("--pp", given.pipeline), degree("--dp", given.data),
                    degree("--cp", given.context), degree("--ep", given.expert),   given.sequence};
  if (out.sequence && out.tensor == 1)
    throw failure{"DEGREE", "--sp", "divides by tokens what --tp does not divide; expected --tp of 2 or more"};
  return out;
}

void check_degrees(const degrees& asked, const model_config& model, const workload& work, bool is_dense) {
  must_divide("--tp", asked.tensor, model.heads, "query heads");
  if (asked.tensor <= model.kv_heads) must_divide("--tp", asked.tensor, model.kv_heads, "heads of keys and values");
  if (asked.tensor > model.kv_heads && asked.tensor % model.kv_heads != 0) {
    throw failure{"DEGREE", "--tp",
                  fmt::format("{} is no multiple of the {} heads of keys and values, of which each would be on several "
                              "devices; expected a multiple or a divisor of it",
                              asked.tensor, model.kv_heads)};
  }
  if (has_feed_forward(model)) must_divide("--tp", asked.tensor, model.hidden, "wide feed-forward layer");
  if (model.experts) must_divide("--tp", asked.tensor, model.experts->hidden, "wide expert");
  if (asked.tensor > model.vocab_size)
    throw failure{"DEGREE", "--tp",
                  fmt::format("{} devices, and {} rows of the vocabulary; expected at most so many", asked.tensor,
                              grouped(model.vocab_size))};
  must_divide("--pp", asked.pipeline, model.layers, "layers");
  must_divide("--dp", asked.data, work.batch, work.batch == 1 ? "sequence of the batch" : "sequences of the batch");
  check_ring(asked.context, work, is_dense);
  check_experts(asked, model);
  if (asked.sequence && work.seq / asked.context % asked.tensor != 0)
    throw failure{"DEGREE", "--sp",
                  fmt::format("{} not divided by --tp {}{}; expected a multiple of it", tokens(work.seq, "new"),
                              asked.tensor, asked.context == 1 ? "" : fmt::format(" times --cp {}", asked.context))};
}

}  // namespace conform::analyzer
