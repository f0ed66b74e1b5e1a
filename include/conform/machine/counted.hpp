#pragma once
// counted: every number points to its machine's one ledger, so execution counts itself, at run time and in constant
// evaluation. Control flow never depends on data, so counts depend on sizes only.

#include <conform/machine/machine.hpp>
#include <conform/machine/journal.hpp>

namespace conform {

/// What happens to one word of a tile that a kernel stages (see attention/variant.hpp); end: its cell is no more.
enum class tile_move { load, reserve, store, drop, end };

/// Watches the cells of a ledger: a two-level memory (traced.hpp).
class memory_watch {
 public:
  virtual constexpr void read(const void* cell) = 0;
  virtual constexpr void write(const void* cell) = 0;
  /// A kernel stages this word, or the word dies.
  virtual constexpr void move(const void* cell, tile_move what) = 0;

 protected:
  constexpr ~memory_watch() = default;
};

/// What one machine has done (operations), in all and by place, and the memory it has held (elements).
struct ledger {
  operations<long long> done;
  long long loads = 0, stores = 0;
  long long live = 0, peak = 0;
  list<long long> sent;  ///< words that each device of a simulated ring has sent
  memory_watch* watch = nullptr;
  step_journal* steps = nullptr;  ///< books the steps of kernels, where it is wanted
  journal<long long> places;

  constexpr void allocate(long long elements) {
    live += elements;
    if (live > peak) peak = live;
  }
  constexpr void release(long long elements) { live -= elements; }
  constexpr void send(std::size_t device, long long words) {
    while (sent.size() <= device) sent.push_back(0);
    sent[device] += words;
  }

  constexpr std::size_t enter(const char* name) {
    settle();
    return places.enter(name);
  }
  constexpr void leave(std::size_t length) {
    settle();
    places.leave(length);
  }

  /// Books what was done since the place changed, so that counting itself need not look up places. Leaving a place
  /// settles; call it before reading the rows of what was done outside all places.
  constexpr void settle() {
    const operations<long long> since = done - settled_;
    if (since != operations<long long>{}) places.row().done = places.row().done + since;
    settled_ = done;
  }

 private:
  operations<long long> settled_;
};

/// A number that counts. A constant without a ledger joins the ledger of what it meets.
template <class T>
struct counted {
  T value{};
  ledger* book = nullptr;

  friend constexpr counted operator+(counted a, counted b) { return {a.value + b.value, note(a, b, &operations<long long>::add)}; }
  friend constexpr counted operator-(counted a, counted b) { return {a.value - b.value, note(a, b, &operations<long long>::add)}; }
  friend constexpr counted operator*(counted a, counted b) { return {a.value * b.value, note(a, b, &operations<long long>::mul)}; }
  friend constexpr counted operator/(counted a, counted b) { return {a.value / b.value, note(a, b, &operations<long long>::div)}; }

  /// A conversion, which costs nothing.
  template <class U>
  explicit constexpr operator counted<U>() const {
    return {static_cast<U>(value), book};
  }

