// refuses: key<8>
// refuses: key<9>
// says: extents_differ<key<9>, key<8>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

inline void use(view<const float, query<2>, key<8>>) {}

int main() {
#ifdef FIXED
  tensor<float, query<2>, key<8>> scores;
#else
  tensor<float, query<2>, key<9>> scores;
#endif
  use(scores);  // refused here
}
