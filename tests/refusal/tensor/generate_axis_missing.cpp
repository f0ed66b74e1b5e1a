// refuses: axis_missing<every<model>, query<2>, key<3>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, key<3>> scores;
#ifdef FIXED
  generate<query, key>(scores, [](auto i, auto j) { return i * j; });
#else
  generate<query, model>(scores, [](auto i, auto j) { return i * j; });  // refused here
#endif
}
