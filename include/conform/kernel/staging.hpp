#pragma once
// staging: what a fast kernel moves between slow and fast memory, said where it happens. Nothing on vectors of plain
// numbers; a vector type that counts tells the two-level memory that watches its ledger (machine/traced.hpp).

#include <cstddef>
#include <type_traits>

namespace conform::kernel {

/// Rows × columns of cells, with their steps (elements).
template <class T>
struct cell_block {
  const T* data;
  std::ptrdiff_t rows, columns, row_step, column_step;
};

namespace staging {
template <class V>
concept tells = requires(const cell_block<typename V::number>& cells) {
  V::load_tile(cells);
};
}  // namespace staging

/// Cells that are read into fast memory and leave it when this ends. Cells of half the precision are words, too.
template <class V, class Cell = typename V::number>
class staged {
 public:
  explicit staged(const cell_block<Cell>&) {}
};
template <staging::tells V, class Cell>
class staged<V, Cell> {
 public:
  explicit staged(const cell_block<Cell>& cells) : held_(cells) { V::load_tile(held_); }
  ~staged() { V::drop_tile(held_); }
  staged(const staged&) = delete;
  staged& operator=(const staged&) = delete;

 private:
  cell_block<Cell> held_;
};

/// Cells that are made in fast memory, and written to slow memory when this ends.
template <class V>
class written {
 public:
  explicit written(const cell_block<typename V::number>&) {}
};
template <staging::tells V>
class written<V> {
 public:
  explicit written(const cell_block<typename V::number>& cells) : held_(cells) { V::reserve_tile(held_); }
  ~written() { V::store_tile(held_), V::drop_tile(held_); }
  written(const written&) = delete;
  written& operator=(const written&) = delete;

 private:
  cell_block<typename V::number> held_;
};

/// Cells that are read into fast memory, and written back when this ends.
template <class V>
class changed {
 public:
  explicit changed(const cell_block<typename V::number>& cells) : read_(cells), written_(cells) {}

 private:
  staged<V> read_;
  written<V> written_;
};

/// Cells of fast memory that a kernel works in, and forgets.
template <class V>
class worked_in {
 public:
  explicit worked_in(const cell_block<typename V::number>&) {}
};
template <staging::tells V>
class worked_in<V> {
 public:
  explicit worked_in(const cell_block<typename V::number>& cells) : held_(cells) { V::reserve_tile(held_); }
  ~worked_in() { V::drop_tile(held_); }
  worked_in(const worked_in&) = delete;
  worked_in& operator=(const worked_in&) = delete;

 private:
  cell_block<typename V::number> held_;
};

}  // namespace conform::kernel