  /// Adds one to a kind of the ledger that a or b points to, and returns that ledger.
  static constexpr ledger* note(counted a, counted b, long long operations<long long>::*kind) {
    ledger* book = a.book ? a.book : b.book;
    if (book) ++(book->done.*kind);
    return book;
  }
};

namespace arithmetic {

using kinds = operations<long long>;

template <class T> constexpr counted<T> exp(counted<T> x) { return {exp(x.value), x.note(x, x, &kinds::exp)}; }
template <class T> constexpr counted<T> log(counted<T> x) { return {log(x.value), x.note(x, x, &kinds::log)}; }
template <class T> constexpr counted<T> sqrt(counted<T> x) { return {sqrt(x.value), x.note(x, x, &kinds::sqrt)}; }
template <class T> constexpr counted<T> tanh(counted<T> x) { return {tanh(x.value), x.note(x, x, &kinds::tanh)}; }
template <class T> constexpr counted<T> erf(counted<T> x) { return {erf(x.value), x.note(x, x, &kinds::erf)}; }
template <class T> constexpr counted<T> sin(counted<T> x) { return {sin(x.value), x.note(x, x, &kinds::sin)}; }
template <class T> constexpr counted<T> cos(counted<T> x) { return {cos(x.value), x.note(x, x, &kinds::cos)}; }
template <class T>
constexpr counted<T> larger(counted<T> a, counted<T> b) {
  return {larger(a.value, b.value), a.note(a, b, &kinds::cmp)};
}
template <class T>
constexpr counted<T> smaller(counted<T> a, counted<T> b) {
  return {smaller(a.value, b.value), a.note(a, b, &kinds::cmp)};
}
template <class T>
constexpr counted<T> opposite(counted<T> x) {
  return {-x.value, x.book};
}
template <class T>
constexpr counted<T> zero_if_infinite(counted<T> x) {
  return {zero_if_infinite(x.value), x.book};
}
template <class T>
constexpr counted<T> one_if_zero(counted<T> x) {
  return {one_if_zero(x.value), x.book};
}
template <class T>
constexpr counted<T> multiply_add(counted<T> sum, counted<T> a, counted<T> b) {
  const counted<T> product = a * b;
  product.note(product, sum, &kinds::mac);
  return sum + product;
}
template <class T>
constexpr counted<T> first_product(counted<T> a, counted<T> b) {
  const counted<T> product = a * b;
  product.note(product, product, &kinds::mac);
  return product;
}
template <class T>
constexpr counted<T> scaled_exp(counted<T> scale, counted<T> x) {
  return {scaled_exp(scale.value, x.value), x.note(scale, x, &kinds::exp)};
}
template <class T>
constexpr counted<T> load(const counted<T>& cell) {
  if (cell.book) {
    ++cell.book->loads;
    if (cell.book->watch) cell.book->watch->read(&cell);
  }
  return cell;
}
template <class T>
constexpr void store(counted<T>& cell, counted<T> value) {
  if (cell.book) {
    ++cell.book->stores, value.book = cell.book;
    if (cell.book->watch) cell.book->watch->write(&cell);
  }
  cell = value;
}

}  // namespace arithmetic

/// The machine of counted numbers: the ledger that its tensors write to.
template <class T>
struct machine<counted<T>> {
  using argument = ledger;
  ledger* book = nullptr;

  constexpr machine() = default;
  constexpr machine(ledger& l) : book(&l) {}
  constexpr counted<T> number(double value) const { return {static_cast<T>(value), book}; }
  constexpr std::size_t enter(const char* name) const { return book ? book->enter(name) : 0; }
  constexpr void leave(std::size_t length) const {
    if (book) book->leave(length);
  }
  friend constexpr machine common(machine a, machine b) { return a.book ? a : b; }
};

/// Cells that point to their ledger and tell it how many are alive.
template <class T>
class cells<counted<T>> {
 public:
  constexpr cells() = default;
  constexpr cells(conform::machine<counted<T>> m, std::size_t count)
      : at_(memory::allocate<counted<T>>(count)), count_(static_cast<long long>(count)), machine_(m) {
    for (std::size_t i = 0; i < count; ++i) at_[i].book = m.book;
    if (m.book) m.book->allocate(count_);
  }
  constexpr cells(conform::machine<counted<T>> m, std::size_t count, to_be_written) : cells(m, count) {}
  constexpr cells(cells&& other) noexcept
      : at_(std::exchange(other.at_, nullptr)), count_(std::exchange(other.count_, 0)), machine_(other.machine_) {}
  constexpr cells& operator=(cells&& other) noexcept {
    cells taken(std::move(other));
    std::swap(at_, taken.at_);
    std::swap(count_, taken.count_);
    std::swap(machine_, taken.machine_);
    return *this;
  }
  constexpr ~cells() {
    if (machine_.book) {
      machine_.book->release(count_);
      if (machine_.book->watch)
        for (long long i = 0; i < count_; ++i) machine_.book->watch->move(at_ + i, tile_move::end);
    }
    delete[] at_;
  }

  constexpr counted<T>* data() const { return at_; }
  constexpr conform::machine<counted<T>> on() const { return machine_; }

 private:
  counted<T>* at_ = nullptr;
  long long count_ = 0;
  conform::machine<counted<T>> machine_;
};

}  // namespace conform
