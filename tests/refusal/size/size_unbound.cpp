// refuses: size_unbound<every_size<text<2>{"d"}>>
#include <conform/size/growth.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct d : size<"d"> { using size::operator=; } d;

constexpr auto cost = 4 * n * n * d;
#ifdef FIXED
constexpr auto known = [](auto f) { return f.with(n = 4096, d = 64); };
#else
constexpr auto known = [](auto f) { return f.with(n = 4096); };
#endif
static_assert(known(cost).at() == 4ll * 4096 * 4096 * 64);  // refused here
