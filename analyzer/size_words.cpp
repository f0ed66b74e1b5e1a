#include "size_words.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "failure.hpp"
#include "option_values.hpp"
#include "text/nearest_name.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr range size_range{0, 1'073'741'824};       // 2^30
constexpr integer most_elements = 16'777'216;       // 2^24: 256 MB of counted numbers
constexpr integer most_operations = 2'147'483'648;  // 2^31: tens of seconds

std::string place_of(std::string_view option, std::string_view name) { return fmt::format("{}: {}", option, name); }

const std::vector<std::string_view>& all_names() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> out{"n", "d", "m", "Br", "Bc"};
    point_sizes().each([&](const char* member, long long) { out.push_back(member); });
    return out;
  }();
  return all;
}

/// "name=8k"
size_word read_size(const std::string& word, std::string_view option, std::string_view example, range accepted,
                    const std::function<std::string(const std::string&)>& named) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw failure{"USAGE", option,
                  fmt::format("{}; expected NAME=NUMBER,NAME=NUMBER, as {}", in_quotes(word), example)};
  }
  const std::string written = word.substr(0, equals);
  return {named(written), count_of(place_of(option, written), word.substr(equals + 1), accepted)};
}

/// The members that a word sets: n the queries and the keys, d the widths, or that of a layer where it has no other.
std::vector<std::string> members_of(const variant_entry& variant, const std::string& name) {
  if (name == "n") return {"n_q", "n_k"};
  if (name != "d") return {name};
  std::vector<std::string> out;
  for (const char* width : {"d_k", "d_v"})
    if (uses(variant, width)) out.emplace_back(width);
  if (out.empty() || std::count(variant.sizes.begin(), variant.sizes.end(), "d") > 0) out.emplace_back("d_m");
  return out;
}

/// A letter that stands for several sizes gives them one value.
void refuse_unequal(const variant_entry& variant, point_sizes at, std::string_view option) {
  each_size(variant, at, [&](std::string_view letter, long long first) {
    at.each([&](const char* member, long long size) {
      if (!stands_for(letter, member) || size == first) return;
      throw failure{"IMPOSSIBLE", place_of(option, member),
                    fmt::format("{}; {} has one size {} of {}", size, variant.name, letter, first)};
    });
  });
}

void refuse_large(const variant_entry& variant, const point_sizes& at) {
  const auto refuse = [&](integer asked, integer most, std::string_view what) {
    if (asked <= most) return;
    throw failure{"TOO-LARGE", std::string{variant.name},
                  fmt::format("{}: {} {}, more than the {} that are run", sizes_text(variant, at), grouped(asked), what,
                              grouped(most))};
  };
  try {
    refuse(variant.elements(at), most_elements, "elements of inputs and outputs");
    refuse(variant.scratch(at), most_elements, "elements of scratch");
    refuse(variant.work(at), most_operations, "operations");
  } catch (const integer_overflow&) {
    throw failure{"TOO-LARGE", std::string{variant.name}, sizes_text(variant, at) + ": a count leaves 128 bits"};
  }
}

std::string needed_by(const variant_entry& variant) {
  return fmt::format("{} uses {}", variant.name, listed(variant.sizes));
}

}  // namespace

std::string size_name_of(std::string_view written) {
  return std::string{written == "m" ? "n_k" : written == "Br" ? "B_r" : written == "Bc" ? "B_c" : written};
}

bool uses(const variant_entry& variant, const char* member) {
  return std::any_of(variant.sizes.begin(), variant.sizes.end(),
                     [&](std::string_view letter) { return stands_for(letter, member); });
}

bool has_one_length(const variant_entry& variant) {
  return std::any_of(variant.sizes.begin(), variant.sizes.end(),
                     [&](std::string_view letter) { return stands_for(letter, "n_q") && stands_for(letter, "n_k"); });
}

std::vector<size_word> read_size_words(const std::string& words, std::string_view option, std::string_view example,
                                       range accepted, const std::function<std::string(const std::string&)>& named) {
  std::vector<size_word> out;
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find(',', begin), words.size());
    size_word next = read_size(words.substr(begin, end - begin), option, example, accepted, named);
    for (const size_word& other : out)
      if (other.name == next.name) throw failure{"USAGE", place_of(option, next.name), "given more than once"};
    out.push_back(std::move(next));
    begin = end + 1;
  }
  return out;
}

std::vector<size_word> read_sizes(const std::string& words, std::string_view option) {
  return read_size_words(
      words, option, option == "--attention" ? "w=256" : "n=37,d=16", size_range, [&](const std::string& written) {
        const auto& names = all_names();
        if (std::find(names.begin(), names.end(), written) != names.end()) return size_name_of(written);
        throw failure{"USAGE", place_of(option, printable(written, 40)),
                      "no size of any variant" + did_you_mean(written, names) + "; see conform list variants"};
      });
}

point_sizes sizes_given(const variant_entry& variant, const std::vector<size_word>& given, std::string_view option) {
  std::map<std::string, long long> value;
  for (const bool pairs : {true, false}) {
    for (const size_word& word : given) {
      if ((word.name == "n" || word.name == "d") != pairs) continue;
      bool used = word.name == "n_q";  // one where it is no size of the variant: a decode step
      for (const std::string& member : members_of(variant, word.name)) {
        used = used || uses(variant, member.c_str());
        value[member] = word.value;
      }
      if (!used) throw failure{"SIZE-NOT-USED", place_of(option, word.name), "not used; " + needed_by(variant)};
    }
  }
  point_sizes out;
  out.each([&](const char* member, long long& size) {
    const auto known = value.find(member);
    if (known != value.end()) {
      size = known->second;
    } else if (uses(variant, member)) {
      throw failure{"SIZE-MISSING", place_of(option, member), "missing; " + needed_by(variant)};
    } else if (std::string_view{member} == "n_q") {
      size = 1;
    }
  });
  refuse_unequal(variant, out, option);
  return out;
}

point_sizes sizes_of(const variant_entry& variant, const std::vector<size_word>& given, std::string_view option) {
  const point_sizes out = sizes_given(variant, given, option);
  if (const char* const why = variant.impossible(out); why != nullptr) {
    throw failure{"IMPOSSIBLE", std::string{variant.name}, fmt::format("{}: {}", sizes_text(variant, out), why)};
  }
  return out;
}

point_sizes point_of(const variant_entry& variant, const std::vector<size_word>& given) {
  const point_sizes out = sizes_of(variant, given);
  refuse_large(variant, out);
  return out;
}

std::string sizes_text(const variant_entry& variant, point_sizes at) {
  std::string out;
  const auto put = [&](std::string_view name, long long size) {
    out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", name, size);
  };
  if (!uses(variant, "n_q") && at.n_q != 1) put("n_q", at.n_q);
  each_size(variant, at, put);
  return out;
}

}  // namespace conform::analyzer
