#include "own/own_lengths.hpp"

#include "own/own_growth.hpp"

namespace conform::analyzer {
namespace {

metered_model resized(metered_model m, const std::string& size, std::int64_t value) {
  for (named_value& one : m.values)
    if (one.name == size) one.value = value;
  return m;
}

}  // namespace

capacity own_capacity(const metered_model& m, number_format dtype, integer memory,
                      const std::vector<std::string>& sizes) {
  capacity out{held_by(m, dtype), memory, {}};
  for (const std::string& size : sizes) {
    const auto fits = [&](std::int64_t value) {
      try {
        return held_by(resized(m, size, value), dtype).all() <= memory;
      } catch (const integer_overflow&) {
        return false;
      }
    };
    out.largest.push_back({size, "", largest_of(own_range, fits)});
  }
  return out;
}

length_sweep own_lengths(const metered_model& m, number_format dtype, const std::string& size) {
  const polynomial all = m.total().done.unit_total(), cores = core_operations(m);
  length_sweep out{size, m.value(size), lengths_up_to(longest_swept), {}, {}, {}};
  const auto at = [&](long long n) -> std::optional<swept_point> {
    try {
      const metered_model here = resized(m, size, n);
      const integer core = here(cores);
      return swept_point{core, checked_sub(here(all), core), held_by(here, dtype).all()};
    } catch (const integer_overflow&) {
      return {};
    }
  };
  sweep(out, {{"own attention", "own attention", at}});
  return out;
}

}  // namespace conform::analyzer
