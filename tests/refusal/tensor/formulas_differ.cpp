// refuses: extents_differ<head_dim<text<6>{"n + 1"}>, head_dim<text<2>{"n"}>>
#include <conform/conform.hpp>
using namespace conform;
using namespace conform::axes;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

int main() {
  tensor<float, query<2>, head_dim<n + 1>> q{n = 8};
#ifdef FIXED
  tensor<float, key<2>, head_dim<1 + n>> k{n = 8};
#else
  tensor<float, key<2>, head_dim<n>> k{n = 9};
#endif
  [[maybe_unused]] auto scores = contract<head_dim>(q, k);  // refused here
}
