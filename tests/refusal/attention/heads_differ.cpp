// refuses: extents_differ<of_q<head<4>>, of_k<head<2>>>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, head<4>, query<8>, head_dim<64>> q;
  tensor<float, head<4>, key<8>, value_dim<64>> v;
#ifdef FIXED
  tensor<float, head<4>, key<8>, head_dim<64>> k;
#else
  tensor<float, head<2>, key<8>, head_dim<64>> k;
#endif
  attention(q, k, v);  // refused here
}
