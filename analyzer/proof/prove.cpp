#include "proof/prove.hpp"

#include <conform/size/growth_text.hpp>

#include <algorithm>

#include <fmt/format.h>

#include "failure.hpp"
#include "proof/bound_values.hpp"
#include "size_words.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

/// The letters of a regime, as written.
std::vector<std::string> letters_in(const std::vector<regime_item>& items) {
  std::vector<std::string> out;
  for (const regime_item& item : items) {
    collect_letters(item.left, out);
    if (item.kind != regime_kind::fixed) collect_letters(item.right, out);
  }
  return out;
}

/// The letters that the texts name, as in the alphabet.
std::vector<std::string> letters_in(const bound_node& bound, const std::vector<regime_item>& items) {
  std::vector<std::string> out = letters_in(items);
  collect_letters(bound, out);
  for (std::string& name : out) name = size_name_of(name);
  return out;
}

/// Formulas of n alone are of as many queries as keys: a text that names one of them asks for what they do not say.
void refuse_one_side(const prove_options& asked, const variant_formulas& all, const std::vector<std::string>& letters,
                     std::size_t column) {
  const auto has = [&](const std::string& name) {
    return std::any_of(all.letters.begin(), all.letters.end(), [&](const auto& letter) { return name == letter.name; });
  };
  for (const std::string& name : letters)
    if ((name == "n_q" || name == "n_k") && (asked.variant->square || (!has(name) && has("n"))))
      refuse_bound(column, fmt::format("{}: the formulas of {} are of n = n_q = n_k; expected n", in_quotes(name),
                                       asked.variant->name));
}

/// What is asked, with some of the items of the regime.
struct attempts {
  const prove_options& asked;
  const proof& of;
  const bound_node& bound;
  const std::vector<regime_item>& items;

