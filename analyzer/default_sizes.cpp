#include "default_sizes.hpp"

#include "failure.hpp"

namespace conform::analyzer {
namespace {

/// Of a variant that counts in blocks, or of every other.
struct known_default {
  std::string_view variant, size;
  long long value;
};
constexpr known_default defaults[] = {
    {"bigbird", "w", 1}, {"bigbird", "g", 2},   {"", "B_r", 64},       {"", "B_c", 64},
    {"", "w", 256},      {"", "g", 4},        {"", "s", 4},          {"", "l", 128},        {"", "c", 32},
    {"", "C", 64},       {"", "k", 256},      {"", "features", 256}, {"", "landmarks", 64}, {"", "iterations", 6},
    {"", "buckets", 64}, {"", "p", 8},        {"", "heads", 8},      {"", "kv_heads", 2},   {"", "d_c", 512},
    {"", "d_R", 64},     {"bigbird", "r", 3},
    {"", "r", 4}};

}  // namespace

long long default_size(const variant_entry& variant, std::string_view name) {
  for (const known_default& known : defaults)
    if (known.size == name && (known.variant.empty() || known.variant == variant.name)) return known.value;
  throw failure{"INTERNAL", std::string{variant.name}, std::string{name} + " has no default", exit_code::internal};
}

}  // namespace conform::analyzer
