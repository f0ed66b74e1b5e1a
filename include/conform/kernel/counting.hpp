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
/// comparison a cmp, e^x and 2^x an exp; a sum or a maximum of all lanes, by halves, what all lanes do at each.
template <class T, int Width, int Rows = 8>
struct counting_lanes {
  static constexpr int width = Width, rows = Rows, vectors = 3;
  static constexpr bool multiplies_pairs = true;  ///< so that they are counted
  using number = T;
  using whole = long long;

  T lane[Width];

  /// Two cells of half the precision, in place of a number.
  struct [[gnu::may_alias]] pair {
    bf16 first, second;
    ledger* book;
  };
  struct pairs {
    pair lane[Width];
    void store(pair* to) const {
      for (int i = 0; i < Width; ++i) to[i] = lane[i];
    }
  };

  /// A constant: what is done with it counts, too.
  static T constant(double value) { return {value, counting_on::book()}; }
  static counting_lanes all(double value) { return all(constant(value)); }
  static counting_lanes all(T value) {
    if (!value.book) value.book = counting_on::book();
    return each([&](int) { return value; });
  }
  static counting_lanes load(const T* from) {
    return each([&](int i) { return arithmetic::load(from[i]); });
  }
  /// Cells of another precision.
  template <class U>
  static counting_lanes load(const counted<U>* from) {
    return each([&](int i) { return static_cast<T>(arithmetic::load(from[i])); });
  }
  static pair pair_of(counted<bf16> first, counted<bf16> second) {
    ledger* const of_cells = first.book ? first.book : second.book;
    return {first.value, second.value, of_cells ? of_cells : counting_on::book()};
  }
  static pairs all(pair value) {
    return each_pair([&](int) { return value; });
  }
  static pairs load(const pair* from) {
    return each_pair([&](int i) { return from[i]; });
  }
  static pairs pairs_at(const counted<bf16>* from) {
    return each_pair([&](int i) { return pair_of(arithmetic::load(from[2 * i]), arithmetic::load(from[2 * i + 1])); });
  }
  static pairs pairs_of(const counted<bf16>* first, const counted<bf16>* second) {
    return each_pair([&](int i) { return pair_of(arithmetic::load(first[i]), arithmetic::load(second[i])); });
  }
  template <int Count, class Cell, int Cells>
  static void repeated(const Cell* from, counting_lanes (&to)[Cells]) {
    for (int c = 0; c < Cells; ++c)
      to[c] = each([&](int i) { return static_cast<T>(arithmetic::load(from[i % Count * Cells + c])); });
  }
  friend counting_lanes held(const counting_lanes& a) { return a; }
  friend pairs held(const pairs& a) { return a; }
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
  friend counting_lanes multiply_add(const counting_lanes& sum, const pairs& a, const pairs& b) {
    return each([&](int i) {
      const pair x = a.lane[i], y = b.lane[i];
      const auto add = [&](T to, bf16 p, bf16 q) {
        return arithmetic::multiply_add(to, T{static_cast<float>(p), x.book}, T{static_cast<float>(q), y.book});
      };
      return add(add(sum.lane[i], x.second, y.second), x.first, y.first);
    });
  }
  friend counting_lanes larger(const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return arithmetic::larger(a.lane[i], b.lane[i]); });
  }
  friend counting_lanes between(whole first, whole end, const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return i >= first && i < end ? a.lane[i] : b.lane[i]; });
  }
  friend counting_lanes last_of_spans(whole span, whole first, const counting_lanes& a, const counting_lanes& b) {
    return each([&](int i) { return i % span >= first ? a.lane[i] : b.lane[i]; });
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
  static bool above(T a, T b) {
    (void)arithmetic::larger(a, b);
    return true;
  }
  friend T lane_of(const counting_lanes& a, int i) { return a.lane[i]; }
  friend T sum(const counting_lanes& a) {
    return folded(a, [](T x, T y) { return x + y; });
  }
  friend T largest_lane(const counting_lanes& a) {
    return folded(a, [](T x, T y) { return arithmetic::larger(x, y); });
  }
  friend counting_lanes zero_if_infinite(const counting_lanes& a) {
    return each([&](int i) { return arithmetic::zero_if_infinite(a.lane[i]); });
  }
  friend counting_lanes one_if_zero(const counting_lanes& a) {
    return each([&](int i) { return arithmetic::one_if_zero(a.lane[i]); });
  }
  friend counting_lanes exp(const counting_lanes& a) {
    return each([&](int i) { return arithmetic::exp(a.lane[i]); });
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
  friend void transpose(pairs (&row)[Width]) {
    for (int i = 0; i < Width; ++i)
      for (int j = 0; j < i; ++j) std::swap(row[i].lane[j], row[j].lane[i]);
  }

  template <class Cell>
  static void load_tile(const cell_block<Cell>& cells) {
    tell(cells, tile_move::load);
  }
  template <class Cell>
  static void drop_tile(const cell_block<Cell>& cells) {
    tell(cells, tile_move::drop);
  }
  static void reserve_tile(const cell_block<T>& cells) { tell(cells, tile_move::reserve); }
  static void store_tile(const cell_block<T>& cells) { tell(cells, tile_move::store); }

 private:
  // A cell that holds a constant has no ledger: it is one of those of this thread.
  template <class Cell>
  static void tell(const cell_block<Cell>& cells, tile_move what) {
    for (std::ptrdiff_t i = 0; i < cells.rows; ++i)
      for (std::ptrdiff_t j = 0; j < cells.columns; ++j) {
        const Cell& cell = cells.data[i * cells.row_step + j * cells.column_step];
        ledger* const book = cell.book ? cell.book : counting_on::book();
        if (book && book->watch) book->watch->move(&cell, what);
      }
  }
  template <class Combine>
  static T folded(counting_lanes a, const Combine& combine) {
    for (int step = Width / 2; step > 0; step /= 2)
      a = each([&](int i) { return combine(a.lane[i], a.lane[i ^ step]); });
    return a.lane[0];
  }
  template <class Lane>
  static pairs each_pair(const Lane& lane_of) {
    pairs out;
    for (int i = 0; i < Width; ++i) out.lane[i] = lane_of(i);
    return out;
  }
  template <class Lane>
  static counting_lanes each(const Lane& lane_of) {
    counting_lanes out;
    for (int i = 0; i < Width; ++i) out.lane[i] = lane_of(i);
    return out;
  }
};

/// Lanes become those that differ from them in bit Step.
template <int Step, class T, int Width, int Rows>
counting_lanes<T, Width, Rows> exchanged(const counting_lanes<T, Width, Rows>& a) {
  counting_lanes<T, Width, Rows> out;
  for (int i = 0; i < Width; ++i) out.lane[i] = a.lane[i ^ Step];
  return out;
}

/// The sums of a and of b over lanes that differ in bit Step, in the lanes of that bit: 0 those of a, 1 those of b.
template <int Step, class T, int Width, int Rows>
counting_lanes<T, Width, Rows> paired_sums(const counting_lanes<T, Width, Rows>& a,
                                           const counting_lanes<T, Width, Rows>& b) {
  counting_lanes<T, Width, Rows> out;
  for (int i = 0; i < Width; ++i) {
    const counting_lanes<T, Width, Rows>& from = i & Step ? b : a;
    out.lane[i] = from.lane[i & ~Step] + from.lane[i | Step];
  }
  return out;
}

}  // namespace conform::kernel
