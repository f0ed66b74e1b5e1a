// contract: sums of products over the axes named; all others are kept.
#include <conform/conform.hpp>
#include <conform/interop/fmt.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  // [operands]
  tensor<float, query<2>, model<3>> x;
  tensor<float, model<3>, hidden<2>> w;
  generate<query, model>(x, [](auto i, auto f) { return 3 * i + f; });
  generate<model, hidden>(w, [](auto f, auto h) { return f == h; });
  // [/operands]

  // [matrix]
  fmt::print("x·w        {}\n", contract<model>(x, w));  // over one axis: a matrix product
  // [/matrix]

  // [order]
  fmt::print("w·x        {}\n", contract<model>(w, x));  // the same sums; the result's axes follow the left operand
  // [/order]

  // [all]
  tensor<float, model<3>, query<2>> turned;
  assign(turned, x);
  fmt::print("x:x        {}\n", contract<query, model>(x, turned));  // over both: one number, whatever their order
  // [/all]

  // [outer]
  tensor<float, key<2>> ones;
  fill(ones, 1);
  fmt::print("shape      {}\n", shape_of<decltype(contract<>(x, ones))>{});  // over none: every pair
  // [/outer]

  // [carried]
  tensor<float, batch<4>, query<2>, model<3>> stack;
  tensor<float, batch<4>, model<3>, hidden<2>> own;
  fmt::print("batched    {}\n", shape_of<decltype(contract<model>(stack, own))>{});  // in both and not named: carried
  // [/carried]
}
