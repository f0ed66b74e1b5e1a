#include "json_tree.hpp"

#include <cstddef>
#include <iterator>
#include <unordered_map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "failure.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

using sax_parser = nlohmann::json;

/// The text being parsed and how messages speak about it.
struct source {
  std::string_view file;
  std::string_view text;

  /// "file:line:col" of a byte offset; columns count characters from 1.
  std::string place(std::size_t offset) const {
    const std::string_view before = text.substr(0, offset);
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    std::size_t line = 1, column = 1;
    for (const char c : before) line += c == '\n' ? 1 : 0;
    for (std::string_view rest = before.substr(line_start); !rest.empty(); ++column) next_character(rest);
    return fmt::format("{}:{}:{}", file, line, column);
  }

  [[noreturn]] void refuse(std::size_t offset, std::string_view what, std::string_view code = "JSON") const {
    throw failure{code, place(offset), what};
  }
};

/// An input iterator that tells how many bytes the parser has taken: its callbacks carry no positions.
struct watched_iterator {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at{};
  std::size_t* taken{};

  reference operator*() const { return *at; }
  watched_iterator& operator++() {
    ++at;
    if (taken != nullptr) ++*taken;
    return *this;
  }
  watched_iterator operator++(int) {
    watched_iterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const watched_iterator& other) const { return at == other.at; }
  bool operator!=(const watched_iterator& other) const { return at != other.at; }
};

/// The word around an offset, where letters stand in the place of a number.
std::string_view word_around(std::string_view text, std::size_t offset) {
  constexpr std::string_view word = "+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::size_t first = offset, last = offset;
  while (first > 0 && word.find(text[first - 1]) != std::string_view::npos) --first;
  while (last < text.size() && word.find(text[last]) != std::string_view::npos) ++last;
  return text.substr(first, last - first);
}

bool is_no_number(std::string_view word) {
  if (!word.empty() && (word.front() == '-' || word.front() == '+')) word.remove_prefix(1);
  for (const std::string_view name : {"NaN", "nan", "NAN", "Infinity", "infinity", "Inf", "inf", "INF"}) {
    if (word == name) return true;
  }
  return false;
}

/// Builds the tree from the parser's events; every refusal is thrown from inside them.
class builder {
 public:
  builder(const source& from, const std::size_t& taken) : from_{from}, taken_{taken} {}

  json_value root;

