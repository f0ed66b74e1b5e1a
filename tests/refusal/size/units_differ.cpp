// refuses: units_differ<units::matmul_flops, units::unit_total>
#include <conform/size/growth.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

constexpr auto flops = quantity_of<units::matmul_flops>(2 * n * n);
#ifdef FIXED
constexpr auto claimed = quantity_of<units::matmul_flops>(2 * n * n);
#else
constexpr auto claimed = quantity_of<units::unit_total>(2 * n * n);
#endif
static_assert(flops == claimed);  // refused here
