#include "convention/work_part.hpp"

#include <array>

namespace conform::analyzer {
namespace {

constexpr std::string_view product = "multiply-add", element = "element", weight = "parameter and token";

constexpr std::array<work_part_facts, work_part_count> all{{
    {"query_key_value", product, "projections to queries, keys and values"},
    {"attention_output", product, "projection of what attention gives"},
    {"feed_forward", product, "feed-forward layers"},
    {"router", product, "routers, which choose experts"},
    {"head_last", product, "output head at the last position of each sequence"},
    {"head_rest", product, "output head at all other positions"},
    {"cached_keys", product, "pairs with a cached key"},
    {"earlier_keys", product, "pairs with an earlier key, below the diagonal"},
    {"own_key", product, "pairs with the query's own key, on the diagonal"},
    {"later_keys", product, "pairs with a later key, which a causal mask leaves out"},
    {"later_keys_in_windowed_layers", product, "pairs with a later key in layers that have a window"},
    {"cached_keys_beyond_window", product, "pairs with a cached key that the window leaves out"},
    {"earlier_keys_beyond_window", product, "pairs with an earlier key that the window leaves out"},
    {"window_corner", product, "seq times the smaller of keys and window, less the pairs that a window scores"},
    {"embedding", product, "look-up of tokens, as if it were a matrix product"},
    {"positions", weight, "table of learned positions, as if it were a matrix product"},
    {"norm_weights", weight, "scales of norms, as if they were weights of a matrix product"},
    {"norm_biases", weight, "shifts of norms, as if they were weights of a matrix product"},
    {"biases", weight, "biases, as if they were weights of a matrix product"},
    {"biases_once", element, "biases, once for all tokens"},
    {"softmax", element, "weights of softmax, of the whole square"},
    {"norms", element, "inputs of the norms in layers"},
    {"last_norm", element, "inputs of the norm before the head"},
    {"activation", element, "inputs of activations"},
    {"residual", element, "sums with the residual stream"},
}};

}  // namespace

const work_part_facts& facts_of(work_part part) { return all[static_cast<std::size_t>(part)]; }

}  // namespace conform::analyzer
