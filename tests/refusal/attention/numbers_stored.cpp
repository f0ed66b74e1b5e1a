// refuses: numbers_differ<double, conform::bf16>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<bf16, key<8>, head_dim<64>> k;
  tensor<bf16, key<8>, value_dim<64>> v;
#ifdef FIXED
  tensor<float, query<8>, head_dim<64>> q;
#else
  tensor<double, query<8>, head_dim<64>> q;
#endif
  attention(q, k, v);  // refused here
}
