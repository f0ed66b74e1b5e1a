// refuses: query<8>, int
// says: not_an_axis<int>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  using rows = tensor<float, query<8>, key<2>>;
#else
  using rows = tensor<float, query<8>, int>;
#endif
  [[maybe_unused]] rows r;  // refused here
}
