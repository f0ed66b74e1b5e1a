#pragma once
// Rendering: a formula as the text a person would write, 4·n²·d + 6·n².

#include <conform/size/formula.hpp>

namespace conform {
namespace rendering {

constexpr void put(list<char>& out, const char* s) {
  while (*s) out.push_back(*s++);
}

constexpr bool is_name(const polynomial& p) {
  return p.terms().size() == 1 && p.terms()[0].coefficient == rational{1} && p.terms()[0].factors.size() == 1 &&
         p.terms()[0].factors[0].kind == atom_kind::symbol;
}

constexpr void put(list<char>& out, integer i) {
  char digits[48]{};
  int count = 0;
  bool negative = i < 0;
  do {
    const int digit = static_cast<int>(i % 10);
    digits[count++] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
    i /= 10;
  } while (i != 0);
  if (negative) out.push_back('-');
  while (count > 0) out.push_back(digits[--count]);
}

/// A power, as raised digits. Where powers count roots (root > 1) a fraction stands as ^(3/2).
constexpr void put_power(list<char>& out, integer power, integer root = 1) {
  constexpr const char* raised[]{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  const rational exact{power, root};
  if (exact.den != 1) {
    put(out, "^("), put(out, exact.num), put(out, "/"), put(out, exact.den), put(out, ")");
    return;
  }
  list<char> digits;
  put(digits, exact.num);
  if (exact.num != 1)
    for (char c : digits) put(out, c == '-' ? "⁻" : raised[c - '0']);
}

template <class Name>
constexpr void put_sum(list<char>& out, const polynomial& p, const Name& name, int root = 1);

template <class Name>
constexpr void put_factor(list<char>& out, const factor& f, const Name& name, int root) {
  if (f.kind == atom_kind::symbol) {
    put(out, name(f.id));
    put_power(out, f.power, root);
    return;
  }
  put(out, f.kind == atom_kind::ceil_div ? "ceil(" : f.kind == atom_kind::min ? "min(" : "max(");
  for (std::size_t i = 0; i < f.arguments.size(); ++i) {
    const polynomial& p = f.arguments[i];
    // ceil(n/64), ceil((n + m)/(2·w)): a divisor of more than one factor is closed in, too
    const bool closed = f.kind == atom_kind::ceil_div &&
                        (p.terms().size() > 1 || (i > 0 && !p.is_constant() && !is_name(p)) ||
                         (p.terms().size() == 1 && p.terms()[0].coefficient.den != 1));
    if (i > 0) put(out, f.kind == atom_kind::ceil_div ? "/" : ", ");
    if (closed) put(out, "(");
    put_sum(out, p, name, root);
    if (closed) put(out, ")");
  }
  put(out, ")");
  put_power(out, f.power);
}

/// A term without its sign: 3·n²·d/2.
template <class Name>
constexpr void put_term(list<char>& out, const term& t, const Name& name, int root = 1) {
  const integer size = t.coefficient.num < 0 ? checked_sub(0, t.coefficient.num) : t.coefficient.num;
  const bool counted = size != 1 || t.factors.empty();
  if (counted) put(out, size);
  for (std::size_t i = 0; i < t.factors.size(); ++i) {
    if (i > 0 || counted) put(out, "·");
    put_factor(out, t.factors[i], name, root);
  }
  if (t.coefficient.den != 1) put(out, "/"), put(out, t.coefficient.den);
}

/// p with name(id) for its named sizes, terms and factors in the order of ids.
template <class Name>
constexpr void put_sum(list<char>& out, const polynomial& p, const Name& name, int root) {
  if (p.is_zero()) put(out, "0");
  bool first = true;
  for (const term& t : p.terms()) {
    const bool negative = t.coefficient.num < 0;
    put(out, first ? (negative ? "-" : "") : (negative ? " - " : " + "));
    put_term(out, t, name, root);
    first = false;
  }
}

/// The places of labels when sorted by order and name; equal labels keep their order.
constexpr list<int> ranks(const list<freezing::label>& sizes) {
  list<int> out;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    int rank = 0;
    for (std::size_t j = 0; j < sizes.size(); ++j) {
      const int c = freezing::compare(sizes[j], sizes[i]);
      if (c < 0 || (c == 0 && j < i)) ++rank;
    }
    out.push_back(rank);
  }
  return out;
}

/// p, whose ids are places in `sizes`, in an order that does not depend on the places.
constexpr void put_sorted(list<char>& out, const polynomial& p, const list<freezing::label>& sizes) {
  const list<int> rank = ranks(sizes);
  list<const char*> names;
  for (std::size_t i = 0; i < sizes.size(); ++i) names.push_back(nullptr);
  for (std::size_t i = 0; i < sizes.size(); ++i) names[static_cast<std::size_t>(rank[i])] = sizes[i].name;
  put_sum(
      out,
      evaluate_in<polynomial>(p, [&](int id) { return polynomial::symbol(rank[static_cast<std::size_t>(id)]); }),
      [&](int id) { return names[static_cast<std::size_t>(id)]; });
}

template <class... S>
constexpr auto names_of(symbols<S...>) {
  return [](int id) {
    const char* names[]{S::name.chars..., ""};
    return names[id];
  };
}

/// The value N, an integer, a named size or a formula, as characters.
template <auto N>
constexpr list<char> characters() {
  using own = freezing::symbols_of<decltype(N)>;
  list<char> out;
  put_sum(out, thaw<own>(N), names_of(own{}));
  return out;
}

/// In ASCII, 4*n^2*d: compilers print other characters of template arguments as numbers.
constexpr list<char> in_ascii(const list<char>& written) {
  constexpr const char* raised[]{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  list<char> out;
  bool in_power = false;
  for (std::size_t i = 0; i < written.size();) {
    auto stands = [&](const char* sign) {
      std::size_t length = 0;
      for (; sign[length]; ++length)
        if (i + length == written.size() || written[i + length] != sign[length]) return std::size_t{0};
      return length;
    };
    std::size_t length = 1;
    char is = written[i];
    bool power = false;
    if (const std::size_t dot = stands("·")) length = dot, is = '*';
    for (int digit = 0; digit < 10; ++digit)
      if (const std::size_t found = stands(raised[digit]))
        length = found, is = static_cast<char>('0' + digit), power = true;
    if (power && !in_power) out.push_back('^');
    out.push_back(is);
    in_power = power;
    i += length;
  }
  return out;
}

template <auto N>
constexpr auto as_text() {
  constexpr std::size_t count = in_ascii(characters<N>()).size();
  text<count + 1> out;
  const list<char> all = in_ascii(characters<N>());
  for (std::size_t i = 0; i < count; ++i) out.chars[i] = all[i];
  out.chars[count] = 0;  // written, not only initialised: else clang prints some lengths as numbers
  return out;
}

}  // namespace rendering

/// x as characters, without a terminating zero: a whole number, a named size, a formula.
template <size_like X>
constexpr list<char> to_characters(const X& x) {
  using own = freezing::symbols_of<X>;
  list<char> out;
  rendering::put_sum(out, thaw<own>(x), rendering::names_of(own{}));
  return out;
}
/// A polynomial whose ids are places in `sizes`; the text does not depend on the order of these places.
constexpr list<char> to_characters(const polynomial& p, const list<freezing::label>& sizes) {
  list<char> out;
  rendering::put_sorted(out, p, sizes);
  return out;
}

/// The size N as a template argument that compilers print as readable text: text<6>{"n + 1"}.
template <auto N>
inline constexpr auto rendered = rendering::as_text<N>();

}  // namespace conform
