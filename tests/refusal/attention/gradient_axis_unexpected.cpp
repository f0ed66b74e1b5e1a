// refuses: axis_unexpected<head_dim<64>, query<8>, value_dim<32>>
#include <conform/attention/gradients.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
  tensor<float, key<8>, head_dim<64>> k;
  tensor<float, key<8>, value_dim<32>> v;
#ifdef FIXED
  tensor<float, query<8>, value_dim<32>> d_out;
#else
  tensor<float, query<8>, head_dim<64>> d_out;
#endif
  attention_gradients(q, k, v, d_out);  // refused here
}
