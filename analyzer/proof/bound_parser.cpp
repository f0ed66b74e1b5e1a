#include "proof/bound_parser.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "failure.hpp"
#include "proof/bound_tokens.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr int deepest = 32;
constexpr integer largest_power = 12;
constexpr integer largest_root = 12;

class parser {
 public:
  parser(std::string_view text, refuse_at refusal) : refuse_{refusal}, tokens_{tokens_of(text, refusal)} {}

  bound_node whole() {
    bound_node out = sum();
    if (now().kind != token_kind::end) unexpected("+, * or the end");
    return out;
  }
  std::vector<regime_item> items() {
    std::vector<regime_item> out;
    do out.push_back(item());
    while (taken(","));
    if (now().kind != token_kind::end) unexpected("a comma or the end");
    return out;
  }

 private:
  const token& now() const { return tokens_[place_]; }
  token take() { return tokens_[now().kind == token_kind::end ? place_ : place_++]; }
  bool taken(std::string_view sign) {
    if (now().kind != token_kind::sign || now().text != sign) return false;
    ++place_;
    return true;
  }
  [[noreturn]] void refuse(std::size_t column, const std::string& what) const {
    refuse_(column, what);
    throw failure{"INTERNAL", "", "a refusal returned", exit_code::internal};
  }
  [[noreturn]] void unexpected(const std::string& expected) const {
    const token& t = now();
    if (t.text == "-") refuse(t.column, "a bound is a sum of products: nothing is subtracted");
    if (t.text == "/") refuse(t.column, "nothing is divided; a fraction as exponent stands in parentheses: n^(3/2)");
    refuse(t.column, fmt::format("{}; expected {}", t.kind == token_kind::end ? "the text ends" : in_quotes(t.text),
                                 expected));
  }

  regime_item item() {
    regime_item out;
    out.left = product();
    if (now().kind == token_kind::name && now().text == "fixed") {
      out.kind = regime_kind::fixed;
      if (out.left.kind != bound_kind::letter) refuse(out.left.column, "expected one letter before \"fixed\"");
      take();
      return out;
    }
    const bool swapped = taken(">=");
    out.kind = swapped || taken("<=") ? regime_kind::at_most : regime_kind::equal;
    if (out.kind == regime_kind::equal && !taken("=")) unexpected("<=, >=, = or \"fixed\"");
    out.right = product();
    if (swapped) std::swap(out.left, out.right);
    return out;
  }
  bound_node sum() {
    bound_node out{bound_kind::sum, now().column, {}, "", {}};
    do out.parts.push_back(product());
    while (taken("+"));
    return lone(out);
  }
  bound_node product() {
    bound_node out{bound_kind::product, now().column, {}, "", {}};
    do out.parts.push_back(power());
    while (taken("*"));
    return lone(out);
  }
  static bound_node lone(bound_node& out) {
    if (out.parts.size() > 1) return std::move(out);
    bound_node one = std::move(out.parts.front());
    return one;
  }
  bound_node power() {
    bound_node out{bound_kind::power, now().column, rational{1}, "", {}};
    out.parts.push_back(atom());
    if (now().kind == token_kind::raised) {
      const token raised = take();
      set_exponent(out, raised.value, raised.column);
    } else if (taken("^")) {
      exponent(out);
    } else {
      return lone(out);
    }
    if (now().text == "^" || now().kind == token_kind::raised) refuse(now().column, "a second exponent; expected one");
    return out;
  }
  void exponent(bound_node& out) {
    const std::size_t column = now().column;
    if (!taken("(")) return set_exponent(out, number("a number, as n^2, n^1.5 or n^(3/2)"), column);
    rational value = number("a number");
    if (taken("/")) {
      const std::size_t divisor_column = now().column;
      const rational divisor = number("a number");
      if (divisor == rational{}) refuse(divisor_column, "divides by 0");
      value = value / divisor;
    }
    if (!taken(")")) unexpected(")");
    set_exponent(out, value, column);
  }
  void set_exponent(bound_node& out, rational value, std::size_t column) const {
    if (value == rational{} || value.num > largest_power * value.den || value.den > largest_root)
      refuse(column, fmt::format("expected an exponent above 0 and up to {}, a multiple of 1/2, 1/3, ... or 1/{}",
                                 static_cast<int>(largest_power), static_cast<int>(largest_root)));
    out.value = value;
  }
  rational number(const std::string& expected) {
    if (now().text == "-") refuse(now().column, "an exponent below 0; expected one above 0");
    if (now().kind != token_kind::number) unexpected(expected);
    return take().value;
  }
  bound_node atom() {
    const token first = now();
    bound_node out{bound_kind::letter, first.column, {}, "", {}};
    if (first.kind == token_kind::number) {
      take();
      out.kind = bound_kind::number, out.value = first.value;
      if (out.value == rational{}) refuse(first.column, "0; expected a number above 0");
      return out;
    }
    if (first.kind == token_kind::name) {
      take();
      if ((first.text != "min" && first.text != "max") || !taken("(")) {
        out.letter = first.text;
        return out;
      }
      out.kind = first.text == "min" ? bound_kind::least : bound_kind::greatest;
      do out.parts.push_back(nested());
      while (taken(","));
    } else if (taken("(")) {
      out = nested();
    } else {
      unexpected("a letter, a number or (");
    }
    if (!taken(")")) unexpected(")");
    return out;
  }
  bound_node nested() {
    if (++depth_ > deepest) refuse(now().column, "parentheses are nested too deeply");
    bound_node out = sum();
    --depth_;
    return out;
  }

  refuse_at refuse_;
  std::vector<token> tokens_;
  std::size_t place_{0};
  int depth_{0};
};

}  // namespace

bound_node parse_bound(std::string_view text) { return parser{text, refuse_bound}.whole(); }

std::vector<regime_item> parse_regime(std::string_view text) { return parser{text, refuse_regime}.items(); }

void collect_letters(const bound_node& node, std::vector<std::string>& into) {
  if (node.kind == bound_kind::letter && std::find(into.begin(), into.end(), node.letter) == into.end())
    into.push_back(node.letter);
  for (const bound_node& part : node.parts) collect_letters(part, into);
}

void refuse_bound(std::size_t column, std::string_view what) {
  throw failure{"BOUND", fmt::format("BOUND: column {}", column), what};
}

void refuse_regime(std::size_t column, std::string_view what) {
  throw failure{"REGIME", fmt::format("--regime: column {}", column), what};
}

}  // namespace conform::analyzer
