// Numbers that count: every operation adds one to its own kind and to no other, memory is known while it lives.
#include <conform/machine/counted.hpp>
#include <conform/operation/selection.hpp>

using namespace conform;
namespace math = conform::arithmetic;

namespace {

using number = counted<double>;
using kinds = operations<long long>;

/// What `body` counts, on two numbers of one ledger.
template <class Body>
constexpr kinds counted_by(Body body) {
  ledger book;
  const machine<number> on(book);
  body(on.number(2), on.number(3));
  return book.done;
}
constexpr kinds once(long long kinds::*kind) {
  kinds out;
  out.*kind = 1;
  return out;
}
static_assert(counted_by([](number a, number b) { return a + b; }) == once(&kinds::add));
static_assert(counted_by([](number a, number b) { return a - b; }) == once(&kinds::add));
static_assert(counted_by([](number a, number b) { return a * b; }) == once(&kinds::mul));
static_assert(counted_by([](number a, number b) { return a / b; }) == once(&kinds::div));
static_assert(counted_by([](number a, number) { return math::exp(a); }) == once(&kinds::exp));
static_assert(counted_by([](number a, number) { return math::log(a); }) == once(&kinds::log));
static_assert(counted_by([](number a, number) { return math::sqrt(a); }) == once(&kinds::sqrt));
static_assert(counted_by([](number a, number) { return math::tanh(a); }) == once(&kinds::tanh));
static_assert(counted_by([](number a, number) { return math::erf(a); }) == once(&kinds::erf));
static_assert(counted_by([](number a, number) { return math::sin(a); }) == once(&kinds::sin));
static_assert(counted_by([](number a, number) { return math::cos(a); }) == once(&kinds::cos));
static_assert(counted_by([](number a, number b) { return math::larger(a, b); }) == once(&kinds::cmp));
static_assert(counted_by([](number a, number b) { return math::smaller(a, b); }) == once(&kinds::cmp));
static_assert(counted_by([](number a, number b) { return math::beats(a, b); }) == once(&kinds::cmp));
static_assert(counted_by([](number a, number b) { return math::multiply_add(a, a, b); }) ==
              once(&kinds::mul) + once(&kinds::add) + once(&kinds::mac));
// Choices, signs and copies are free.
static_assert(counted_by([](number a, number b) {
  math::zero_if_infinite(a), math::one_if_zero(b), math::negated(a), math::peek(a), b = a;
}) == kinds{});

static_assert((number{6} / number{3}).value == 2 && (number{1} - number{3}).value == -2);
static_assert(math::multiply_add(number{1}, number{2}, number{3}).value == 7);
static_assert(math::larger(number{2}, number{3}).value == 3 && math::smaller(number{2}, number{3}).value == 2);

/// A constant has no ledger: it joins that of what it meets, on either side, and so does the result.
constexpr long long joined() {
  ledger book;
  const number known{1, &book}, constant{2};
  number sum = constant + constant;  // counted nowhere
  sum = constant * known;
  sum = known * constant;
  sum = sum + constant;
  return book.done.mul * 10 + book.done.add;
}
static_assert(joined() == 21);

static_assert([] {
  ledger book;
  number cell{0, &book};
  math::store(cell, number{5});  // the cell keeps its ledger
  const number read = math::load(cell);
  return read.value == 5 && read.book == &book && book.loads == 1 && book.stores == 1 && book.done == kinds{};
}());

/// live goes up and down, peak only up. A moved-from array and an empty one release nothing and hold nothing.
static_assert([] {
  ledger book;
  const machine<number> on(book);
  cells<number> a(on, 5);
  {
    const cells<number> b(on, 7);
    if (book.live != 12 || b.data()[6].book != &book || b.data()[6].value != 0) return false;
  }
  if (book.live != 5 || book.peak != 12) return false;
  cells<number> c = std::move(a);
  if (book.live != 5 || a.data() != nullptr) return false;
  a = cells<number>(on, 2);
  c = std::move(a);  // the 5 cells of c end here
  return book.live == 2 && book.peak == 12 && a.data() == nullptr && c.data() != nullptr;
}());
static_assert([] {
  ledger book;
  cells<number> gone(machine<number>(book), 3);
  gone = cells<number>{};
  return book.live == 0;
}());

// ---- sums of operations

constexpr kinds some{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};  // mac last: it is among mul and add, not beside them
static_assert(some.unit_total() == 66 && some.matmul_flops() == 24);
static_assert(some + some == 2 * some && some - some == kinds{} && 3 * some - some == some + some);
static_assert([] {
  long long place = 0, seen = 0;
  some.each([&](const char*, long long count) { seen += count == ++place; });
  return seen == 11;
}());

}  // namespace
