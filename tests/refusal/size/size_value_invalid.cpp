// refuses: size_value_invalid<binding<text<2>{"n"}, double>>
#include <conform/size/growth.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

#ifdef FIXED
constexpr auto length = 8;
#else
constexpr auto length = 8.5;
#endif
static_assert((n * n).at(n = length) >= 64);  // refused here
