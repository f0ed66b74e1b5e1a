#include "check/safetensors.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "check/count_words.hpp"
#include "failure.hpp"
#include "file_kind.hpp"
#include "input_file.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr std::size_t prefix = 8;                        // bytes of the header's length
constexpr integer reference_header_limit = 100'000'000;  // of the format's reference implementation
constexpr integer most_elements = 18'446'744'073'709'551'615ULL;

struct stored_type {
  std::string_view name;
  int bits;
};
constexpr stored_type stored_types[]{{"BOOL", 8}, {"U8", 8},   {"I8", 8},      {"F8_E4M3", 8}, {"F8_E5M2", 8},
                                     {"I16", 16}, {"U16", 16}, {"F16", 16},    {"BF16", 16},   {"I32", 32},
                                     {"U32", 32}, {"F32", 32}, {"C64", 64},    {"I64", 64},    {"U64", 64},
                                     {"F64", 64}, {"F4", 4},   {"F8_E8M0", 8}, {"F6_E2M3", 6}, {"F6_E3M2", 6}};

/// The front of a regular file; no more than the header is ever read.
class front {
 public:
  explicit front(const std::string& path) : shown_{printable(path)} {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) refuse_file();
    if (!S_ISREG(status.st_mode))
      throw failure{"FILE", shown_, "is " + kind_of_file(status.st_mode) + "; a regular file was expected"};
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor_ < 0) refuse_file();
    size_ = status.st_size;
  }
  ~front() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  front(const front&) = delete;
  front& operator=(const front&) = delete;

  integer size() const { return size_; }
  std::string read(std::size_t count) const {
    std::string out(count, '\0');
    std::size_t had = 0;
    while (had < count) {
      const ssize_t got = ::read(descriptor_, out.data() + had, count - had);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) refuse_file();
      if (got == 0) break;
      had += static_cast<std::size_t>(got);
    }
    out.resize(had);
    return out;
  }
  [[noreturn]] void refuse_at(integer byte, const std::string& what) const {
    throw failure{"SAFETENSORS", fmt::format("{}: byte {}", shown_, decimal(byte)), what};
  }
  /// At a key of the header, or at all of it.
  [[noreturn]] void refuse_in_header(const std::string& key, const std::string& what) const {
    throw failure{"SAFETENSORS", fmt::format("{}: header{}{}", shown_, key.empty() ? "" : ": ", key), what};
  }
  const std::string& shown() const { return shown_; }

 private:
  [[noreturn]] void refuse_file() const {
    const std::string why = std::strerror(errno);
    if (descriptor_ >= 0) ::close(descriptor_);
    throw failure{"FILE", shown_, "cannot be read: " + why};
  }
  std::string shown_;
  int descriptor_ = -1;
  integer size_{};
};

struct extent {
  integer begin, end;
  std::string name;
};

class header_reader {
 public:
  header_reader(const front& file, integer first_byte) : file_{file}, first_byte_{first_byte} {}

  stored_tensors read(const json_value& header) {
    if (header.kind != json_kind::object) file_.refuse_in_header("", description_of(header) + "; expected an object");
    for (const json_member& member : header.members) {
      if (member.key == "__metadata__")
        read_metadata(member.value);
      else
        read_tensor(member.key, member.value);
    }
    std::sort(extents_.begin(), extents_.end(), [](const extent& a, const extent& b) {
      return std::pair{a.begin, a.end} < std::pair{b.begin, b.end};
    });
    for (const extent& next : extents_) {
      if (next.begin != out_.bytes)
        refuse(next.name, "data_offsets",
               fmt::format("begins at byte {}; expected {}: no holes, no overlaps", grouped(next.begin),
                           grouped(out_.bytes)));
      out_.bytes = next.end;
    }
    const integer behind = file_.size() - first_byte_;
    if (out_.bytes != behind)
      file_.refuse_at(
          first_byte_ + std::min(out_.bytes, behind),
          fmt::format("{} bytes behind the header; its tensors have {}", grouped(behind), grouped(out_.bytes)));
    return std::move(out_);
  }

