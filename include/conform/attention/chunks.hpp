#pragma once
// chunks: causal attention in chunks is causal attention of more heads, one for each chunk, its queries at its last
// keys.

#include <conform/attention/pattern.hpp>

namespace conform::attending {

/// `count` chunks, one behind the other, of as many queries and keys each; where the first one's begin.
struct chunk_run {
  long long query, key, n_q, n_k, count;
};

/// Calls each(run) until every query was in one: the chunk of the first queries where it has fewer than keys, or more;
/// whole chunks; the rest of the keys. Without chunks: all, once.
template <class Each>
constexpr void each_run_of_chunks(const pattern& p, long long queries, long long keys, const Each& each) {
  if (!p.ordered || p.chunk <= 0 || p.chunk >= keys) return each(chunk_run{0, 0, queries, keys, 1});
  for (long long place = keys - queries; place < keys;) {
    const long long key = place > 0 ? place / p.chunk * p.chunk : 0;
    const long long n_k = keys - key < p.chunk ? keys - key : p.chunk, n_q = key + n_k - place;
    const long long count = n_q == p.chunk ? (keys - key) / p.chunk : 1;
    each(chunk_run{place - (keys - queries), key, n_q, n_k, count});
    place += n_q + (count - 1) * p.chunk;
  }
}

/// What is left of the pattern within a chunk.
constexpr pattern within_chunk(const pattern& p) { return {p.ordered, p.window}; }

}  // namespace conform::attending
