#pragma once
// metered: for whole models. Numbers carry no values; every operation adds its claim, a formula, under its layer path,
// and every allocation extends live memory. One run over symbolic sizes yields the symbolic cost of the model.

#include <conform/machine/machine.hpp>
#include <conform/machine/operations.hpp>
#include <conform/size/formula.hpp>

namespace conform {

/// What one place of a model costs: operations, and parameters and activations in elements.
struct meter_row {
  list<char> path;  ///< "layers.3.attention", no terminating zero
  operations<polynomial> done;
  polynomial parameters;
};

/// A moment at which live memory may be largest.
struct memory_peak {
  polynomial live;  ///< elements
  list<char> path;
};

/// Collects the claims of one run. Ids of named sizes are places in `sizes`.
class meter {
 public:
  list<freezing::label> sizes;
  list<meter_row> rows;         ///< in order of first entry
  list<memory_peak> peaks;      ///< those not dominated by another for all sizes
  polynomial live;

  /// The id of a named size, by name: one model gives one meaning to a name.
  constexpr int id_of(const freezing::label& l) {
    for (std::size_t i = 0; i < sizes.size(); ++i)
      if (sizes[i].order == l.order && freezing::compare(sizes[i], l) == 0) return static_cast<int>(i);
    sizes.push_back(l);
    return static_cast<int>(sizes.size()) - 1;
  }

  constexpr void claim(const operations<polynomial>& done) { row().done = row().done + done; }
  constexpr void own(const polynomial& parameters) { row().parameters += parameters; }

  constexpr void allocate(const polynomial& elements) {
    live += elements;
    for (std::size_t i = 0; i < peaks.size();) {
      const polynomial gap = peaks[i].live - live;
      if (gap.never_negative()) return;
      if ((-gap).never_negative())
        peaks.erase(i);
      else
        ++i;
    }
    peaks.push_back({live, path_});
  }
  constexpr void release(const polynomial& elements) { live = live - elements; }

  /// Opens a place below the present one; the scope closes it.
  class scope {
   public:
    constexpr scope(meter& m, std::size_t length) : meter_(m), length_(length) {}
    constexpr scope(const scope&) = delete;
    constexpr scope& operator=(const scope&) = delete;
    constexpr ~scope() { meter_.leave(length_); }

   private:
    meter& meter_;
    std::size_t length_;
  };
  constexpr scope enter(const char* name) {
    const std::size_t length = path_.size();
    if (length > 0) path_.push_back('.');
    while (*name) path_.push_back(*name++);
    row_ = -1;
    return scope(*this, length);
  }

 private:
  constexpr void leave(std::size_t length) {
    while (path_.size() > length) path_.erase(path_.size() - 1);
    row_ = -1;
  }
  constexpr meter_row& row() {
    auto same = [&](const list<char>& p) {
      if (p.size() != path_.size()) return false;
      for (std::size_t i = 0; i < p.size(); ++i)
        if (p[i] != path_[i]) return false;
      return true;
    };
    if (row_ < 0) {
      for (std::size_t i = rows.size(); i-- > 0 && row_ < 0;)
        if (same(rows[i].path)) row_ = static_cast<int>(i);
      if (row_ < 0) {
        row_ = static_cast<int>(rows.size());
        rows.push_back({path_, {}, {}});
      }
    }
    return rows[static_cast<std::size_t>(row_)];
  }

  list<char> path_;
  int row_ = -1;
};

/// A number without a value.
struct metered {};

template <>
inline constexpr bool is_metered<metered> = true;

template <>
struct machine<metered> {
  using argument = meter;
  meter* at = nullptr;

  constexpr machine() = default;
  constexpr machine(meter& m) : at(&m) {}
  friend constexpr machine common(machine a, machine b) { return a.at ? a : b; }
};

/// No cells: only their number, known to the meter while they live.
template <>
class cells<metered> {
 public:
  constexpr cells() = default;
  constexpr cells(conform::machine<metered> m, polynomial count) : count_(std::move(count)), machine_(m) {
    if (machine_.at) machine_.at->allocate(count_);
  }
  constexpr cells(cells&& other) noexcept : count_(std::move(other.count_)), machine_(other.machine_) {
    other.machine_ = {};
  }
  constexpr cells& operator=(cells&& other) noexcept {
    count_.swap(other.count_);
    std::swap(machine_, other.machine_);
    return *this;
  }
  constexpr ~cells() {
    if (machine_.at) machine_.at->release(count_);
  }

  constexpr metered* data() const { return nullptr; }
  constexpr conform::machine<metered> on() const { return machine_; }

 private:
  polynomial count_;
  conform::machine<metered> machine_;
};

}  // namespace conform