  bool null() { return put({}); }
  bool boolean(bool truth) {
    return put({.kind = json_kind::boolean, .truth = truth, .text = {}, .items = {}, .members = {}});
  }
  bool number_integer(std::int64_t value) { return number(fmt::format("{}", value)); }
  bool number_unsigned(std::uint64_t value) { return number(fmt::format("{}", value)); }
  bool number_float(double, const std::string& spelling) { return number(spelling); }
  bool string(std::string& text) { return put(leaf(json_kind::text, std::move(text))); }
  bool binary(sax_parser::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(json_kind::object); }
  bool start_array(std::size_t) { return open(json_kind::list); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    // The closing quote was just taken; the opening one is the nearest quote before it that is not escaped.
    std::size_t start = taken_ - 1;
    do {
      start = from_.text.rfind('"', start - 1);
    } while (escaped(start));
    const auto [first, fresh] = open_.back().seen.try_emplace(name, start);
    if (!fresh) {
      const std::string earlier = from_.place(first->second).substr(from_.file.size() + 1);
      from_.refuse(start, fmt::format("the key {} stands twice in one object, first at {}", in_quotes(name), earlier),
                   "DUPLICATE-KEY");
    }
    open_.back().pending = std::move(name);
    return true;
  }

  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception& problem) {
    const std::size_t offset = std::min(position == 0 ? 0 : position - 1, from_.text.size());
    const std::string_view word = word_around(from_.text, offset);
    if (problem.id == 406) {  // the parser's number for "out of range"
      from_.refuse(offset, fmt::format("the number {} is beyond a double", in_quotes(word)));
    }
    if (is_no_number(word)) from_.refuse(offset, fmt::format("{} is not JSON; a number was expected", word));
    // "[...] parse error at line 1, column 3: what": our own line and column stand in front already
    std::string_view what = problem.what();
    if (const auto colon = what.find(": "); colon != std::string_view::npos) what.remove_prefix(colon + 2);
    from_.refuse(offset, printable(what));
  }

 private:
  struct scope {
    json_value* value;
    std::string pending;  // key of the next member
    std::unordered_map<std::string, std::size_t> seen;
  };

  static json_value leaf(json_kind kind, std::string text) {
    json_value out;
    out.kind = kind;
    out.text = std::move(text);
    return out;
  }

  bool number(std::string spelling) { return put(leaf(json_kind::number, std::move(spelling))); }

  bool escaped(std::size_t quote) const {
    std::size_t slashes = 0;
    while (slashes < quote && from_.text[quote - 1 - slashes] == '\\') ++slashes;
    return slashes % 2 == 1;
  }

  json_value& place_for(json_value value) {
    if (++values_ > json_value_limit) {
      from_.refuse(taken_,
                   fmt::format("more than {} values; a model's config was expected", grouped(json_value_limit)));
    }
    if (open_.empty()) return root = std::move(value);
    json_value& parent = *open_.back().value;
    if (parent.kind == json_kind::list) return parent.items.emplace_back(std::move(value));
    return parent.members.emplace_back(json_member{std::move(open_.back().pending), std::move(value)}).value;
  }

  bool put(json_value value) {
    place_for(std::move(value));
    return true;
  }

  bool open(json_kind kind) {
    if (open_.size() == json_depth_limit) {
      from_.refuse(taken_ - 1, fmt::format("nested deeper than {} levels", json_depth_limit));
    }
    open_.push_back({&place_for(leaf(kind, {})), {}, {}});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  const source& from_;
  const std::size_t& taken_;
  std::size_t values_ = 0;
  std::vector<scope> open_;  // pointers stay good: a scope's value is its parent's last child until it closes
};

/// What the parser would misread or accept.
void refuse_before_parsing(const source& from) {
  const std::string_view text = from.text;
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    throw failure{"JSON", from.file,
                  text.empty() ? "empty file; a JSON object was expected"
                               : "nothing but white space; a JSON object was expected"};
  }
  const auto nul = text.find('\0');
  const auto bad = first_invalid_byte(text);
  if (nul < bad) from.refuse(nul, "NUL byte; JSON text was expected");
  if (bad != std::string_view::npos) {
    from.refuse(bad, fmt::format("byte 0x{:02X} is not UTF-8; JSON text was expected",
                                 static_cast<unsigned>(static_cast<unsigned char>(text[bad]))));
  }
  // No line of JSON begins so: a string has no line break.
  for (const std::string_view conflict : {"<<<<<<< ", "=======", ">>>>>>> "}) {
    for (auto at = text.find(conflict); at != std::string_view::npos; at = text.find(conflict, at + 1)) {
      if (at == 0 || text[at - 1] == '\n') from.refuse(at, "unresolved merge conflict; JSON was expected");
    }
  }
}

}  // namespace

const json_value* json_value::find(std::string_view key) const {
  for (const json_member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

json_value parse_json(std::string_view file, std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const source from{file, text};
  refuse_before_parsing(from);
  std::size_t taken = 0;
  builder tree{from, taken};
  const char* const last = text.data() + text.size();
  sax_parser::sax_parse(watched_iterator{text.data(), &taken}, watched_iterator{last, nullptr}, &tree);
  return std::move(tree.root);
}

std::string description_of(const json_value& value) {
  switch (value.kind) {
    case json_kind::null: return "null";
    case json_kind::boolean: return value.truth ? "true" : "false";
    case json_kind::number: return "the number " + printable(value.text, 40);
    case json_kind::text: return "the string " + in_quotes(value.text);
    case json_kind::list: return "a list";
    case json_kind::object: break;
  }
  return "an object";
}

}  // namespace conform::analyzer
