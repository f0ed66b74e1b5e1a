// A registry of the variants VARIANTS alone, whose headers are included from the command line: `conform verify` as it
// is, built in seconds. It stands before the library of the program, whose own registry is then not linked.
#include "variant/variant_entry.hpp"

namespace conform::analyzer {
namespace {

template <class... V>
std::span<const variant_entry> entries() {
  static const variant_entry all[]{entry_of<V>()...};
  return all;
}

}  // namespace

std::span<const variant_entry> all_variants() { return entries<VARIANTS>(); }

}  // namespace conform::analyzer
