// refuses: numbers_differ<float, conform::bf16>
#include <conform/attention/linear.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
  tensor<float, key<8>, value_dim<64>> v;
#ifdef FIXED
  tensor<float, key<8>, head_dim<64>> k;
#else
  tensor<bf16, key<8>, head_dim<64>> k;
#endif
  linear_attention(q, k, v);  // refused here
}
