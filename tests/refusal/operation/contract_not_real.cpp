// refuses: not_real<int>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  tensor<float, query<8>, head_dim<64>> q;
#else
  tensor<int, query<8>, head_dim<64>> q;
#endif
  contract<head_dim>(q, q);  // refused here
}
