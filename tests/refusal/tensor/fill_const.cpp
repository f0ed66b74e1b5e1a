// refuses: cells_are_const<tensor<float, query<2>>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>> rows;
#ifdef FIXED
  fill(rows, 1);
#else
  fill(std::as_const(rows), 1);  // refused here
#endif
}
