// refuses: not_real<int>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  tensor<float, query<8>, key<8>> x;
#else
  tensor<int, query<8>, key<8>> x;
#endif
  [[maybe_unused]] auto y = softmax<key>(x);  // refused here
}
