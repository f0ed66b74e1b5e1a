// refuses: query<-8>
// says: extent_invalid<query<-8>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  using rows = tensor<float, query<8>>;
#else
  using rows = tensor<float, query<-8>>;
#endif
  [[maybe_unused]] rows r;  // refused here
}
