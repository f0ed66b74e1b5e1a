// refuses: extents_differ<of_q<head_dim<64>>, of_k<head_dim<32>>>
#include <conform/attention/blocked.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
  tensor<float, key<8>, value_dim<64>> v;
#ifdef FIXED
  tensor<float, key<8>, head_dim<64>> k;
#else
  tensor<float, key<8>, head_dim<32>> k;
#endif
  key_blocks keys(4, 4);
  keys.add({0}), keys.add({0, 1});
  attention(q, k, v, keys);  // refused here
}
