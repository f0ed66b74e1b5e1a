#include "verify.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "progress.hpp"
#include "proof/growth_letters.hpp"

namespace conform::analyzer {
namespace {

integer apart(integer a, integer b) { return a < b ? checked_sub(b, a) : checked_sub(a, b); }

verified_growth growth_of(const variant_entry& variant, const variant_formulas& all) {
  growth_question asked{all.low, all.high, all.bound, static_cast<int>(all.letters.size()), {}, 1};
  for (const auto* known : {&all.assumed, &all.always})
    for (const relation& r : *known) add_fact(asked.where, r);
  return {growth_text(variant, all), at_most(asked).is, at_least(asked).is};
}

}  // namespace

std::size_t verified_variant::unequal() const {
  return static_cast<std::size_t>(
      std::count_if(points.begin(), points.end(), [](const variant_point& point) { return !point.equal(); }));
}

bool verified_variant::passes() const { return !points.empty() && unequal() == 0 && (!growth || growth->holds()); }

bool verification::passes() const {
  return std::all_of(variants.begin(), variants.end(), [](const verified_variant& v) { return v.passes(); });
}

integer difference_of(const operations<integer>& claimed, const operations<integer>& counted) {
  std::vector<integer> kinds;
  claimed.each([&](const char*, integer count) { kinds.push_back(count); });
  integer sum = apart(claimed.mac, counted.mac);
  std::size_t kind = 0;
  counted.each([&](const char*, integer count) { sum = checked_add(sum, apart(kinds[kind++], count)); });
  return sum;
}

integer difference_of(const checked_point& at) { return difference_of(at.claimed, at.counted); }

integer scratch_difference_of(const checked_point& at) { return apart(at.claimed_scratch, at.counted_scratch); }

integer traffic_difference_of(const checked_point& at) {
  return checked_add(at.outside, checked_add(apart(at.claimed_traffic.loads, at.counted_traffic.loads),
                                             apart(at.claimed_traffic.stores, at.counted_traffic.stores)));
}

verification verify(const verify_options& asked) {
  verification out{asked, {}};
  std::vector<std::vector<point_sizes>> points;
  for (const variant_entry* variant : asked.variants)
    points.push_back(asked.sizes ? std::vector{point_of(*variant, *asked.sizes)} : points_of(*variant, asked.grid));
  progress told{"verify"};
  for (std::size_t i = 0; i < asked.variants.size(); ++i) {
    const variant_entry& variant = *asked.variants[i];
    told.at(fmt::format("{} ({} of {})", variant.name, i + 1, asked.variants.size()));
    const variant_formulas all = variant.formulas();
    verified_variant one{&variant, {}, {}};
    for (const point_sizes& at : points[i]) one.points.push_back(variant.check(at, all));
    if (!asked.sizes) one.growth = growth_of(variant, all);
    out.variants.push_back(std::move(one));
  }
  return out;
}

std::string verdict_of(const verified_variant& what) {
  const std::size_t all = what.points.size(), unequal = what.unequal();
  const char* const plural = all == 1 ? "" : "s";
  if (all == 0) return "ran at no point";
  if (unequal > 0) return fmt::format("differs at {} of {} point{}", unequal, all, plural);
  return fmt::format("agrees on {} point{}{}", all, plural,
                     what.growth && !what.growth->holds() ? ", growth not proved" : "");
}

}  // namespace conform::analyzer
