// refuses: not_an_index<float>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, vocab<50>, model<16>> table;
#ifdef FIXED
  tensor<int, query<8>> ids;
#else
  tensor<float, query<8>> ids;
#endif
  [[maybe_unused]] auto y = embed<vocab>(table, ids);  // refused here
}
