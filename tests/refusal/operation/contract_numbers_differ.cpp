// refuses: numbers_differ<float, double>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> q;
#ifdef FIXED
  tensor<float, key<8>, head_dim<64>> k;
#else
  tensor<double, key<8>, head_dim<64>> k;
#endif
  contract<head_dim>(q, k);  // refused here
}
