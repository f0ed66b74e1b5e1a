// refuses: extents_differ<batch<2>, batch<3>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, batch<3>, key<50>> x;
#ifdef FIXED
  tensor<int, batch<3>, query<8>> ids;
#else
  tensor<int, batch<2>, query<8>> ids;
#endif
  [[maybe_unused]] auto y = gather<key>(x, ids);  // refused here
}
