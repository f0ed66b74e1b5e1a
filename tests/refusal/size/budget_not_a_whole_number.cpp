// refuses: units_differ<units::matmul_flops, double>
#include <conform/size/quantity.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

constexpr auto total = quantity_of<units::matmul_flops>(2 * n * n);
#ifdef FIXED
constexpr auto most = 5e9_FLOP;
#else
constexpr auto most = 5e9;
#endif
static_assert(total.at(n = 100) <= most);  // refused here
