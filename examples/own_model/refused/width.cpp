// A layer of another width than the patches that enter it.
#include "../model.hpp"

using namespace sight;

#ifdef FIXED
  constexpr int width = 768;
#else
  constexpr int width = 512;
#endif

int main() {
  const tensor<float, query<196>, model<768>> patches;
  const norm<float, model<width>> before;
  (void)before(copy(patches));  // refused here
}
