#pragma once
// journal: costs by place. A place is a path such as layers.3.attention, opened by a scope.

#include <conform/machine/operations.hpp>

namespace conform {

/// What one place costs: operations, the elements of the parameters that it owns, and those that move.
template <class N>
struct journal_row {
  list<char> path;  ///< no terminating zero
  operations<N> done;
  N parameters{};
  N moved{};  ///< read and written, by the account of meter::move; a ledger keeps none
};

/// Rows in the order in which their places were first written to. N is a number or polynomial.
template <class N>
class journal {
 public:
  list<journal_row<N>> rows;

  /// The row of the present place.
  constexpr journal_row<N>& row() {
    if (current_ < 0) current_ = find_or_add();
    return rows[static_cast<std::size_t>(current_)];
  }
  constexpr const list<char>& path() const { return path_; }
  /// All rows added up.
  constexpr journal_row<N> total() const {
    journal_row<N> out;
    for (const journal_row<N>& one : rows) {
      out.done = out.done + one.done;
      out.parameters = out.parameters + one.parameters;
      out.moved = out.moved + one.moved;
    }
    return out;
  }

  /// Goes one place deeper; the length of the path before it is what leave() takes.
  constexpr std::size_t enter(const char* name) {
    const std::size_t length = path_.size();
    if (length > 0) path_.push_back('.');
    while (*name) path_.push_back(*name++);
    current_ = -1;
    return length;
  }
  constexpr void leave(std::size_t length) {
    while (path_.size() > length) path_.erase(path_.size() - 1);
    current_ = -1;
  }

 private:
  /// Places are often entered again soon after (a projection, then its bias), so the search runs backwards.
  constexpr int find_or_add() {
    for (std::size_t i = rows.size(); i-- > 0;)
      if (same(rows[i].path, path_)) return static_cast<int>(i);
    rows.push_back({path_, {}, {}, {}});
    return static_cast<int>(rows.size()) - 1;
  }
  static constexpr bool same(const list<char>& a, const list<char>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = a.size(); i-- > 0;)
      if (a[i] != b[i]) return false;
    return true;
  }

  list<char> path_;
  int current_ = -1;
};

/// What one step of a kernel has done (operations). Steps of one name are one.
struct step_row {
  const char* name;
  operations<long long> done;

  constexpr bool is(const char* other) const {
    const char* own = name;
    for (; *own && *own == *other; ++own) ++other;
    return *own == *other;
  }
};

/// What a kernel has done by step (attention/steps.hpp), in the order in which the steps began first. The first row, of
/// no name, holds what was done before the first step.
class step_journal {
 public:
  list<step_row> rows;

  /// `done`: by the ledger so far.
  constexpr explicit step_journal(const operations<long long>& done = {}) : settled_(done) { rows.push_back({"", {}}); }
  constexpr void begin(const char* name, const operations<long long>& done) {
    settle(done);
    current_ = find_or_add(name);
  }
  /// Books what was done since; call it before reading the rows.
  constexpr void settle(const operations<long long>& done) {
    if (done == settled_) return;
    rows[current_].done = rows[current_].done + (done - settled_);
    settled_ = done;
  }

 private:
  constexpr std::size_t find_or_add(const char* name) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i].is(name)) return i;
    rows.push_back({name, {}});
    return rows.size() - 1;
  }

  operations<long long> settled_;
  std::size_t current_ = 0;
};

/// A number as the name of a place: layers.3.
struct index_name {
  char text[24]{};
  constexpr explicit index_name(std::size_t index) {
    std::size_t digits = 1;
    for (std::size_t rest = index; rest > 9; rest /= 10) ++digits;
    for (; digits-- > 0; index /= 10) text[digits] = static_cast<char>('0' + index % 10);
  }
};

/// Opens a place on a machine that keeps a journal, until the end of the block:  scope here(on, "attention");
template <class Machine>
class scope {
 public:
  constexpr scope(const Machine& on, const char* name) : on_(on), length_(on.enter(name)) {}
  scope(const scope&) = delete;
  scope& operator=(const scope&) = delete;
  constexpr ~scope() { on_.leave(length_); }

 private:
  Machine on_;
  std::size_t length_;
};

}  // namespace conform
