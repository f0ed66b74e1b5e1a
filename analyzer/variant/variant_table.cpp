// The only file that instantiates every variant of the registry.
#include <boost/hana/for_each.hpp>

#include <conform/attention/registry.hpp>

#include "variant/variant_entry.hpp"

namespace conform::analyzer {

std::span<const variant_entry> all_variants() {
  static const std::vector<variant_entry> all = [] {
    std::vector<variant_entry> out;
    boost::hana::for_each(variants, [&](auto type) { out.push_back(entry_of<typename decltype(type)::type>()); });
    return out;
  }();
  return all;
}

}  // namespace conform::analyzer
