// refuses: query<8>, query<4>
// says: axis_repeated<query<8>, query<4>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  using scores = tensor<float, query<8>, key<4>>;
#else
  using scores = tensor<float, query<8>, query<4>>;
#endif
  [[maybe_unused]] scores s;  // refused here
}
