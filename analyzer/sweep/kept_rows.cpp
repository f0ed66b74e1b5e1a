#include "sweep/kept_rows.hpp"

#include <fstream>

#include <fmt/format.h>

#include "failure.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::uint64_t all_compared = 10'000, step = 100;

[[noreturn]] void refuse(const std::string& file, std::uint64_t line, const std::string& what) {
  throw failure{"RESUME", fmt::format("{}:{}", printable(file), line), what};
}

/// The next line with its end; one without an end is the last.
bool next_line(std::ifstream& from, std::string& line) {
  if (!std::getline(from, line)) return false;
  if (!from.eof()) line += '\n';
  return true;
}

}  // namespace

kept_rows read_kept(const std::string& file, const row_text& rows, const shard& part, std::uint64_t points,
                    const std::function<std::string(std::uint64_t)>& row_of) {
  std::ifstream from{file, std::ios::binary};
  if (!from) throw failure{"FILE", printable(file), "cannot be read"};
  kept_rows out;
  std::string line, last;
  std::uint64_t number = 1;
  const auto compare = [&](const std::string& row, std::uint64_t id, std::uint64_t at) {
    if (row != row_of(id))
      refuse(file, at, fmt::format("other figures than this sweep has for id {}; the same were expected", id));
  };
  if (!rows.header().empty()) {
    if (!next_line(from, line)) return out;
    if (line != rows.header()) {
      if (!line.ends_with('\n') && rows.header().starts_with(line)) return out;
      refuse(file, number, "not the header of this sweep; the columns of this sweep were expected");
    }
    out.bytes += line.size();
    ++number;
  }
  for (; next_line(from, line); ++number) {
    const std::uint64_t id = part.index - 1 + out.rows * part.count;
    const std::string start = rows.start_of(id);
    const bool torn = !line.ends_with('\n');
    if (id >= points) refuse(file, number, "one row more than this part of the sweep has; the end was expected");
    if (torn ? !(line.starts_with(start) || start.starts_with(line)) : !line.starts_with(start))
      refuse(file, number,
             fmt::format("not a row of this sweep; the row with id {} of the same sweep and part was expected", id));
    if (torn) break;
    if (out.rows < all_compared || out.rows % step == 0) compare(line, id, number);
    ++out.rows;
    out.bytes += line.size();
    last.swap(line);
  }
  if (out.rows > 0) compare(last, part.index - 1 + (out.rows - 1) * part.count, number - 1);
  return out;
}

}  // namespace conform::analyzer
