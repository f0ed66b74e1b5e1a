// refuses: amount_too_large<units::matmul_flops>
#include <conform/size/quantity.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

constexpr auto total = quantity_of<units::matmul_flops>(2 * n * n);
#ifdef FIXED
static_assert(total.at(n = 1) < 170141183460469231731_EFLOP);
#else
static_assert(total.at(n = 1) < 170141183460469231732_EFLOP);  // refused here
#endif
