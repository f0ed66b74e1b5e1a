// What twelve heads have found goes into a projection of eight.
#include "../model.hpp"

using namespace sight;

#ifdef FIXED
  constexpr int heads = 12;
#else
  constexpr int heads = 8;
#endif

int main() {
  const tensor<float, query<196>, head<12>, value_dim<64>> found;
  const linear<float, from<head<heads>, value_dim<64>>, into<model<768>>> out;
  (void)out(found);  // refused here
}
