#pragma once
// traced: two-level memories of M words that watch a ledger, so that traffic is measured and not asserted.
//   ledger book;  scratchpad fast(4096);  book.watch = &fast;  ... run a kernel on counted numbers ...
// Apart from the core, since it needs the standard library's containers.

#include <cstdint>
#include <list>
#include <unordered_map>

#include <conform/machine/counted.hpp>

namespace conform {

/// Fast memory that a kernel fills itself, by what it stages. A word that is read or written outside fast memory, or
/// staged beyond its capacity, is a fault of the kernel: its traffic would not be what it says.
class scratchpad : public memory_watch {
 public:
  explicit scratchpad(long long words) : capacity_(words) {}

  long long loads = 0, stores = 0;    ///< words from and to slow memory
  long long peak = 0;                 ///< words that were in fast memory at once
  long long outside = 0;              ///< reads and writes of words that were not there
  bool overflowed() const { return peak > capacity_; }

  void read(const void* cell) override { touch(cell); }
  void write(const void* cell) override { touch(cell); }
  void move(const void* cell, tile_move what) override { staged(cell, what); }

 private:
  void touch(const void* cell) { outside += !held_.contains(cell); }
  void staged(const void* cell, tile_move what) {
    switch (what) {
      case tile_move::load: ++loads; [[fallthrough]];
      case tile_move::reserve:
        held_.emplace(cell, true);
        if (const auto held = static_cast<long long>(held_.size()); held > peak) peak = held;
        break;
      case tile_move::store: ++stores, touch(cell); break;
      case tile_move::drop:
      case tile_move::end: held_.erase(cell); break;
    }
  }

  long long capacity_;
  std::unordered_map<const void*, bool> held_;
};

/// A fully associative cache that keeps the M words used last. A write to a word that is not there takes a place without
/// a load; a changed word is stored when it leaves, or at flush(); a word that dies is forgotten. Staging means nothing.
class lru_cache : public memory_watch {
 public:
  explicit lru_cache(long long words) : capacity_(words) {}

  long long loads = 0, stores = 0;

  void read(const void* cell) override { touch(cell, false); }
  void write(const void* cell) override { touch(cell, true); }
  void move(const void* cell, tile_move what) override { forget(cell, what); }
  /// Stores what was changed and is still here.
  void flush() {
    for (const word& w : words_) stores += w.changed;
    words_.clear(), place_.clear();
  }

 private:
  struct word {
    const void* cell;
    bool changed;
  };
  void touch(const void* cell, bool changes) {
    if (const auto known = place_.find(cell); known != place_.end()) {
      known->second->changed |= changes;
      words_.splice(words_.begin(), words_, known->second);
      return;
    }
    loads += !changes;
    if (static_cast<long long>(words_.size()) == capacity_) {
      stores += words_.back().changed;
      place_.erase(words_.back().cell);
      words_.pop_back();
    }
    words_.push_front({cell, changes});
    place_[cell] = words_.begin();
  }
  void forget(const void* cell, tile_move what) {
    const auto known = place_.find(cell);
    if (what != tile_move::end || known == place_.end()) return;
    words_.erase(known->second);
    place_.erase(known);
  }
  long long capacity_;
  std::list<word> words_;
  std::unordered_map<const void*, std::list<word>::iterator> place_;
};

}  // namespace conform
