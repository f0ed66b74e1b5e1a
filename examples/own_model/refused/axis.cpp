// Labels where pixels are expected: as many numbers, of another axis.
#include "../model.hpp"

using namespace sight;

#ifdef FIXED
  using image = tensor<float, query<196>, pixel<768>>;
#else
  using image = tensor<float, query<196>, label<768>>;
#endif

int main() {
  const image patches;
  const linear<float, from<pixel<768>>, into<model<768>>> embed;
  (void)embed(patches);  // refused here
}