  growth_question question(const std::vector<regime_item>& kept, const polynomial& low, const polynomial& high) const {
    bound_values values{*asked.variant, of.letters};
    values.assume(kept);
    return values.asked(of.letters.told(low), of.letters.told(high), bound);
  }
  /// Where an answer is undecided: one for more sizes, or of a total that is larger, holds too. Nothing where there is
  /// none.
  template <class Decide>
  std::optional<growth_answer> wider(const Decide& decide, bool upper) const {
    const auto tried = [&](const std::vector<regime_item>& kept,
                           const polynomial& high) -> std::optional<growth_answer> {
      const growth_answer found = decide(question(kept, of.formulas.low, high));
      return found.is.holds() ? std::optional{found} : std::nullopt;
    };
    std::vector<std::vector<regime_item>> fewer{items};
    for (std::size_t i = 0; i < items.size(); ++i) {
      fewer.push_back(items);
      fewer.back().erase(fewer.back().begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (items.size() > 1) fewer.emplace_back();
    for (const auto& kept : fewer) {
      if (kept.size() < items.size())
        if (auto found = tried(kept, of.formulas.high)) return found;
      if (upper && of.formulas.most)
        if (auto found = tried(kept, *of.formulas.most)) return found;
    }
    return {};
  }
  template <class Decide>
  growth_answer answer(const Decide& decide, bool upper) const {
    growth_answer out = decide(of.question);
    if (out.is.holds() || out.is.fails()) return out;
    return wider(decide, upper).value_or(out);
  }
};

proof proved(const prove_options& asked, const bound_node& bound, const std::vector<regime_item>& items) {
  proof out{asked, asked.variant->formulas(), {}, {}, {}, {}, {}, {}};
  const std::vector<std::string> named = letters_in(bound, items);
  refuse_one_side(asked, out.formulas, named, bound.column);
  out.letters = growth_letters_of(*asked.variant, out.formulas, named);
  if (out.formulas.enclosed_apart && out.letters.tell_one_length())
    out.formulas.low = out.formulas.high = out.formulas.claim.unit_total();
  const attempts all{asked, out, bound, items};
  out.question = all.question(items, out.formulas.low, out.formulas.high);
  bound_values values{*asked.variant, out.letters};
  values.assume(items);
  collect_letters(bound, out.told);
  for (const std::string& name : letters_in(items)) {
    const auto same = [&](const std::string& told) { return size_name_of(told) == size_name_of(name); };
    if (std::none_of(out.told.begin(), out.told.end(), same)) out.told.push_back(name);
  }
  for (const std::string& letter : out.told) out.powers.push_back(values.of_letter(letter, bound.column, refuse_bound));
  if (asked.relation != growth_relation::omega) out.upper = all.answer(at_most, true);
  if (asked.relation != growth_relation::big_o) out.lower = all.answer(at_least, false);
  return out;
}

// ---- words

class wording {
  auto name() const {
    return [this](int id) { return what_.letters.symbols[static_cast<std::size_t>(id)].name; };
  }

 public:
  explicit wording(const proof& what) : what_{what} {}

  std::string sum(const polynomial& p) const {
    return put([&](list<char>& out) { rendering::put_sum(out, p, name(), what_.question.root); });
  }
  /// How one direction was decided.
  std::string evidence(const growth_answer& answer, bool upper) const {
    if (answer.is.fails()) return refutation(answer, upper);
    if (!answer.is.holds()) return answer.is.why;
    if (!answer.is.uniform) return "the constant depends on the fixed sizes";
    const rational& least = answer.is.constant;
    const rational constant = upper || least == rational{} ? least : rational{1} / least;
    const std::string times = put([&](list<char>& out) {
      rendering::put_times(out, constant, what_.question.bound, name(), what_.question.root);
    });
    return fmt::format("constant {}: at {} {}", decimal(constant), upper ? "most" : "least", times);
  }

 private:
  template <class Put>
  static std::string put(Put write) {
    list<char> out;
    write(out);
    return {out.begin(), out.end()};
  }
  std::string power_of_t(const rational& power) const {
    if (power == rational{}) return "does not grow";
    return "grows by " + put([&](list<char>& out) { rendering::put_t(out, power); });
  }
  /// "w = (0, 1) of (n, d)": the powers of t of the bound's letters along the witness.
  std::string direction(const verdict& v) const {
    std::string weights, names;
    for (std::size_t i = 0; i < what_.told.size(); ++i) {
      rational weight;
      for (std::size_t j = 0; j < what_.powers[i].size(); ++j)
        weight = weight + what_.powers[i][j] * rational{v.witness[j]};
      weights += (i > 0 ? ", " : "") + decimal(weight);
      names += (i > 0 ? ", " : "") + what_.told[i];
    }
    return what_.told.empty() ? "" : fmt::format("w = ({}) of ({}), ", weights, names);
  }
  /// The monomial that escapes, along the witness.
  std::string refutation(const growth_answer& answer, bool upper) const {
    const verdict& v = answer.is;
    const std::string along =
        put([&](list<char>& out) { rendering::put_witness(out, v, answer.f, answer.g, name(), what_.question.where); });
    const term& offending = answer.f.terms()[static_cast<std::size_t>(v.offending)];
    const std::string escapes = put([&](list<char>& out) {
      rendering::put_term(out, term{rational{1}, offending.factors}, name(), what_.question.root);
    });
    const std::string rest = v.bound_is_zero ? "is 0" : power_of_t(v.bound_grows);
    return fmt::format("witness {}along {}: {} {}, {} {}", direction(v), along, (upper ? "" : "the bound's ") + escapes,
                       power_of_t(v.grows), upper ? "the bound" : "the unit total", rest);
  }

  const proof& what_;
};

std::string_view symbol_of(growth_relation relation) {
  return relation == growth_relation::big_o ? "O" : relation == growth_relation::theta ? "\u0398" : "\u03A9";
}

std::string class_of(const prove_options& asked) {
  return fmt::format("{}({}){}{}", symbol_of(asked.relation), printable(asked.bound, 1000),
                     asked.regime.empty() ? "" : " where ", printable(asked.regime, 1000));
}

}  // namespace

outcome proof::is() const {
  const auto as = [](const std::optional<growth_answer>& answer) { return answer ? answer->is.is : outcome::holds; };
  if (as(upper) == outcome::fails || as(lower) == outcome::fails) return outcome::fails;
  return as(upper) == outcome::holds && as(lower) == outcome::holds ? outcome::holds : outcome::undecided;
}

proof prove(const prove_options& asked) {
  const bound_node bound = parse_bound(asked.bound);
  const std::vector<regime_item> items = asked.regime.empty() ? std::vector<regime_item>{} : parse_regime(asked.regime);
  try {
    return proved(asked, bound, items);
  } catch (const integer_overflow&) {
    throw failure{"OVERFLOW", "BOUND", "a power or a number is too large; smaller ones were expected"};
  }
}

std::string write_proof(const proof& what) {
  const wording words{what};
  const growth_question& q = what.question;
  text_table lines{{align::left, align::left, align::left}};
  if (q.low == q.high) {
    lines.row({"unit total", "=", words.sum(q.low)});
  } else {
    lines.row({"unit total", "\u2265", words.sum(q.low)});
    lines.row({"", "\u2264", words.sum(q.high)});
  }
  if (what.asked.variant->structured)
    lines.row({"claims", "are of", std::string{claimed_where(*what.asked.variant, what.formulas)}});
  for (const relation& fact : what.letters.facts)
    lines.row({"sizes", "have",
               text_of(fact.lesser, what.letters.symbols) + " <= " + text_of(fact.greater, what.letters.symbols)});
  if (what.upper) lines.row({"from above", std::string{word_of(what.upper->is)}, words.evidence(*what.upper, true)});
  if (what.lower) lines.row({"from below", std::string{word_of(what.lower->is)}, words.evidence(*what.lower, false)});
  const outcome is = what.is();
  return fmt::format("{} in {}: {}\n{}", what.asked.variant->name, class_of(what.asked),
                     is == outcome::holds   ? "proved"
                     : is == outcome::fails ? "refuted"
                                            : "undecided",
                     lines.text());
}

}  // namespace conform::analyzer
