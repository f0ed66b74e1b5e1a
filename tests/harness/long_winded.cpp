// refuses: sizes_differ<4, 3>
#include "needs.hpp"

template <int Depth, int N>
auto deeper(const int (&array)[N]) {
  if constexpr (Depth > 0) {
    return deeper<Depth - 1>(array);
  } else {
    return needs<4>(array);  // refused here
  }
}

int main() {
#ifdef FIXED
  int array[4] = {};
#else
  int array[3] = {};
#endif
  deeper<12>(array);
}
