// refuses: query<2>
// says: cells_are_const<tensor<float, query<2>>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  const tensor<float, query<2>> rows;
#ifdef FIXED
  [[maybe_unused]] view<const float, query<2>> seen = rows;
#else
  [[maybe_unused]] view<float, query<2>> seen = rows;  // refused here
#endif
}
