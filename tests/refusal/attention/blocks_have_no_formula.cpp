// refuses: formula_missing<key_blocks>
#include <conform/attention/blocked.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<metered, query<8>, head_dim<64>> q;
  tensor<metered, key<8>, head_dim<64>> k;
  tensor<metered, key<8>, value_dim<32>> v;
#ifdef FIXED
  const pattern keys = causal;
#else
  const key_blocks keys(4, 4, causal);
#endif
  attention(q, k, v, keys);  // refused here
}
