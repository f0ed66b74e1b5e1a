#pragma once
// account: what a fast kernel states that it executes and moves, and how it runs on numbers that count themselves, to
// compare. Each kernel's own account stands in a file of its own.

#include <conform/attention/checking.hpp>
#include <conform/kernel/counting.hpp>

namespace conform {

/// What a fast kernel does: the work of its variant, and what edges of tiles, lanes beyond the sizes and its own way
/// add to it.
struct kernel_account {
  operations<integer> work, padding;
  traffic<integer> words;

  friend constexpr kernel_account operator+(const kernel_account& a, const kernel_account& b) {
    return {a.work + b.work, a.padding + b.padding, {a.words.loads + b.words.loads, a.words.stores + b.words.stores}};
  }
};

/// What a fast kernel executed and moved.
struct executed_kernel {
  operations<integer> done;
  traffic<integer> words;
  long long outside = 0;  ///< reads and writes of words that it had not staged
};

namespace accounting {

/// Width numbers that count themselves, accumulated in rows of Rows.
template <int Width, int Rows>
using counting = kernel::counting_lanes<counted<double>, Width, Rows>;

constexpr long long up(long long count, long long step) { return (count + step - 1) / step * step; }
constexpr long long halvings(long long width) { return width < 2 ? 0 : 1 + halvings(width / 2); }

/// Seeded numbers that count, and one run of a kernel on them in a scratchpad without limit.
class trial_run {
 public:
  using number = counted<double>;

  ledger book;
  machine<number> on{book};

  cells<number> given(long long rows, long long columns) {
    cells<number> out(on, static_cast<std::size_t>(rows * columns));
    for (long long i = 0; i < rows * columns; ++i) out.data()[i] = on.number(numbers_.next(content::normal));
    return out;
  }
  /// The same in other cells: counted<Stored>.
  template <class Stored>
  cells<counted<Stored>> given_as(long long rows, long long columns) {
    cells<counted<Stored>> out(machine<counted<Stored>>{book}, static_cast<std::size_t>(rows * columns));
    for (long long i = 0; i < rows * columns; ++i)
      out.data()[i] = {static_cast<Stored>(numbers_.next(content::normal)), &book};
    return out;
  }
  template <class Kernel>
  executed_kernel of(const Kernel& kernel) {
    scratchpad fast(~0ull >> 1);
    const operations<long long> before = book.done;
    book.watch = &fast;
    {
      const kernel::counting_on here(book);
      kernel();
    }
    book.watch = nullptr;
    return {checking::exact(book.done - before), {fast.loads, fast.stores}, fast.outside};
  }

 private:
  seeded numbers_{1};
};

}  // namespace accounting
}  // namespace conform
