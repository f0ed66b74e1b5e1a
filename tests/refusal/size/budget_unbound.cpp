// refuses: size_unbound<every_size<text<2>{"d"}>>
#include <conform/size/growth.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct d : size<"d"> { using size::operator=; } d;

#ifdef FIXED
constexpr auto flops = quantity_of<units::matmul_flops>(4 * n * n);
#else
constexpr auto flops = quantity_of<units::matmul_flops>(4 * n * n * d);
#endif
static_assert(flops.at(n = 4096) < 5_GFLOP);  // refused here
