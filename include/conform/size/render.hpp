#pragma once
// Rendering: a formula as the text a person would write, 4·n²·d + 6·n².

#include <conform/size/formula.hpp>

namespace conform {
namespace rendering {

constexpr void put(list<char>& out, const char* s) {
  while (*s) out.push_back(*s++);
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

constexpr void put_power(list<char>& out, int power) {
  constexpr const char* raised[]{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  list<char> digits;
  put(digits, integer{power});
  if (power != 1)
    for (char c : digits) put(out, raised[c - '0']);
}

template <class Name>
constexpr void put_sum(list<char>& out, const polynomial& p, const Name& name);

template <class Name>
constexpr void put_factor(list<char>& out, const factor& f, const Name& name) {
  if (f.kind == atom_kind::symbol) {
    put(out, name(f.id));
  } else {
    put(out, f.kind == atom_kind::ceil_div ? "ceil(" : f.kind == atom_kind::min ? "min(" : "max(");
    for (std::size_t i = 0; i < f.arguments.size(); ++i) {
      const bool nested = f.kind == atom_kind::ceil_div && f.arguments[i].terms().size() > 1;
      if (i > 0) put(out, f.kind == atom_kind::ceil_div ? "/" : ", ");
      if (nested) put(out, "(");
      put_sum(out, f.arguments[i], name);
      if (nested) put(out, ")");
    }
    put(out, ")");
  }
  put_power(out, f.power);
}

/// A term without its sign: 3·n²·d/2.
template <class Name>
constexpr void put_term(list<char>& out, const term& t, const Name& name) {
  const integer size = t.coefficient.num < 0 ? -t.coefficient.num : t.coefficient.num;
  const bool counted = size != 1 || t.factors.empty();
  if (counted) put(out, size);
  for (std::size_t i = 0; i < t.factors.size(); ++i) {
    if (i > 0 || counted) put(out, "·");
    put_factor(out, t.factors[i], name);
  }
  if (t.coefficient.den != 1) put(out, "/"), put(out, t.coefficient.den);
}

template <class Name>
constexpr void put_sum(list<char>& out, const polynomial& p, const Name& name) {
  if (p.is_zero()) put(out, "0");
  bool first = true;
  for (const term& t : p.terms()) {
    const bool negative = t.coefficient.num < 0;
    put(out, first ? (negative ? "-" : "") : (negative ? " - " : " + "));
    put_term(out, t, name);
    first = false;
  }
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

template <auto N>
constexpr auto as_text() {
  constexpr std::size_t count = characters<N>().size();
  text<count + 1> out;
  const list<char> all = characters<N>();
  for (std::size_t i = 0; i < count; ++i) out.chars[i] = all[i];
  return out;
}

}  // namespace rendering

/// The size N as a template argument that compilers print as readable text: text<6>{"n + 1"}.
template <auto N>
inline constexpr auto rendered = rendering::as_text<N>();

}  // namespace conform
