// refuses: extents_differ<of_k<key<8>>, of_v<key<9>>>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
  tensor<float, key<8>, head_dim<64>> k;
#ifdef FIXED
  tensor<float, key<8>, value_dim<64>> v;
#else
  tensor<float, key<9>, value_dim<64>> v;
#endif
  attention(q, k, v);  // refused here
}
