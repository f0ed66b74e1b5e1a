#pragma once
// block_layouts: lists of blocks of keys by the parameters of papers.

#include <conform/attention/bigbird.hpp>
#include <conform/attention/key_blocks.hpp>

namespace conform {

/// What one layout of blocks is made from: tokens in a block, global blocks, blocks on either side, random blocks.
struct bigbird_layout {
  long long block = 64, global = 1, sides = 1, random = 3;
};

/// The blocks that BigBird scores of n tokens; without random ones, those of Longformer in blocks.
/// within   full, or causal: of those keys the ones up to a query's place
/// throws   blocks_invalid (n is no multiple of the block; more global or random blocks than there are; another
///          pattern)
/// source   bigbird.hpp: Zaheer et al. 2020, 2 and appendix D
template <unsigned long long Seed = 1>
constexpr key_blocks bigbird_blocks(long long n, const bigbird_layout& of = {}, const pattern& within = full) {
  using drawn = bigbird_drawn<Seed>;
  variant_sizes<long long> s;
  s.n_q = s.n_k = n, s.B_r = of.block, s.g = of.global, s.w = of.sides, s.r = of.random;
  if (const char* const why = drawn::impossible(s)) throw blocks_invalid(why);
  key_blocks out(of.block, of.block, within);
  for (long long row = 0; row < n / of.block; ++row) {
    list<long long> ascending;
    for (const long long b : drawn::blocks_of(s, row).blocks) {
      std::size_t place = ascending.size();
      while (place > 0 && ascending[place - 1] > b) --place;
      ascending.insert(place, b);
    }
    out.add(ascending);
  }
  return out;
}

}  // namespace conform
