// refuses: axis_repeated<head_dim<64>, head_dim<8>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<8>, head_dim<64>> x;
#ifdef FIXED
  [[maybe_unused]] auto y = rename<query, key>(x);
#else
  [[maybe_unused]] auto y = rename<query, head_dim>(x);  // refused here
#endif
}
