#pragma once
// metered: for whole models. Numbers carry no values; every operation adds its claim, a formula, under its layer path,
// and every allocation extends live memory. One run over symbolic sizes yields the symbolic cost of the model.

#include <conform/machine/machine.hpp>
#include <conform/machine/journal.hpp>
#include <conform/size/formula.hpp>

namespace conform {

/// A moment at which live memory may be largest.
struct memory_peak {
  polynomial live;  ///< elements
  list<char> path;
};

/// Collects the claims of one run. Ids of named sizes are places in `sizes`.
class meter {
 public:
  list<freezing::label> sizes;
  journal<polynomial> places;
  list<memory_peak> peaks;  ///< in order of time; none is dominated by another for all sizes
  polynomial live;          ///< elements

  /// The id of a named size, by name: within one run a name has one meaning, but for fresh sizes.
  constexpr int id_of(const freezing::label& size) {
    for (std::size_t i = 0; i < sizes.size(); ++i)
      if (freezing::compare(sizes[i], size) == 0 && sizes[i].place == size.place) return static_cast<int>(i);
    sizes.push_back(size);
    return static_cast<int>(sizes.size()) - 1;
  }

  constexpr void claim(const operations<polynomial>& done) { places.row().done = places.row().done + done; }
  /// Elements that an operation reads and writes, each operand and each result once, whatever the caches: what no
  /// schedule of this operation alone does without where nothing is kept from the one before.
  constexpr void move(const polynomial& elements) { places.row().moved += elements; }
  /// Parameters (elements) that belong to the present place.
  constexpr void own(const polynomial& parameters) { places.row().parameters += parameters; }

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
    peaks.push_back({live, places.path()});
  }
  constexpr void release(const polynomial& elements) { live = live - elements; }

  /// A formula of this run at numbers: at.value(total.parameters, model = 64, hidden = 256). Arguments go by name.
  /// throws   not_whole (a size of the formula has no number), integer_overflow
  template <text... Names, class... V>
  constexpr integer value(const polynomial& formula, const binding<Names, V>&... numbers) const {
    return evaluate(formula, [&](int id) -> integer {
      integer found = -1;
      ((freezing::compare({Names.chars, 0}, {sizes[static_cast<std::size_t>(id)].name, 0}) == 0
            ? void(found = integer{numbers.value})
            : void()),
       ...);
      return found < 0 ? throw not_whole{} : found;
    });
  }
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
  constexpr std::size_t enter(const char* name) const { return at ? at->places.enter(name) : 0; }
  constexpr void leave(std::size_t length) const {
    if (at) at->places.leave(length);
  }
};

/// No cells: only their number, known to the meter while they live.
template <>
class cells<metered> {
 public:
  constexpr cells() = default;
  constexpr cells(conform::machine<metered> m, polynomial count) : count_(std::move(count)), machine_(m) {
    if (machine_.at) machine_.at->allocate(count_);
  }
  constexpr cells(conform::machine<metered> m, polynomial count, to_be_written) : cells(m, std::move(count)) {}
  constexpr cells(cells&& other) noexcept : count_(std::move(other.count_)), machine_(other.machine_) {
    other.machine_ = {};
  }
  constexpr cells& operator=(cells&& other) noexcept {
    cells taken(std::move(other));
    count_.swap(taken.count_);
    std::swap(machine_, taken.machine_);
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
