#include "variant/variant_grid.hpp"

#include <iterator>
#include <set>
#include <string_view>

namespace conform::analyzer {
namespace {

struct grid_plan {
  std::size_t points;
  long long longest;  ///< queries and keys, where they are drawn alone
  long long widest;
};

constexpr grid_plan plan_of(grid wanted) {
  return wanted == grid::small ? grid_plan{40, 14, 5} : grid_plan{300, 32, 9};
}
constexpr int draws_for_a_point = 200;

/// A linear congruence (Knuth, MMIX): the library's distributions differ from library to library.
class dice {
 public:
  long long between(long long low, long long high) {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return low + static_cast<long long>((state_ >> 33) % static_cast<unsigned long long>(high - low + 1));
  }
  bool once_in(long long count) { return between(1, count) == 1; }

 private:
  unsigned long long state_ = 17;
};

/// Sizes of every letter. Lengths are often one, often equal, often multiples of a size that divides them in some
/// variants; heads are multiples of the heads of keys.
point_sizes drawn(dice& from, const grid_plan& plan) {
  point_sizes s;
  s.each([&](std::string_view, long long& size) { size = from.between(1, 5); });
  s.d_k = from.between(1, plan.widest), s.d_v = from.between(1, plan.widest), s.d_m = from.between(1, plan.widest);
  s.g = from.between(0, 3), s.r = from.between(0, 2), s.iterations = from.between(0, 3);
  s.w = from.between(1, 8);
  s.buckets = 2 * from.between(1, 3), s.heads = s.kv_heads * from.between(1, 3);
  if (from.once_in(3)) s.d_k = s.d_v;
  if (from.once_in(3)) s.d_m = s.heads * s.d_k;
  if (from.once_in(3)) s.B_c = s.B_r;
  const long long parts[]{s.B_r, s.l, s.c, s.C, s.p, s.landmarks, s.buckets, s.B_r * s.s};
  if (from.once_in(3)) {
    const auto part = static_cast<std::size_t>(from.between(0, std::size(parts) - 1));  // one draw a statement:
    s.n_q = parts[part] * from.between(1, 4);  // compilers order those of one differently
  } else {
    s.n_q = from.between(1, plan.longest);
  }
  s.n_k = from.once_in(3) ? from.between(1, plan.longest) : s.n_q;
  if (from.once_in(8)) s.n_q = 1;
  if (from.once_in(16)) s.n_q = s.n_k = 1;
  return s;
}

/// What the variant does not use is nothing (one query), and a letter that stands for several sizes makes them equal.
/// The sizes that it does use.
std::vector<long long> fitted(const variant_entry& variant, point_sizes& s) {
  std::vector<long long> out(variant.sizes.size(), 0);
  s.each([&](std::string_view member, long long& size) {
    bool used = false;
    for (std::size_t i = 0; i < out.size() && !used; ++i) {
      if (!stands_for(variant.sizes[i], member.data())) continue;
      used = true;
      if (out[i] == 0) out[i] = size;
      size = out[i];
    }
    if (!used) size = member == "n_q" ? 1 : 0;
  });
  return out;
}

}  // namespace

std::vector<point_sizes> points_of(const variant_entry& variant, grid wanted) {
  const grid_plan plan = plan_of(wanted);
  const std::size_t draws = plan.points * draws_for_a_point;
  dice from;
  std::vector<point_sizes> out;
  std::set<std::vector<long long>> seen;
  for (std::size_t draw = 0; draw < draws && out.size() < plan.points; ++draw) {
    point_sizes s = drawn(from, plan);
    const std::vector<long long> used = fitted(variant, s);
    if (variant.impossible(s) == nullptr && seen.insert(used).second) out.push_back(s);
  }
  return out;
}

}  // namespace conform::analyzer
