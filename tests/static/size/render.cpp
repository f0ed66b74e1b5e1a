// Text as a person would write it, in an order that does not depend on how a size was built or numbered.
#include <conform/size/render.hpp>

using namespace conform;

inline constexpr struct n : size<"n"> { using size::operator=; } n;
inline constexpr struct m : size<"m"> { using size::operator=; } m;
inline constexpr struct d : size<"d"> { using size::operator=; } d;
inline constexpr struct d_k : size<"d_k"> { using size::operator=; } d_k;
inline constexpr struct late : size<"late", 9> { using size::operator=; } late;
inline constexpr struct greek : size<"λ"> { using size::operator=; } greek;
inline constexpr struct longer : size<"nλ"> { using size::operator=; } longer;

template <std::size_t L>
constexpr bool reads(const list<char>& text, const char (&expected)[L]) {
  if (text.size() != L - 1) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != expected[i]) return false;
  return true;
}
#define READS(SIZE, TEXT) static_assert(reads(to_characters(SIZE), TEXT))

READS(4 * n * n * d + 6 * n * n, "4·n²·d + 6·n²");
READS(6 * n * n + d * n * n * 4, "4·n²·d + 6·n²");
READS(n, "n");
READS(n - n, "0");
READS(n - n - 3, "-3");
READS(7, "7");
READS(1 + n, "n + 1");
READS(m - n, "m - n");
READS(-n, "-n");
READS(-n * n - 2 * n + 1, "-n² - 2·n + 1");
READS(n * (n + 1) / 2, "n²/2 + n/2");
READS(3 * n / 4 - m / 6, "-m/6 + 3·n/4");
READS(late * d_k * n * d, "n·d·d_k·late");
READS(longer * greek * n, "n·nλ·λ");  // by bytes without a sign, on every processor
READS(n * n * n * n * n * n * n * n * n * n * n * n, "n¹²");
READS(ceil_div(n, 64), "ceil(n/64)");
READS(ceil_div(n + m, 64) * d, "d·ceil((m + n)/64)");
READS(ceil_div(n, 2 * m), "ceil(n/(2·m))");
READS(ceil_div(n, m * d), "ceil(n/(m·d))");
READS(ceil_div(n * d, m + 1), "ceil(n·d/(m + 1))");
READS(ceil_div(n, m), "ceil(n/m)");
READS(min(n, m), "min(m, n)");
READS(min(n, m) * min(n, m), "min(m, n)²");
READS(max(n - m, 0), "max(0, -m + n)");
READS(min(n, 5) * n + 1, "n·min(n, 5) + 1");
READS(ceil_div(min(n, m), 8), "ceil(min(m, n)/8)");
READS(integer{1} * -9'223'372'036'854'775'807ll, "-9223372036854775807");
static_assert(rendered<n + 1>.chars[4] == '1' && sizeof rendered<n + 1>.chars == 6);

// In template arguments, in ASCII: what compilers print as it is.
template <auto N>
constexpr bool in_type(const char* expected) {
  for (char c : rendered<N>.chars)
    if (c != *expected++) return false;
  return true;
}
static_assert(in_type<4 * n * n * d + 6 * n * n>("4*n^2*d + 6*n^2"));
static_assert(in_type<ceil_div(n * n, 2 * m) - 1>("ceil(n^2/(2*m)) - 1"));

constexpr bool extremes_have_digits() {
  list<char> out;
  const integer least = -(integer{1} << 126) - (integer{1} << 126);
  rendering::put(out, least);
  return reads(out, "-170141183460469231731687303715884105728");
}
static_assert(extremes_have_digits());

// A meter numbers sizes as it meets them: the text is the same under every numbering.
constexpr bool order_free() {
  list<freezing::label> forth, back;
  for (const freezing::label& one : {freezing::label_of<struct n>, freezing::label_of<struct d>, freezing::label_of<struct m>})
    forth.push_back(one), back.insert(0, one);
  const auto build = [](int i, int j, int k) {
    const polynomial x = polynomial::symbol(i), y = polynomial::symbol(j), z = polynomial::symbol(k);
    return x * x * y + z * y + min(z, x) + ceil_div(x + z, polynomial{integer{64}});
  };
  const char expected[] = "n²·d + m·d + ceil((m + n)/64) + min(m, n)";
  return reads(to_characters(build(0, 1, 2), forth), expected) && reads(to_characters(build(2, 1, 0), back), expected);
}
static_assert(order_free());
