// refuses: extents_differ<head_dim<64>, head_dim<32>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
#ifdef FIXED
  tensor<float, key<8>, head_dim<64>> k;
#else
  tensor<float, key<8>, head_dim<32>> k;
#endif
  [[maybe_unused]] auto scores = contract<head_dim>(q, k);  // refused here
}
