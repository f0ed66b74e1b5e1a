#pragma once
// size_words: "n=37,m=53,d_k=16,Br=8" as the sizes of a variant.

#include <functional>
#include <string>
#include <vector>

#include "option_values.hpp"
#include "variant/variant_entry.hpp"

namespace conform::analyzer {

/// One size as given, by its name in the alphabet: n and d stand for both of a pair.
struct size_word {
  std::string name;
  long long value;
};

/// "NAME=NUMBER,NAME=NUMBER". `named` gives the name of what is written, and throws where it is none. Throws failure
/// USAGE, for a size given twice, too; `example` is how to do it.
std::vector<size_word> read_size_words(const std::string& words, std::string_view option, std::string_view example,
                                       range accepted, const std::function<std::string(const std::string&)>& named);

/// The name in the alphabet of what a user may write: m is n_k, Br is B_r, Bc is B_c.
std::string size_name_of(std::string_view written);

/// Throws failure USAGE: not NAME=NUMBER, an unknown name, a number that is out of range, a size given twice. `option`
/// is where they stand on the command line.
std::vector<size_word> read_sizes(const std::string& words, std::string_view option = "--sizes");

/// The sizes of this variant: n_q, n_k, d_k or d_v decides over n and d, wherever it stands. Throws failure
/// SIZE-NOT-USED, SIZE-MISSING, IMPOSSIBLE.
point_sizes sizes_of(const variant_entry& variant, const std::vector<size_word>& given,
                     std::string_view option = "--sizes");

/// The same where the variant may not be possible.
point_sizes sizes_given(const variant_entry& variant, const std::vector<size_word>& given, std::string_view option);

/// Those of a point where the kernel runs. Throws failure TOO-LARGE, too.
point_sizes point_of(const variant_entry& variant, const std::vector<size_word>& given);

/// Does the variant use the size that is this member of variant_sizes?
bool uses(const variant_entry& variant, const char* member);

/// Has it one size for its queries and its keys?
bool has_one_length(const variant_entry& variant);

/// "n_q = 37, n_k = 53": the sizes that the variant uses.
std::string sizes_text(const variant_entry& variant, point_sizes at);

/// Calls f(name, size) for every letter of the variant's alphabet.
template <class F>
void each_size(const variant_entry& variant, point_sizes at, F f) {
  for (const std::string_view letter : variant.sizes) {
    bool told = false;
    at.each([&](const char* member, long long size) {
      if (!told && stands_for(letter, member)) f(letter, size), told = true;
    });
  }
}

}  // namespace conform::analyzer
