// refuses: size_bound_twice<every_size<text<2>{"n"}>>
#include <conform/size/growth.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

#ifdef FIXED
constexpr auto again = m;
#else
constexpr auto again = n;
#endif
static_assert((n * m).with(n = 8, again = 4) != 0);  // refused here
