// refuses: size_unbound<every_size<text<2>{"n"}>>
#include <conform/operation.hpp>
using namespace conform;
using namespace conform::axes;

inline constexpr struct n : conform::size<"n"> { using size::operator=; } n;

int main() {
#ifdef FIXED
  [[maybe_unused]] auto t = rotary_tables<float, query<n>, rotary<32>>(1e4, 0, n = 8);
#else
  [[maybe_unused]] auto t = rotary_tables<float, query<n>, rotary<32>>(1e4, 0);  // refused here
#endif
}
