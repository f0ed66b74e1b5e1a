#pragma once
// counting: a vector type whose lanes count themselves, so that a fast kernel, run on it, says what it executes: the
// lanes beyond the edge of a tile too. Its control flow does not depend on the numbers: where a kernel looks whether
// some lane needs more work, one always does, so that what is counted is the most that the kernel does.

#include <conform/kernel/staging.hpp>
#include <conform/machine/counted.hpp>

namespace conform::kernel {

/// While it lives, constants of vectors that count belong to this ledger, on this thread.
class counting_on {
 public:
  explicit counting_on(ledger& book) : before_(std::exchange(book_, &book)) {}
  ~counting_on() { book_ = before_; }
  counting_on(const counting_on&) = delete;
  counting_on& operator=(const counting_on&) = delete;

  static ledger* book() { return book_; }

 private:
  static inline thread_local ledger* book_ = nullptr;
  ledger* before_;
};

/// Width numbers of T = counted<...>, with the operations of lanes. A selection costs nothing, a maximum and a
/// comparison a cmp, 2^x an exp.
template <class T, int Width, int Rows = 8>
struct counting_lanes {
  static constexpr int width = Width, rows = Rows, vectors = 3;
  using number = T;
  using whole = long long;

  T lane[Width];

  static counting_lanes all(T value) {
    return each([&](int) { return value; });
  }
  /// A constant: what is done with it counts, too.
  static counting_lanes all(double value) { return all(T{value, counting_on::book()}); }
  static counting_lanes load(const T* from) {
    return each([&](int i) { return arithmetic::load(from[i]); });
  }
  void store(T* to) const {
    for (int i = 0; i < Width; ++i) arithmetic::store(to[i], lane[i]);
  }

  friend counting_lanes operator+(const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return a.lane[i] + b.lane[i]; });
  }
  friend counting_lanes operator-(const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return a.lane[i] - b.lane[i]; });
  }
  friend counting_lanes operator*(const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return a.lane[i] * b.lane[i]; });
  }
  friend counting_lanes operator/(const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return a.lane[i] / b.lane[i]; });
  }
  friend counting_lanes multiply_add(const counting_lanes& sum, const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return arithmetic::multiply_add(sum.lane[i], a.lane[i], b.lane[i]); });
  }
  friend counting_lanes larger(const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return arithmetic::larger(a.lane[i], b.lane[i]); });
  }
  friend counting_lanes between(whole first, whole end, const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return i >= first && i < end ? a.lane[i] : b.lane[i]; });
  }
  friend bool any_above(const counting_lanes& a, const counting_lanes& b) {
    (void)larger(a, b);
    return true;
  }
  friend counting_lanes where_above(const counting_lanes& a, const counting_lanes& b, const counting_lanes& yes,
                                    const counting_lanes& no) {
    (void)larger(a, b);
    return each([&](int i) { return a.lane[i].value > b.lane[i].value ? yes.lane[i] : no.lane[i]; });
  }
  friend counting_lanes zero_if_infinite(const counting_lanes& a) {
    return each([&](int i) { return arithmetic::zero_if_infinite(a.lane[i]); });
  }
  friend counting_lanes one_if_zero(const counting_lanes& a) {
    return each([&](int i) { return arithmetic::one_if_zero(a.lane[i]); });
  }
  friend counting_lanes exp2(const counting_lanes& a) {
    return each([&](int i) { return arithmetic::scaled_exp(T{arithmetic::series::ln2, nullptr}, a.lane[i]); });
  }
  template <int Count>
  friend void exp2_each(counting_lanes (&a)[Count]) {
    for (counting_lanes& one : a) one = exp2(one);
  }
  friend void transpose(counting_lanes (&row)[Width]) {
    for (int i = 0; i < Width; ++i)
      for (int j = 0; j < i; ++j) std::swap(row[i].lane[j], row[j].lane[i]);
  }

  static void load_tile(const cell_block<T>& cells) { tell(cells, tile_move::load); }
  static void drop_tile(const cell_block<T>& cells) { tell(cells, tile_move::drop); }
  static void reserve_tile(const cell_block<T>& cells) { tell(cells, tile_move::reserve); }
  static void store_tile(const cell_block<T>& cells) { tell(cells, tile_move::store); }

 private:
  static void tell(const cell_block<T>& cells, tile_move what) {
    for (std::ptrdiff_t i = 0; i < cells.rows; ++i)
      for (std::ptrdiff_t j = 0; j < cells.columns; ++j) {
        const T& cell = cells.data[i * cells.row_step + j * cells.column_step];
        if (cell.book && cell.book->watch) cell.book->watch->move(&cell, what);
      }
  }
  template <class Lane>
  static counting_lanes each(const Lane& lane_of) {
    counting_lanes out;
    for (int i = 0; i < Width; ++i) out.lane[i] = lane_of(i);
    return out;
  }
};

}  // namespace conform::kernel
