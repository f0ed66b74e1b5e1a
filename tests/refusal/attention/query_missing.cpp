// refuses: axis_missing<every<query>, of_q<key<8>>, of_q<head_dim<64>>>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, key<8>, head_dim<64>> k;
  tensor<float, key<8>, value_dim<64>> v;
#ifdef FIXED
  tensor<float, query<8>, head_dim<64>> q;
#else
  tensor<float, key<8>, head_dim<64>> q;
#endif
  attention(q, k, v);  // refused here
}
