// refuses: axis_missing<every<head>, query<8>, head_dim<64>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = rename<query, key>(x);
#else
  [[maybe_unused]] auto y = rename<head, key>(x);  // refused here
#endif
}
