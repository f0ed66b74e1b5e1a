#pragma once
// deep: a number that knows how many operations, one after the other, it took. The depth of a kernel is that of its
// deepest result: the time of its work on any number of processors.

#include <conform/machine/machine.hpp>
#include <conform/size/list.hpp>

namespace conform {

/// A sum or an extreme that a kernel makes term by term. On many processors its terms are met in a tree; see deep.
enum class folding { none, sum, maximum, minimum };

/// The foldings of one machine: how many terms each has so far, and whether it was read for something else.
class fold_book {
 public:
  struct row {
    long long terms = 0;
    bool read = false;
  };
  list<row> folds;

  /// A fold of one term so far.
  constexpr long long open() {
    folds.push_back({1, false});
    return static_cast<long long>(folds.size()) - 1;
  }
  constexpr row& at(long long fold) { return folds[static_cast<std::size_t>(fold)]; }
};

/// A number with its depth (operations). Constants and inputs have depth 0, an operation one more than the deeper of what
/// it reads. A sum or an extreme of terms of depths d_1, d_2, ... has the least depth of any order of its terms,
///   ceil(log2(2^d_1 + 2^d_2 + ...)),
/// until it is read for anything else: then it is a number, and what is added later comes after it. So a row sum is a
/// tree, and a running sum that is used at every step is not. 0 in a sum and -inf in a maximum are no terms.
/// source   the least depth of a tree over leaves of given depths: Kraft 1949
template <class T>
struct deep {
  T value{};
  fold_book* book = nullptr;
  long long depth = 0;     ///< of a finished number; of an unfinished one the deepest term's
  double weight = 0;       ///< of an unfinished one: the sum of 2^(d_i - depth)
  folding kind = folding::none;
  long long fold = -1, terms = 1;  ///< which fold of the book, and how many terms it had at this number
  bool constant = true;

  /// The depth of the number, which is read for something else than its own fold.
  constexpr long long read() const {
    if (fold >= 0) book->at(fold).read = true;
    return finished();
  }
  constexpr long long finished() const {
    long long out = depth;
    for (double left = weight; left > 1; left /= 2) ++out;
    return out;
  }

  friend constexpr deep operator+(const deep& a, const deep& b) { return folded(a, b, a.value + b.value, folding::sum); }
  friend constexpr deep operator-(const deep& a, const deep& b) { return folded(a, b, a.value - b.value, folding::sum); }
  friend constexpr deep operator*(const deep& a, const deep& b) { return after(a, b, a.value * b.value); }
  friend constexpr deep operator/(const deep& a, const deep& b) { return after(a, b, a.value / b.value); }

  static constexpr deep after(const deep& a, const deep& b, T value) {
    const long long one = a.read(), other = b.read();
    return {value, a.book ? a.book : b.book, (one < other ? other : one) + 1, 0, folding::none, -1, 1, false};
  }
  static constexpr deep after(const deep& x, T value) { return after(x, x, value); }

  /// a and b as terms; one of them may be the fold so far, and then the other is a new term of it.
  static constexpr deep folded(const deep& a, const deep& b, T value, folding kind) {
    deep out = a.is_no_term_of(kind)   ? b.alone(kind)
               : b.is_no_term_of(kind) ? (a.is_open(kind) ? a : a.alone(kind))
               : a.is_open(kind)       ? a.with(b.read(), kind)
               : b.is_open(kind)       ? b.with(a.read(), kind)
                                       : a.alone(kind).with(b.read(), kind);
    out.value = value;
    if (!out.book) out.book = a.book ? a.book : b.book;
    return out;
  }

