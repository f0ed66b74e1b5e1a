// refuses: units_differ<units::operation<text<4>{"exp"}>, units::operation<text<4>{"cmp"}>>
#include <conform/size/growth.hpp>
using namespace conform;
inline constexpr struct n : size<"n"> { using size::operator=; } n;

constexpr auto exps = quantity_of<units::operation<"exp">>(n * n);
#ifdef FIXED
constexpr auto more = quantity_of<units::operation<"exp">>(n * n);
#else
constexpr auto more = quantity_of<units::operation<"cmp">>(n * n);
#endif
static_assert(exps + more == 2 * n * n);  // refused here
