#pragma once
// list: a growing array that works in constant evaluation on every compiler, without the cost of <vector>.

#include <cstddef>
#include <utility>

namespace conform {

/// The few operations that polynomials need of a growing array. T must be default-constructible.
template <class T>
class list {
 public:
  constexpr list() = default;
  // by initializers: g++-12 takes assignments in the body for changes of a const list
  constexpr list(const list& other) : items_(copied(other)), size_(other.size_), capacity_(other.size_) {}
  constexpr list(list&& other) noexcept { swap(other); }
  constexpr list& operator=(list other) noexcept {
    swap(other);
    return *this;
  }
  constexpr ~list() { delete[] items_; }

  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T* begin() { return items_; }
  constexpr T* end() { return items_ + size_; }
  constexpr const T* begin() const { return items_; }
  constexpr const T* end() const { return items_ + size_; }
  constexpr T& operator[](std::size_t i) { return items_[i]; }
  constexpr const T& operator[](std::size_t i) const { return items_[i]; }
  constexpr T& back() { return items_[size_ - 1]; }

  constexpr void push_back(T item) { insert(size_, std::move(item)); }
  constexpr void append(const list& other) {
    for (const T& item : other) push_back(item);
  }
  constexpr void insert(std::size_t place, T item) {
    if (size_ == capacity_) grow();
    for (std::size_t i = size_; i > place; --i) items_[i] = std::move(items_[i - 1]);
    items_[place] = std::move(item);
    ++size_;
  }
  constexpr void erase(std::size_t place) {
    for (std::size_t i = place + 1; i < size_; ++i) items_[i - 1] = std::move(items_[i]);
    items_[--size_] = T{};
  }
  constexpr void swap(list& other) noexcept {
    std::swap(items_, other.items_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

 private:
  static constexpr T* copied(const list& other) {
    if (other.empty()) return nullptr;
    T* items = new T[other.size_]{};
    for (std::size_t i = 0; i < other.size_; ++i) items[i] = other.items_[i];
    return items;
  }
  constexpr void grow() {
    capacity_ = capacity_ == 0 ? (sizeof(T) == 1 ? 16 : 2) : 2 * capacity_;  // 16: g++ -O3 warns of smaller texts
    T* larger = new T[capacity_]{};
    for (std::size_t i = 0; i < size_; ++i) larger[i] = std::move(items_[i]);
    delete[] items_;
    items_ = larger;
  }

  T* items_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

template <class X>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<list<T>> = true;

}  // namespace conform
