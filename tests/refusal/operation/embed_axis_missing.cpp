// refuses: axis_missing<every<vocab>, position<50>, model<16>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<int, query<8>> ids;
#ifdef FIXED
  tensor<float, vocab<50>, model<16>> table;
#else
  tensor<float, position<50>, model<16>> table;
#endif
  [[maybe_unused]] auto y = embed<vocab>(table, ids);  // refused here
}
