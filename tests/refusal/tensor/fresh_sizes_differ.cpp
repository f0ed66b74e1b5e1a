// refuses: extents_differ<head_dim<text<6>{"width"}>, head_dim<text<6>{"other"}>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  const auto make = [](auto w) { return tensor<float, query<2>, head_dim<w>>{w}; };
  const auto q = with_size<"width">(8, make);
#ifdef FIXED
  const auto k = with_size<"width">(8, make);
#else
  const auto k = with_size<"other">(8, [](auto w) { return tensor<float, key<2>, head_dim<w>>{w}; });
#endif
  [[maybe_unused]] auto scores = contract<head_dim>(q, k);  // refused here
}
