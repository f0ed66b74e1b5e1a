#pragma once
// What an operation touches, beside what it tells the meter that it moves. Usage: moved<Case>(r, c, e).

#include <set>

#include <static/operation/counting.hpp>

namespace touching {

using namespace counting;

/// Counts cells that are read and cells that are written, each once, from open() on.
class touched_cells : public memory_watch {
 public:
  void read(const void* cell) override {
    if (open_) reads_.insert(cell);
  }
  void write(const void* cell) override {
    if (open_) writes_.insert(cell);
  }
  void move(const void*, tile_move) override {}
  void open() { open_ = true; }
  long long count() const { return static_cast<long long>(reads_.size() + writes_.size()); }

 private:
  bool open_ = false;
  std::set<const void*> reads_, writes_;
};

/// Cells that Case::run(place, begin) touches after it has called begin().
template <class Case>
long long touched(long long r, long long c, long long e) {
  ledger book;
  touched_cells cells;
  book.watch = &cells;
  place<counted<float>> at{machine<counted<float>>(book)};
  at.sizes.at[0] = r, at.sizes.at[1] = c, at.sizes.at[2] = e;
  Case::run(at, [&] { cells.open(); });
  return cells.count();
}

/// What the same tells a meter that it moves, at these sizes.
template <class Case>
long long moved(long long r, long long c, long long e) {
  meter claims;
  Case::run(place<metered>{machine<metered>(claims)}, [] {});
  return static_cast<long long>(evaluate(claims.places.total().moved, [&](int id) {
    const char first = claims.sizes[static_cast<std::size_t>(id)].name[0];
    return integer{first == 'r' ? r : first == 'c' ? c : e};
  }));
}

}  // namespace touching