 private:
  void read_metadata(const json_value& value) const {
    const auto is_text = [](const json_member& member) { return member.value.kind == json_kind::text; };
    if (value.kind != json_kind::object || !std::all_of(value.members.begin(), value.members.end(), is_text))
      file_.refuse_in_header("__metadata__", "no object of strings; expected one");
  }
  /// At "header: NAME.key".
  [[noreturn]] void refuse(const std::string& name, std::string_view key, const std::string& what) const {
    file_.refuse_in_header(fmt::format("{}{}{}", printable(name, 100), key.empty() ? "" : ".", key), what);
  }
  const json_value& member(const std::string& name, const json_value& of, std::string_view key) const {
    if (of.kind != json_kind::object)
      refuse(name, "", description_of(of) + "; expected an object of dtype, shape and data_offsets");
    for (const json_member& one : of.members)
      if (one.key != "dtype" && one.key != "shape" && one.key != "data_offsets")
        refuse(name, printable(one.key, 40), "unknown key; expected dtype, shape and data_offsets");
    const json_value* const found = of.find(key);
    if (found == nullptr) refuse(name, key, "missing; expected an object of dtype, shape and data_offsets");
    return *found;
  }
  void read_tensor(const std::string& name, const json_value& value) {
    const json_value &type = member(name, value, "dtype"), &offsets = member(name, value, "data_offsets");
    const auto* const known = std::find_if(std::begin(stored_types), std::end(stored_types), [&](const stored_type& t) {
      return type.kind == json_kind::text && t.name == type.text;
    });
    if (known == std::end(stored_types))
      refuse(name, "dtype", description_of(type) + " is none of the format's; expected one such as BF16");
    std::vector<integer> shape = shape_of_tensor(name, member(name, value, "shape"));
    const auto [begin, end] = offsets_of(name, offsets);
    integer elements = 1;
    for (const integer size : shape) elements = elements * size;  // shape_of_tensor has seen that it fits
    const integer bits = checked_mul(elements, known->bits);
    if (bits % 8 != 0) refuse(name, "shape", "does not fill whole bytes");
    if (bits / 8 != end - begin)
      refuse(name, "data_offsets",
             fmt::format("{} bytes, {} by dtype and shape", grouped(end - begin), grouped(bits / 8)));
    extents_.push_back({begin, end, name});
    out_.tensors.push_back({name, std::string{known->name}, std::move(shape)});
  }
  std::pair<integer, integer> offsets_of(const std::string& name, const json_value& offsets) const {
    if (offsets.kind != json_kind::list || offsets.items.size() != 2)
      refuse(name, "data_offsets", description_of(offsets) + "; expected a list of two numbers");
    const auto begin = natural_of(offsets.items[0]), end = natural_of(offsets.items[1]);
    if (!begin || !end || *end < *begin)
      refuse(name, "data_offsets", "no two whole numbers, the second not below the first");
    return {*begin, *end};
  }
  std::vector<integer> shape_of_tensor(const std::string& name, const json_value& shape) const {
    if (shape.kind != json_kind::list) refuse(name, "shape", description_of(shape) + "; expected a list");
    std::vector<integer> out;
    integer elements = 1;
    for (const json_value& size : shape.items) {
      const auto one = natural_of(size);
      if (!one) refuse(name, "shape", description_of(size) + " in it; expected whole numbers of at least 0");
      elements = elements * *one;  // both fit in 64 bits
      if (elements > most_elements) refuse(name, "shape", "more than 2^64 elements");
      out.push_back(*one);
    }
    return out;
  }

  const front& file_;
  integer first_byte_;
  stored_tensors out_;
  std::vector<extent> extents_;
};

std::string header_of(const front& file) {
  const std::string first = file.read(prefix);
  if (first.starts_with("\x80\x02") || first.starts_with("PK\x03\x04"))
    file.refuse_at(0, "looks like a pickled PyTorch file; a safetensors file was expected");
  if (first.size() < prefix)
    file.refuse_at(0, fmt::format("{} bytes; expected 8 for the length of the header", first.size()));
  integer length = 0;
  for (std::size_t i = prefix; i-- > 0;) length = length * 256 + static_cast<unsigned char>(first[i]);
  if (length > reference_header_limit)
    file.refuse_at(0, fmt::format("a header of {} bytes; at most {} were expected", grouped(length),
                                  grouped(reference_header_limit)));
  if (length > file.size() - static_cast<integer>(prefix))
    file.refuse_at(0, fmt::format("a header of {} bytes in a file of {}", grouped(length), grouped(file.size())));
  if (length > static_cast<integer>(input_size_limit))
    file.refuse_at(
        0, fmt::format("a header of {} bytes; conform reads at most {}", grouped(length), grouped(input_size_limit)));
  return file.read(static_cast<std::size_t>(length));
}

}  // namespace

std::optional<integer> natural_of(const json_value& value) {
  if (value.kind != json_kind::number) return {};
  const auto out = read_count(value.text);
  return out && *out <= most_elements ? out : std::nullopt;
}

stored_tensors read_safetensors(const std::string& path) {
  const front file{path};
  const std::string text = header_of(file);
  const auto first_byte = static_cast<integer>(prefix + text.size());
  return header_reader{file, first_byte}.read(parse_json(file.shown() + ": header", text));
}

}  // namespace conform::analyzer
