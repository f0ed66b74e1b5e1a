// Numbers that know their depth: sums and maxima are trees until they are read, all else comes one after the other.
#include <conform/attention/depth.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/flash2.hpp>

using namespace conform;
namespace math = conform::arithmetic;

namespace {

using number = deep<double>;

constexpr number input(machine<number> on, double value = 1) {
  number out = on.number(value);
  out.constant = false;
  return out;
}
/// The depth of what `body` makes.
template <class Body>
constexpr long long depth_of(Body body) {
  fold_book book;
  return body(machine<number>(book)).finished();
}
constexpr number sum_of(machine<number> on, int terms, double term = 1) {
  number sum = on.number(0);
  for (int i = 0; i < terms; ++i) sum = sum + input(on, term);
  return sum;
}

// one operation after the other
static_assert(depth_of([](auto on) { return input(on); }) == 0);
static_assert(depth_of([](auto on) { return input(on) * input(on); }) == 1);
static_assert(depth_of([](auto on) { return math::exp(math::sqrt(input(on) / input(on))); }) == 3);
static_assert(depth_of([](auto on) { return math::opposite(math::one_if_zero(input(on))); }) == 0);
static_assert(depth_of([](auto on) { return input(on) - input(on); }) == 1);
static_assert(depth_of([](auto on) { return on.number(1) + input(on); }) == 1);  // a constant is a term; 0 is none
static_assert(depth_of([](auto on) { return on.number(0) + input(on); }) == 0);
static_assert(depth_of([](auto on) { return math::larger(on.number(0), input(on)); }) == 1);

// trees: 1, 2, 3, 4, 5 and 9 terms
static_assert(depth_of([](auto on) { return sum_of(on, 1); }) == 0 && depth_of([](auto on) { return sum_of(on, 2); }) == 1);
static_assert(depth_of([](auto on) { return sum_of(on, 3); }) == 2 && depth_of([](auto on) { return sum_of(on, 4); }) == 2);
static_assert(depth_of([](auto on) { return sum_of(on, 5); }) == 3 && depth_of([](auto on) { return sum_of(on, 9); }) == 4);
static_assert(depth_of([](auto on) {
  number most = on.number(-math::series::infinity);
  for (int i = 0; i < 8; ++i) most = math::larger(most, input(on, i));
  return most;
}) == 3);
// a late term does not wait for a balanced tree
static_assert(depth_of([](auto on) {
  number late = input(on);
  for (int i = 0; i < 5; ++i) late = late * late;
  return sum_of(on, 16) + late;  // the tree of 16 stands at 4, the late one at 5
}) == 6);
// a sum that is read is a number, and so it is for what copied it before
static_assert(depth_of([](auto on) {
  number running = on.number(0), read = on.number(0);
  for (int i = 0; i < 8; ++i) running = running + input(on), read = math::exp(running);
  return running + read;
}) == 9);
static_assert(depth_of([](auto on) {
  const number first = sum_of(on, 4);
  const number one = first + input(on), other = first + input(on);  // the tree goes on once; the other starts again
  return one * other;
}) == 4);
// sums of numbers, not of maxima
static_assert(depth_of([](auto on) { return sum_of(on, 4) + math::larger(input(on), input(on)); }) == 3);

// kernels in constant evaluation
constexpr variant_sizes<long long> sizes = [] {
  variant_sizes<long long> s;
  s.n_q = 2, s.n_k = 5, s.d_k = 3, s.d_v = 2, s.B_r = 2, s.B_c = 2;
  return s;
}();
static_assert(dense::depth(sizes) == 2 + 2 + 9 + 4 && executed_depth<dense>(sizes) == dense::depth(sizes));
static_assert(executed_depth<flash2>(sizes) == flash2::depth(sizes));

}  // namespace
