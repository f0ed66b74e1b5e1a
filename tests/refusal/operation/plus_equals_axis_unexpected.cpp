// refuses: axis_unexpected<query<8>, model<4>>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, model<4>> y;
#ifdef FIXED
  tensor<float, query<8>, model<4>> x;
#else
  tensor<float, model<4>> x;
#endif
  x += y;  // refused here
}
