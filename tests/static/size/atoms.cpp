// ceil_div, min and max: reduced where an identity holds for all sizes, kept where none does.
#include <conform/size/render.hpp>

using namespace conform;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
inline constexpr struct d : size<"d"> { using size::operator=; } d;
inline constexpr struct w : size<"w"> { using size::operator=; } w;

// ---- ceil_div

static_assert(ceil_div(n + 64, 64) == ceil_div(n, 64) + 1);
static_assert(ceil_div(n - 64, 64) == ceil_div(n, 64) - 1);
static_assert(ceil_div(64 * n, 64) == n && ceil_div(n, 1) == n && ceil_div(n * m, m) == n);
static_assert(ceil_div(65 * n, 64) == n + ceil_div(n, 64));
static_assert(ceil_div(n * m + 3, m) == n + ceil_div(3 + m - m, m));
static_assert(ceil_div(n + 1, n + 1) == 1 && ceil_div(n * n - 1, n - 1) == n + 1);
static_assert(ceil_div((n + 1) * (m + 2), m + 2) == n + 1);
static_assert(ceil_div(2 * n, 4) == ceil_div(n, 2) && ceil_div(n / 2, 1) == ceil_div(n, 2));
static_assert(ceil_div(2 * n + 2 * m, 2 * w) == ceil_div(n + m, w));
static_assert(ceil_div(ceil_div(n, 4), 8) == ceil_div(n, 32));
static_assert(ceil_div(ceil_div(n, 4) + 8, 8) == ceil_div(n, 32) + 1);
static_assert(ceil_div(ceil_div(n, 4) + m, 8) == ceil_div(n + 4 * m, 32));
static_assert(ceil_div(ceil_div(ceil_div(n, 2), 3), 5) == ceil_div(n, 30));
static_assert(ceil_div(n, 2) + ceil_div(n, 2) == 2 * ceil_div(n, 2) && ceil_div(n, 2) * 2 != n);
static_assert(ceil_div(n, m) != ceil_div(m, n) && ceil_div(n, 64) != ceil_div(n, 32));
static_assert((n - n + ceil_div(7, n)).at(n = 2) == 4);
// a minimum may be half a whole number, which rounding must see: ceil(2·min(n/2, m) / 2) is not min(n/2, m)
static_assert(ceil_div(2 * min(n / 2, m), 2).at(n = 3, m = 9) == 2);

// ---- min and max

static_assert(min(n, n) == n && max(n, n) == n && min(n, n + 1) == n && max(n, n + 1) == n + 1);
static_assert(min(n, 0) == 0 && max(n, 0) == n && min(n, n * m + n) == n && max(-n, 0) == 0);
static_assert(min(n, m) == min(m, n) && min(n, min(m, d)) == min(min(d, n), m) && max(n, max(m, d)) == max(max(d, n), m));
static_assert(min(min(n, m), n) == min(n, m) && min(n + 1, min(n, m)) == min(n, m));
static_assert(min(n, max(n, m)) == n && max(n, min(n, m)) == n);                  // absorption
static_assert(max(min(n, m), max(n, d)) == max(n, d) && min(n, m) != max(n, m));
static_assert(min(ceil_div(n, 64), ceil_div(n, 64) + w) == ceil_div(n, 64));
static_assert(min(n - 1, w) == min(w, n - 1) && min(n - 1, n) == n - 1);
static_assert(min(n, 5).at(n = 7) == 5 && max(0, n - m).at(n = 2, m = 5) == 0 && max(0, n - m).at(n = 5, m = 2) == 3);
static_assert((min(n, m) * min(n, m) * d).at(n = 3, m = 4, d = 2) == 18);
static_assert(ceil_div(min(n, m), max(d, 2)).at(n = 7, m = 9, d = 1) == 4);

// ---- never negative: proved term by term, since sizes are whole numbers >= 0

constexpr bool signs() {
  const polynomial x = polynomial::symbol(0), y = polynomial::symbol(1), one{integer{1}};
  if (!(x + one).never_negative() || !(x * y).never_negative() || !polynomial{}.never_negative()) return false;
  if ((x - one).never_negative() || (x - y).never_negative() || (-x).never_negative()) return false;
  if (!max(x - y, polynomial{}).never_negative() || min(x - y, x).never_negative()) return false;
  if (!max(x - y, y).never_negative() || !min(x, y).never_negative()) return false;
  return ceil_div(x, y).never_negative() && !ceil_div(x - one, y).never_negative();
}
static_assert(signs());

// ---- what stands in a type has room for its longest form, also where ids and order change

constexpr auto tile = ceil_div(n * (m + 1) + d * w + 63, 64) * ceil_div(65 * n + 129 * m + 193 * d, 64);
static_assert(tile.at(n = 3, m = 4, d = 5, w = 6) == 2 * (3 + 8 + 15 + 1));
static_assert(min(max(n, m + 1), max(d, w + 1)) == min(max(w + 1, d), max(m + 1, n)));
static_assert(min(tile, min(n, m)) == min(min(m, n), tile));
static_assert(ceil_div(ceil_div(n, m) + w, d) == ceil_div(w + ceil_div(n, m), d));
static_assert(max(max(max(max(n, m), d), w), 7) == max(7, max(w, max(d, max(m, n)))));

// Ids need not be in the order of the names, as in a meter: the arguments of min are sorted anew.
constexpr bool same_under_any_ids() {
  const int forth[]{0, 1}, back[]{1, 0};
  const polynomial x = polynomial::symbol(0), y = polynomial::symbol(1);
  return thaw_as(min(m, n), forth) == min(x, y) && thaw_as(min(m, n), back) == min(x, y) &&
         thaw_as(max(m + 1, min(m, 3 * n)), back) == max(y + polynomial{integer{1}}, min(y, polynomial{integer{3}} * x));
}
static_assert(same_under_any_ids());
