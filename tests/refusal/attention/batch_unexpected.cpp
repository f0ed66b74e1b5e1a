// refuses: axis_unexpected<of_k<batch<2>>, of_q<query<8>>, of_q<head_dim<64>>>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
  tensor<float, key<8>, value_dim<64>> v;
#ifdef FIXED
  tensor<float, key<8>, head_dim<64>> k;
#else
  tensor<float, batch<2>, key<8>, head_dim<64>> k;
#endif
  attention(q, k, v);  // refused here
}
