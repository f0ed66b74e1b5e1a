#pragma once
// shared_list: a list that its copies share. It is made once and never changed, so that a copy costs nothing.

#include <conform/size/list.hpp>

namespace conform {

/// Works in constant evaluation, too. Copies are counted without locks: they belong to one thread.
template <class T>
class shared_list {
 public:
  constexpr shared_list() = default;
  constexpr shared_list(list<T> items) : held_(items.empty() ? nullptr : new held{std::move(items), 1}) {}
  constexpr shared_list(const shared_list& other) : held_(other.again()) {}
  constexpr shared_list(shared_list&& other) noexcept { swap(other); }
  constexpr shared_list& operator=(shared_list other) noexcept {
    swap(other);
    return *this;
  }
  constexpr ~shared_list() {
    if (held_ && --held_->holders == 0) delete held_;
  }

  constexpr std::size_t size() const { return held_ ? held_->items.size() : 0; }
  constexpr bool empty() const { return !held_; }
  constexpr const T* begin() const { return held_ ? static_cast<const list<T>&>(held_->items).begin() : nullptr; }
  constexpr const T* end() const { return begin() + size(); }
  constexpr const T& operator[](std::size_t i) const { return begin()[i]; }
  /// Are they the same cells? Then they are equal; others may be, too.
  constexpr bool is(const shared_list& other) const { return held_ == other.held_; }
  constexpr void swap(shared_list& other) noexcept { std::swap(held_, other.held_); }

 private:
  struct held {
    list<T> items;
    long long holders;
  };
  constexpr held* again() const {
    if (held_) ++held_->holders;
    return held_;
  }

  held* held_ = nullptr;
};

}  // namespace conform
