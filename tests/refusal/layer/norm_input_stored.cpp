// refuses: numbers_differ<conform::bf16, float>
#include <conform/layer.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  norm<bf16, model<8>> last;  // its weights are stored so, what it norms is of floats
  make_parameters(last);
#ifdef FIXED
  tensor<float, query<8>, model<8>> x;
#else
  tensor<bf16, query<8>, model<8>> x;
#endif
  last(x);  // refused here
}
