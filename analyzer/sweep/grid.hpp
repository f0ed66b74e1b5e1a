#pragma once
// grid: the points of a sweep, each with an id that does not depend on how the work is divided.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace conform::analyzer {

/// How many values each axis has. The last one is the fastest: ids count the points in that order, from 0.
struct grid {
  std::size_t settings{1};  ///< what is counted: a variant of attention, and in a model a mask and logits
  std::size_t widths{1};    ///< formats of numbers of a model, widths of a head
  std::size_t batches{1};
  std::size_t contexts{1};
  std::size_t lengths{1};
};

/// Places on the axes.
struct grid_point {
  std::uint64_t id{};
  std::size_t setting{}, width{}, batch{}, context{}, length{};
};

/// Part `index` of `count`, from 1: the points whose id leaves the rest index - 1.
struct shard {
  std::uint64_t index{1}, count{1};
};

inline constexpr std::uint64_t most_points = 1'000'000'000;

/// Throws failure USAGE for more than most_points.
std::uint64_t points_of(const grid& all);
std::uint64_t points_of(const grid& all, const shard& part);

/// "2/8". Throws failure USAGE.
shard read_shard(const std::string& word);

/// The point of that id. all holds it.
grid_point point_at(const grid& all, std::uint64_t id);

/// The points of the part in the order of their ids, without the first `skipped` of them.
void each_point(const grid& all, const shard& part, std::uint64_t skipped,
                const std::function<void(const grid_point&)>& visit);

}  // namespace conform::analyzer
