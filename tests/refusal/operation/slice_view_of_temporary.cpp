// refuses: view_of_temporary<tensor<float, query<8>, head_dim<64>>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  auto make = [] { return tensor<float, query<8>, head_dim<64>>(); };
  [[maybe_unused]] auto x = make();
#ifdef FIXED
  [[maybe_unused]] auto y = slice<query, 0, 2>(x);
#else
  [[maybe_unused]] auto y = slice<query, 0, 2>(make());  // refused here
#endif
}
