// refuses: units_differ<units::bytes, units::matmul_flops>
#include <conform/size/quantity.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

#ifdef FIXED
constexpr auto measured = quantity_of<units::bytes>(2 * n * n).at(n = 100);
#else
constexpr auto measured = quantity_of<units::matmul_flops>(2 * n * n);
#endif
static_assert(5_GB > measured);  // refused here
