// refuses: query<8>
// refuses: query<9>
// says: extents_differ<query<8>, query<9>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
#ifdef FIXED
  tensor<float, query<9u>> rows;
#else
  tensor<float, query<8>> rows;
#endif
  [[maybe_unused]] tensor<float, query<9>> same = rows;  // refused here
}
