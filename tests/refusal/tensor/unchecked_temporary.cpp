// refuses: view_of_temporary<tensor<float, query<2>>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>> rows;
#ifdef FIXED
  [[maybe_unused]] const auto cell = unchecked<query>(rows);
#else
  [[maybe_unused]] const auto cell = unchecked<query>(tensor<float, query<2>>());  // refused here
#endif
}
