#include "proof/growth_letters.hpp"

#include <algorithm>

#include <conform/size/render.hpp>

namespace conform::analyzer {
namespace {

/// How one question tells the letters of a variant's formulas.
class telling {
 public:
  telling(const variant_formulas& all, std::span<const std::string> mentioned) : all_{all}, mentioned_{mentioned} {
    joined_n_ = mentions("n") || (!mentions("n_q") && !mentions("n_k"));
    layered_ = mentions("d") && has("d_m") && has("heads") && has("d_k") && !has("d");
    joined_d_ = !layered_ && (mentions("d") || (!mentions("d_k") && !mentions("d_v") && !has("d_m")));
  }

  /// The letter that this one is told as; of the width of a layer, nothing: it is heads·d_k.
  std::optional<freezing::label> told_as(const freezing::label& letter) const {
    const std::string_view name{letter.name};
    if (joined_n_ && (name == "n_q" || name == "n_k")) return freezing::label_of<struct sizes::n>;
    if (joined_d_ && (name == "d_k" || name == "d_v" || (name == "d_m" && mentions("d"))))
      return freezing::label_of<struct sizes::d>;
    if (layered_ && name == "d_v") return freezing::label_of<struct sizes::d_k>;
    if (layered_ && name == "d_m") return {};
    return letter;
  }
  bool layered() const { return layered_; }

 private:
  bool mentions(const char* name) const {
    return std::find(mentioned_.begin(), mentioned_.end(), name) != mentioned_.end();
  }
  bool has(std::string_view name) const {
    return std::any_of(all_.letters.begin(), all_.letters.end(), [&](const auto& l) { return l.name == name; });
  }

  const variant_formulas& all_;
  std::span<const std::string> mentioned_;
  bool joined_n_, joined_d_, layered_;
};

void add_symbol(list<freezing::label>& symbols, const freezing::label& letter) {
  std::size_t place = 0;
  while (place < symbols.size() && freezing::compare(symbols[place], letter) < 0) ++place;
  if (place == symbols.size() || freezing::compare(symbols[place], letter) != 0) symbols.insert(place, letter);
}

polynomial symbol_named(const list<freezing::label>& symbols, std::string_view name) {
  for (std::size_t i = 0; i < symbols.size(); ++i)
    if (symbols[i].name == name) return polynomial::symbol(static_cast<int>(i));
  return polynomial{integer{1}};
}

/// What may be written for the letters: their names, n and d, and the sizes that a letter stands for.
void add_names(growth_letters& out, const variant_entry& variant, const variant_formulas& all, const telling& how) {
  const auto add = [&](const std::string& name, const polynomial& value) {
    if (out.find(name) == nullptr) out.names.emplace_back(name, value);
  };
  for (std::size_t i = 0; i < all.letters.size(); ++i)
    if (const std::string_view name{all.letters[i].name}; !variant.square || (name != "n_q" && name != "n_k"))
      add(all.letters[i].name, out.values[i]);
  for (const freezing::label& symbol : out.symbols) add(symbol.name, symbol_named(out.symbols, symbol.name));
  if (how.layered()) add("d", symbol_named(out.symbols, "heads") * symbol_named(out.symbols, "d_k"));
  point_sizes().each([&](const char* member, long long) {
    for (const std::string_view size : variant.sizes) {
      const bool of_head = std::string_view{member} == "d_k" || std::string_view{member} == "d_v";
      const bool of_side = std::string_view{member} == "n_q" || std::string_view{member} == "n_k";
      if (!stands_for(size, member) || (of_side && variant.square) || (of_head && has_one_width(all, variant.sizes))) continue;
      for (const freezing::label& letter : all.letters)
        if (stands_for(letter.name, member)) add(member, *out.find(letter.name));
    }
  });
}

}  // namespace

polynomial growth_letters::told(const polynomial& formula) const {
  return settled(evaluate_in<polynomial>(formula, [&](int id) { return values[static_cast<std::size_t>(id)]; }));
}

const polynomial* growth_letters::find(const std::string& name) const {
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& known) { return known.first == name; });
  return found == names.end() ? nullptr : &found->second;
}

bool growth_letters::tell_one_length() const {
  return std::any_of(symbols.begin(), symbols.end(), [](const freezing::label& l) { return std::string_view{l.name} == "n"; });
}

growth_letters growth_letters_of(const variant_entry& variant, const variant_formulas& all,
                                 std::span<const std::string> mentioned) {
  const telling how{all, mentioned};
  growth_letters out;
  for (const freezing::label& letter : all.letters)
    if (const auto told = how.told_as(letter)) add_symbol(out.symbols, *told);
  for (const freezing::label& letter : all.letters) {
    const auto told = how.told_as(letter);
    out.values.push_back(told ? symbol_named(out.symbols, told->name)
                              : symbol_named(out.symbols, "heads") * symbol_named(out.symbols, "d_k"));
  }
  add_names(out, variant, all, how);
  for (const relation& r : all.always) {
    const relation fact{out.told(r.lesser), out.told(r.greater), r.equal};
    const auto same = [&](const relation& other) { return other.lesser == fact.lesser && other.greater == fact.greater; };
    if (fact.lesser == fact.greater || std::any_of(out.facts.begin(), out.facts.end(), same)) continue;
    out.facts.push_back(fact);
  }
  return out;
}

std::string growth_text(const variant_entry& variant, const variant_formulas& all) {
  const growth_letters letters = growth_letters_of(variant, all, {});
  const polynomial stated = letters.told(all.bound);
  polynomial bound;  // growth knows no factors
  for (const term& t : stated.terms())
    bound.add(term{t.coefficient > rational{} ? rational{1} : t.coefficient, t.factors});
  std::string out = "\u0398(" + text_of(bound, letters.symbols) + ")";
  for (const relation& r : all.assumed) {
    out += &r == all.assumed.data() ? " where " : ", ";
    out += text_of(letters.told(r.lesser), letters.symbols) + (r.equal ? " = " : " <= ") +
           text_of(letters.told(r.greater), letters.symbols);
  }
  return out;
}

std::string text_of(const polynomial& p, const list<freezing::label>& symbols) {
  const list<char> text = to_characters(p, symbols);
  return {text.begin(), text.end()};
}

}  // namespace conform::analyzer