 private:
  constexpr bool is_no_term_of(folding of) const {
    return constant && ((of == folding::sum && value == T{0}) ||
                        (of == folding::maximum && value == static_cast<T>(-arithmetic::series::infinity)));
  }
  // Can the terms of this fold still be met in another order?
  constexpr bool is_open(folding of) const {
    return kind == of && fold >= 0 && !book->at(fold).read && book->at(fold).terms == terms;
  }
  // A fold of one term: this number.
  constexpr deep alone(folding of) const {
    if (is_no_term_of(of)) return *this;
    deep out{value, book, read(), 1, of, -1, 1, false};
    if (book) out.fold = book->open();
    return out;
  }
  // ... with one more term. A sum is never below the true one: a term too small for the digits still is a term.
  constexpr deep with(long long term_depth, folding of) const {
    deep out = *this;
    out.depth = depth < term_depth ? term_depth : depth;
    const double before = halved(weight, out.depth - depth), added = halved(1, out.depth - term_depth);
    out.weight = before + added;
    if (out.weight == before || out.weight == added) out.weight *= 1 + 4e-16;
    out.kind = of, out.constant = false, out.terms = terms + 1;
    if (book) book->at(fold).terms = out.terms;
    return out;
  }
  static constexpr double halved(double x, long long times) {
    for (; times > 0 && x > 1e-30; --times) x /= 2;
    return x;
  }
};

namespace arithmetic {

template <class T> constexpr deep<T> exp(const deep<T>& x) { return deep<T>::after(x, exp(x.value)); }
template <class T> constexpr deep<T> log(const deep<T>& x) { return deep<T>::after(x, log(x.value)); }
template <class T> constexpr deep<T> sqrt(const deep<T>& x) { return deep<T>::after(x, sqrt(x.value)); }
template <class T> constexpr deep<T> tanh(const deep<T>& x) { return deep<T>::after(x, tanh(x.value)); }
template <class T> constexpr deep<T> erf(const deep<T>& x) { return deep<T>::after(x, erf(x.value)); }
template <class T> constexpr deep<T> sin(const deep<T>& x) { return deep<T>::after(x, sin(x.value)); }
template <class T> constexpr deep<T> cos(const deep<T>& x) { return deep<T>::after(x, cos(x.value)); }
template <class T>
constexpr deep<T> larger(const deep<T>& a, const deep<T>& b) {
  return deep<T>::folded(a, b, larger(a.value, b.value), folding::maximum);
}
template <class T>
constexpr deep<T> smaller(const deep<T>& a, const deep<T>& b) {
  return deep<T>::folded(a, b, smaller(a.value, b.value), folding::minimum);
}
/// Selects and changes of sign cost nothing.
template <class T>
constexpr deep<T> opposite(deep<T> x) {
  x.value = -x.value;
  return x;
}
template <class T>
constexpr deep<T> zero_if_infinite(deep<T> x) {
  x.value = zero_if_infinite(x.value);
  return x;
}
template <class T>
constexpr deep<T> one_if_zero(deep<T> x) {
  x.value = one_if_zero(x.value);
  return x;
}
template <class T>
constexpr deep<T> multiply_add(const deep<T>& sum, const deep<T>& a, const deep<T>& b) {
  return sum + a * b;
}
template <class T>
constexpr deep<T> first_product(const deep<T>& a, const deep<T>& b) {
  return a * b;
}
template <class T>
constexpr deep<T> scaled_exp(const deep<T>& scale, const deep<T>& x) {
  return deep<T>::after(scale, x, scaled_exp(scale.value, x.value));
}
template <class T>
constexpr deep<T> load(const deep<T>& cell) {
  return cell;
}
template <class T>
constexpr void store(deep<T>& cell, const deep<T>& value) {
  cell = value;
}

}  // namespace arithmetic

/// The machine of deep numbers: the book of their foldings.
template <class T>
struct machine<deep<T>> {
  using argument = fold_book;
  fold_book* book = nullptr;

  constexpr machine() = default;
  constexpr machine(fold_book& b) : book(&b) {}
  constexpr deep<T> number(double value) const {
    deep<T> out;
    out.value = static_cast<T>(value), out.book = book;
    return out;
  }
  constexpr std::size_t enter(const char*) const { return 0; }
  constexpr void leave(std::size_t) const {}
  friend constexpr machine common(machine a, machine b) { return a.book ? a : b; }
};

}  // namespace conform
