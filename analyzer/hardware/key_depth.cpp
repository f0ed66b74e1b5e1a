#include "hardware/key_depth.hpp"

namespace conform::analyzer {
namespace {

class scanner {
 public:
  scanner(std::string_view text, std::size_t most) : text_{text}, most_{most} {}

  std::optional<text_place> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
        continue;
      }
      if (c == '.') ++dots_;
      if (c == '[' || c == '{') ++open_;
      if ((c == ']' || c == '}') && open_ > 0) --open_;
      if (dots_ > most_ || open_ > most_) return text_place{line_, at_ - line_begin_ + 1};
      if (!is_of_key(c)) dots_ = 0;
      step();
    }
    return std::nullopt;
  }

 private:
  static bool is_of_key(char c) {
    return c == '.' || c == '_' || c == '-' || c == ' ' || c == '\t' || (c >= '0' && c <= '9') ||
           (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  void step() {
    if (text_[at_++] != '\n') return;
    ++line_;
    line_begin_ = at_;
  }
  /// A string of one line ends at its end; one of several lines at its three quotes.
  void skip_string(char quote) {
    const std::string_view three = quote == '"' ? R"(""")" : "'''";
    const bool lines = text_.substr(at_, 3) == three;
    for (int i = 0; i < (lines ? 3 : 1); ++i) step();
    while (at_ < text_.size()) {
      if (text_[at_] == '\\' && quote == '"') {
        step();
        if (at_ < text_.size()) step();
      } else if (lines && text_.substr(at_, 3) == three) {
        for (int i = 0; i < 5 && at_ < text_.size() && text_[at_] == quote; ++i)
          step();  // two may belong to the string
        return;
      } else if (!lines && (text_[at_] == quote || text_[at_] == '\n')) {
        step();
        return;
      } else {
        step();
      }
    }
  }

  std::string_view text_;
  std::size_t most_, at_ = 0, line_ = 1, line_begin_ = 0, dots_ = 0, open_ = 0;
};

}  // namespace

std::optional<text_place> first_deeper(std::string_view toml, std::size_t most) { return scanner{toml, most}.run(); }

}  // namespace conform::analyzer
