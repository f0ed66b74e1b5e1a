// refuses: size_unbound<every_size<text<2>{"n"}>>
#include <conform/size/quantity.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

constexpr auto total = quantity_of<units::matmul_flops>(2 * n * n);
#ifdef FIXED
constexpr auto measured = total.at(n = 100);
#else
constexpr auto measured = total;
#endif
static_assert(measured <= 5_GFLOP);  // refused here
