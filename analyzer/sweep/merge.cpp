// Reads the parts of a sweep whole; their rows go out in the order of ids, byte for byte.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>

#include <fmt/format.h>
#include <sys/stat.h>
#include <nlohmann/json.hpp>

#include "drawn_format.hpp"
#include "output.hpp"
#include "sweep/sweep.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

struct part_file {
  std::string path;
  std::string bytes;
};

/// One row, in the bytes of its file.
struct merged_row {
  std::uint64_t id;
  std::string_view text;
  const part_file* file;
  std::uint64_t line;
};

/// What all rows share.
struct sweep_facts {
  std::uint64_t points{};
  std::string_view fingerprint;
  friend bool operator==(const sweep_facts&, const sweep_facts&) = default;
};

std::string place_of(const part_file& file, std::uint64_t line) {
  return fmt::format("{}:{}", printable(file.path), line);
}

[[noreturn]] void refuse(const part_file& file, std::uint64_t line, const std::string& what) {
  throw failure{"MERGE", place_of(file, line), what};
}

part_file read_part(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw failure{"FILE", printable(path), "cannot be read: no such file"};
  if (!S_ISREG(status.st_mode))
    throw failure{"FILE", printable(path), "not a regular file; rows of a sweep were expected"};
  std::ifstream from{path, std::ios::binary};
  if (!from) throw failure{"FILE", printable(path), "cannot be read"};
  return {path, {std::istreambuf_iterator<char>{from}, {}}};
}

/// Takes `what` off the front; false where it is not there.
bool take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

bool take_number(std::string_view& text, std::uint64_t& into) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (problem != std::errc{} || (text[0] == '0' && end != text.data() + 1)) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

constexpr std::size_t fingerprint_length = 16;

/// Id, points and fingerprint at the start of a row.
bool read_start(std::string_view row, bool json, std::uint64_t& id, sweep_facts& facts) {
  if (json && !take(row, "{\"id\": \"")) return false;
  if (!take_number(row, id) || !take(row, json ? "\", \"points\": \"" : ",")) return false;
  if (!take_number(row, facts.points) || !take(row, json ? "\", \"sweep\": \"" : ",")) return false;
  facts.fingerprint = row.substr(0, fingerprint_length);
  return row.size() > fingerprint_length && facts.fingerprint.find_first_not_of("0123456789abcdef") == row.npos &&
         row[fingerprint_length] == (json ? '"' : ',');
}

/// Fields of a line of CSV.
std::size_t fields_of(std::string_view line) {
  std::size_t out = 1;
  bool quoted = false;
  for (const char c : line) {
    quoted = quoted != (c == '"');
    out += !quoted && c == ',' ? 1 : 0;
  }
  return out;
}

class merging {
 public:
  explicit merging(const std::vector<std::string>& paths) {
    files_.reserve(paths.size());
    for (const std::string& path : paths) files_.push_back(read_part(path));
    for (const part_file& file : files_) add(file);
    for (const part_file& file : files_)  // a part without points has no line in JSONL
      if (file.bytes.empty() && !(first_ != nullptr && json_)) refuse(file, 1, "empty; rows of a sweep were expected");
    std::sort(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.id, a.file, a.line) < std::tie(b.id, b.file, b.line);  // files stand in one list
    });
    drop_equal();
  }

  /// "3 of 12 points are missing, the first with id 4"; empty where none is.
  std::string gaps() const {
    if (!facts_) return "no file has a row; all parts of the sweep were expected";
    const std::uint64_t points = facts_->points, missing = points - rows_.size();
    if (missing == 0) return "";
    std::uint64_t first = 0;
    while (first < rows_.size() && rows_[first].id == first) ++first;
    return fmt::format("{} of {} points are missing, the first with id {}; all parts of the sweep were expected",
                       grouped(missing), grouped(points), first);
  }

  std::string text() const {
    std::string out{header_};
    for (const merged_row& row : rows_) out += row.text;
    return out;
  }

 private:
  void add(const part_file& file) {
    std::string_view rest = file.bytes;
    std::uint64_t line = 0;
    while (!rest.empty()) {
      ++line;
      const std::size_t end = rest.find('\n');
      if (end == rest.npos)
        refuse(file, line, "a line without its end; a sweep that is whole was expected (--resume continues it)");
      const std::string_view text = rest.substr(0, end + 1);
      rest.remove_prefix(end + 1);
      if (line == 1) begin(file, text);
      if (line > 1 || json_) add_row(file, line, text);
    }
  }

  /// The first line says which format the file has.
  void begin(const part_file& file, std::string_view line) {
    const bool json = line.starts_with("{\"id\": ");
    if (!json && !line.starts_with("id,points,sweep,"))
      refuse(file, 1, "not the start of a sweep; the header id,points,sweep,... or a row of JSON was expected");
    if (first_ == nullptr) {
      first_ = &file;
      json_ = json;
      if (!json) header_ = line, fields_ = fields_of(line);
    } else if (json != json_ || (!json && line != header_)) {
      refuse(file, 1, fmt::format("other columns than {}; parts of one sweep were expected", printable(first_->path)));
    }
  }

  void add_row(const part_file& file, std::uint64_t line, std::string_view text) {
    merged_row row{0, text, &file, line};
    sweep_facts facts;
    const bool whole = json_ ? nlohmann::json::accept(text) : text.ends_with("\r\n") && fields_of(text) == fields_;
    if (!whole || !read_start(text, json_, row.id, facts)) refuse(file, line, "not a row of a sweep");
    if (!facts_) facts_ = facts;
    if (facts != *facts_)
      refuse(file, line,
             fmt::format("a row of another sweep than {}; parts of one sweep were expected",
                         place_of(*rows_.front().file, rows_.front().line)));
    if (row.id >= facts.points) refuse(file, line, fmt::format("id {} of {} points", row.id, facts.points));
    rows_.push_back(row);
  }

  /// Of equal rows one is enough.
  void drop_equal() {
    const auto same = [](const merged_row& a, const merged_row& b) {
      if (a.id != b.id) return false;
      if (a.text != b.text)
        refuse(*b.file, b.line,
               fmt::format("id {} has other figures at {}; one row a point, or equal ones, were expected", b.id,
                           place_of(*a.file, a.line)));
      return true;
    };
    rows_.erase(std::unique(rows_.begin(), rows_.end(), same), rows_.end());
  }

  std::vector<part_file> files_;
  const part_file* first_{};  ///< that has a line
  bool json_{};
  std::string_view header_;
  std::size_t fields_{};
  std::optional<sweep_facts> facts_;
  std::vector<merged_row> rows_;
};

/// The output may not be one of the parts.
void check_merged(const std::string& output, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) throw failure{"FILE", printable(file), "cannot be read: no such file"};
    const input_file part{file, {}, status.st_dev, status.st_ino};
    check_output(output, &part);
  }
}

}  // namespace

exit_code run_merge(const merge_request& given) {
  const auto output = read_output(given.output);
  if (given.files.empty()) throw failure{"USAGE", "merge", "no file; expected the parts of a sweep"};
  if (output) check_merged(*output, given.files);
  const merging merged{given.files};
  const std::string gaps = merged.gaps();
  if (!gaps.empty() && !given.partial) throw failure{"GAPS", "merge", gaps, exit_code::check_failed};
  put_out(output, merged.text());
  if (!gaps.empty()) write_stderr(warning_line({"gaps", "merge", gaps}) + '\n');
  return exit_code::pass;
}

}  // namespace conform::analyzer
