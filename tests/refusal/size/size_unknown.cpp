// refuses: size_unknown<binding<text<2>{"m"}, int>>
#include <conform/size/growth.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;

#ifdef FIXED
constexpr auto pairs = n * m;
#else
constexpr auto pairs = n * n;
#endif
static_assert(pairs.at(n = 8, m = 8) == 64);  // refused here
