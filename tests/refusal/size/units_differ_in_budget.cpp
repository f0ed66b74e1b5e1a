// refuses: units_differ<units::unit_total, units::matmul_flops>
#include <conform/size/growth.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

constexpr auto total = quantity_of<units::unit_total>(2 * n * n);
#ifdef FIXED
constexpr auto budget = 5_GOP;
#else
constexpr auto budget = 5_GFLOP;
#endif
static_assert(total.at(n = 100) < budget);  // refused here
