// refuses: index_missing<every<key>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, key<3>> scores;
#ifdef FIXED
  at<query, key>(scores, 0, 0) = 1;
#else
  at<query, key>(scores, 0) = 1;  // refused here
#endif
}
