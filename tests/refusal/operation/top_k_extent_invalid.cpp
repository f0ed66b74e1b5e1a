// refuses: extent_invalid<vocab<-1>>
#include <conform/operation.hpp>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, vocab<8>> logits;
#ifdef FIXED
  top_k<vocab, 1>(logits);
#else
  top_k<vocab, -1>(logits);  // refused here
#endif
}
