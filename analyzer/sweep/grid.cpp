#include "sweep/grid.hpp"

#include <array>

#include <fmt/format.h>
#include <range/v3/view/cartesian_product.hpp>
#include <range/v3/view/drop_exactly.hpp>
#include <range/v3/view/iota.hpp>
#include <range/v3/view/stride.hpp>

#include "failure.hpp"
#include "option_values.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {

std::uint64_t points_of(const grid& all) {
  std::uint64_t out = 1;
  for (const std::size_t axis : std::array{all.settings, all.widths, all.batches, all.contexts, all.lengths}) {
    if (out > most_points / axis) {
      throw failure{"USAGE", "sweep",
                    fmt::format("more than {} points; fewer values of an option were expected", grouped(most_points))};
    }
    out *= axis;
  }
  return out;
}

std::uint64_t points_of(const grid& all, const shard& part) {
  const std::uint64_t points = points_of(all);
  return part.index > points ? 0 : (points - part.index) / part.count + 1;
}

shard read_shard(const std::string& word) {
  const std::size_t slash = word.find('/');
  if (slash == std::string::npos) {
    throw failure{"USAGE", "--shard", in_quotes(word) + "; expected PART/PARTS, as 2/8"};
  }
  constexpr range parts{1, static_cast<std::int64_t>(most_points)};
  shard out;
  out.count = static_cast<std::uint64_t>(count_of("--shard: parts", word.substr(slash + 1), parts));
  const range own{1, static_cast<std::int64_t>(out.count)};
  out.index = static_cast<std::uint64_t>(count_of("--shard: part", word.substr(0, slash), own));
  return out;
}

grid_point point_at(const grid& all, std::uint64_t id) {
  std::uint64_t left = id;
  const auto take = [&](std::size_t values) {
    const auto out = static_cast<std::size_t>(left % values);
    left /= values;
    return out;
  };
  grid_point out{id, 0, 0, 0, 0, 0};
  out.length = take(all.lengths), out.context = take(all.contexts), out.batch = take(all.batches);
  out.width = take(all.widths), out.setting = take(all.settings);
  return out;
}

void each_point(const grid& all, const shard& part, std::uint64_t skipped,
                const std::function<void(const grid_point&)>& visit) {
  using namespace ranges;
  const std::uint64_t points = points_of(all), first = part.index - 1 + skipped * part.count;
  if (first >= points) return;
  const auto places = [](std::size_t values) { return views::iota(0, static_cast<int>(values)); };
  auto product = views::cartesian_product(places(all.settings), places(all.widths), places(all.batches),
                                          places(all.contexts), places(all.lengths));
  std::uint64_t id = first;
  for (const auto& [setting, width, batch, context, length] :
       product | views::drop_exactly(static_cast<std::int64_t>(first)) |
           views::stride(static_cast<std::int64_t>(part.count))) {
    visit({id, static_cast<std::size_t>(setting), static_cast<std::size_t>(width), static_cast<std::size_t>(batch),
           static_cast<std::size_t>(context), static_cast<std::size_t>(length)});
    id += part.count;
  }
}

}  // namespace conform::analyzer
