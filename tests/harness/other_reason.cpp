// refuses: ranks_differ<4, 3>
#include "needs.hpp"

int main() {
#ifdef FIXED
  int array[4] = {};
#else
  int array[3] = {};
#endif
  needs<4>(array);  // refused here
}
