// refuses: numbers_differ<float, conform::bf16>
#include <conform/attention/gradients.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
  tensor<float, query<8>, value_dim<64>> d_out;
  tensor<float, key<8>, value_dim<64>> v;
#ifdef FIXED
  tensor<float, key<8>, head_dim<64>> k;
#else
  tensor<bf16, key<8>, head_dim<64>> k;
#endif
  attention_gradients(q, k, v, d_out);  // refused here
}
