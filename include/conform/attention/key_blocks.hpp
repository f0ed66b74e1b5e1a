#pragma once
// key_blocks: which blocks of keys each block of queries scores, as run-time data.

#include <initializer_list>

#include <conform/attention/pattern.hpp>
#include <conform/size/list.hpp>
#include <conform/tensor/index_error.hpp>

namespace conform {

/// Thrown for lists of blocks that are none. In constant evaluation the throw itself is the compile error.
class blocks_invalid : public std::exception {
 public:
  explicit blocks_invalid(const char* why) : why_(why) {}
  const char* what() const noexcept override { return why_; }

 private:
  const char* why_;
};

/// For each block of queries, in order, the blocks of keys that its queries score. The last block of queries and the
/// last one of keys may be cut short. Where ordered, a query scores of those keys the ones up to its own place (queries
/// are aligned with the last keys).
class key_blocks {
 public:
  /// Blocks of so many queries and so many keys; lists are to be added.
  /// within   full or causal
  /// throws   blocks_invalid (a size below 1, another pattern)
  constexpr key_blocks(long long queries, long long keys, const pattern& within = full)
      : queries_(queries), keys_(keys), ordered_(within.ordered) {
    if (queries < 1 || keys < 1) throw blocks_invalid("a block holds at least one query, or one key");
    if (within.ordered && (within.window > 0 || within.chunk > 0))
      throw blocks_invalid("within its blocks a query scores all keys (full), or those up to its place (causal)");
    starts_.push_back(0);
  }
  /// Those of n_q queries and n_k keys for which sees(block of queries, block of keys).
  /// throws   blocks_invalid, as above; size_mismatch (a negative number)
  template <class Sees>
    requires requires(const Sees& sees) { static_cast<bool>(sees(0ll, 0ll)); }
  static constexpr key_blocks where(long long n_q, long long n_k, long long queries, long long keys, const Sees& sees,
                                    const pattern& within = full) {
    key_blocks out(queries, keys, within);
    const long long rows = parts("query", n_q, queries), columns = parts("key", n_k, keys);
    for (long long a = 0; a < rows; ++a) {
      list<long long> row;
      for (long long b = 0; b < columns; ++b)
        if (sees(a, b)) row.push_back(b);
      out.add(row);
    }
    return out;
  }

  /// The list of the next block of queries: ascending places of blocks of keys, none for queries without keys.
  /// throws   blocks_invalid (a list that does not ascend, or begins below 0); nothing is added
  template <class List>
  constexpr void add(const List& blocks) {
    long long last = -1;
    for (const long long b : blocks)
      if (b <= last)
        throw blocks_invalid("places of blocks of keys ascend, from 0 on");
      else
        last = b;
    for (const long long b : blocks) blocks_.push_back(b);
    starts_.push_back(static_cast<long long>(blocks_.size()));
    if (last > last_) last_ = last;
  }
  constexpr void add(std::initializer_list<long long> blocks) { add<std::initializer_list<long long>>(blocks); }

  constexpr long long queries() const { return queries_; }  ///< in a block
  constexpr long long keys() const { return keys_; }        ///< in a block
  constexpr bool ordered() const { return ordered_; }
  /// Blocks of queries that have a list.
  constexpr long long rows() const { return static_cast<long long>(starts_.size()) - 1; }
  /// The list of block `row` of queries.
  constexpr const long long* begin(long long row) const { return blocks_.begin() + start(row); }
  constexpr long long count(long long row) const { return start(row + 1) - start(row); }

  /// Throws where the lists are not of n_q queries and n_k keys.
  /// throws   size_mismatch (more or fewer lists than blocks of queries, a negative number), index_error (no such block
  ///          of keys)
  constexpr void check(long long n_q, long long n_k) const {
    const long long wanted = parts("query", n_q, queries_), places = parts("key", n_k, keys_);
    if (rows() != wanted)
      throw size_mismatch("lists of ", binding_sizes::whole("key_blocks"), "expected ", wanted, rows());
    if (last_ >= places) throw index_error(binding_sizes::whole("key, in blocks"), places, last_);
  }

 private:
  static constexpr long long parts(const char* axis, long long count, long long of) {
    if (count < 0) binding_sizes::refuse_value("axis ", binding_sizes::whole(axis), count);
    return count / of + (count % of != 0);
  }
  constexpr long long start(long long row) const { return starts_[static_cast<std::size_t>(row)]; }

  long long queries_, keys_;
  bool ordered_;
  long long last_ = -1;  // the largest place of all lists
  list<long long> starts_, blocks_;
};

namespace attending {

/// The keys of one query: `total` of those in blocks of `width`.
struct blocked_keys {
  const long long* blocks;
  long long width, total;

  constexpr long long count() const { return total; }
  constexpr long long operator()(long long m) const { return blocks[m / width] * width + m % width; }
};

/// Those in the list of block `row` of queries that are below `end`.
constexpr blocked_keys keys_below(const key_blocks& of, long long row, long long end) {
  const long long *blocks = of.begin(row), width = of.keys();
  long long low = 0, high = end > 0 ? of.count(row) : 0;  // of the first block that does not begin below `end`
  while (low < high) {
    const long long middle = (low + high) / 2;
    if (blocks[middle] <= (end - 1) / width)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0) return {blocks, width, 0};
  const long long left = end - blocks[low - 1] * width;
  return {blocks, width, (low - 1) * width + (left < width ? left : width)};
}

/// Those that query i scores.
constexpr blocked_keys keys_of(const key_blocks& of, long long i, long long n_q, long long n_k) {
  return keys_below(of, i / of.queries(), of.ordered() ? i + n_k - n_q + 1 : n_k);
}

/// A head becomes that of the block of queries from `first` on, which sees the keys of its list.
template <class Head>
constexpr void take_list(Head& head, const key_blocks& of, std::ptrdiff_t first) {
  const std::ptrdiff_t place = first + head.n_k - head.n_q, row = first / of.queries();
  head.n_q = of.queries() < head.n_q - first ? of.queries() : head.n_q - first;
  head.q += first * head.query_q, head.out += first * head.query_out;
  if (of.ordered()) head.ordered = true, head.n_k = place + head.n_q;  // its own are the last
  head.blocks = of.begin(row), head.block_count = of.count(row), head.block_keys = of.keys();
}

}  // namespace attending

/// The number of scored pairs of n_q queries and n_k keys.
/// throws   size_mismatch, index_error (lists that do not fit: key_blocks::check)
/// source   counting the pairs of visited tiles: Child et al. 2019, 5.5; Dao et al. 2022, 3.3
constexpr integer scored_pairs(const key_blocks& blocks, long long n_q, long long n_k) {
  blocks.check(n_q, n_k);
  integer out{};
  for (long long i = 0, same; i < n_q; i += same) {
    const long long left = blocks.queries() - i % blocks.queries();
    same = blocks.ordered() ? 1 : left < n_q - i ? left : n_q - i;
    out += integer{same} * integer{attending::keys_of(blocks, i, n_q, n_k).count()};
  }
  return out;
}

}  // namespace conform
