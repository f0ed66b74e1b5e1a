// refuses: gradients_missing<key_blocks>
#include <conform/attention/blocked.hpp>
#include <conform/attention/gradients.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
  tensor<float, key<8>, head_dim<64>> k;
  tensor<float, key<8>, value_dim<32>> v;
  tensor<float, query<8>, value_dim<32>> d_out;
#ifdef FIXED
  const pattern keys = causal;
#else
  const key_blocks keys(4, 4, causal);
#endif
  attention_gradients(q, k, v, d_out, keys);  // refused here
}
