#include "proof/bound_tokens.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t longest_text = 1000;
constexpr std::size_t longest_number = 12;  // digits and a point

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// The digit that stands raised, or -1.
int raised_digit(char32_t c) {
  constexpr char32_t digits[] = {0x2070, 0xB9, 0xB2, 0xB3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
  const auto* const found = std::find(std::begin(digits), std::end(digits), c);
  return found == std::end(digits) ? -1 : static_cast<int>(found - std::begin(digits));
}

class token_reader {
 public:
  token_reader(std::string_view text, refuse_at refuse) : rest_{text}, refuse_{refuse} {}

  std::vector<token> all() {
    std::vector<token> out;
    do out.push_back(next());
    while (out.back().kind != token_kind::end);
    return out;
  }

 private:
  char32_t ahead() const {
    std::string_view rest = rest_;
    return rest.empty() ? U'\0' : next_character(rest).code;
  }
  std::string take() {
    ++column_;
    return std::string{next_character(rest_).bytes};
  }
  token next() {
    while (ahead() == ' ' || ahead() == '\t') take();
    token out{token_kind::end, column_, "", {}};
    if (rest_.empty()) return out;
    if (is_letter(ahead())) {
      out.kind = token_kind::name;
      while (is_letter(ahead()) || is_digit(ahead())) out.text += take();
    } else if (is_digit(ahead())) {
      read_number(out);
    } else if (raised_digit(ahead()) >= 0) {
      out.kind = token_kind::raised;
      for (int digit = raised_digit(ahead()); digit >= 0; digit = raised_digit(ahead())) {
        out.value = out.value * rational{10} + rational{digit};
        out.text += take();
        if (out.value > rational{1000}) refuse_(out.column, "the exponent is too large");
      }
    } else {
      read_sign(out);
    }
    return out;
  }
  void read_number(token& out) {
    out.kind = token_kind::number;
    integer digits = 0, scale = 1;
    bool fraction = false;
    while (is_digit(ahead()) || (!fraction && ahead() == '.')) {
      const std::string c = take();
      out.text += c;
      if (c == ".") {
        fraction = true;
      } else {
        digits = digits * 10 + (c[0] - '0');
        if (fraction) scale *= 10;
      }
      if (out.text.size() > longest_number) refuse_(out.column, "the number has too many digits");
    }
    out.value = rational{digits, scale};
  }
  void read_sign(token& out) {
    out.kind = token_kind::sign;
    const char32_t code = ahead();
    out.text = take();
    if (code == 0xB7 || code == 0xD7) out.text = "*";
    if (code == 0x2264) out.text = "<=";
    if (code == 0x2265) out.text = ">=";
    if ((code == '<' || code == '>') && ahead() == '=') out.text += take();
  }

  std::string_view rest_;
  refuse_at refuse_;
  std::size_t column_{1};
};

}  // namespace

std::vector<token> tokens_of(std::string_view text, refuse_at refuse) {
  if (text.size() > longest_text) refuse(1, fmt::format("longer than {} bytes", longest_text));
  return token_reader{text, refuse}.all();
}

}  // namespace conform::analyzer
