#include "check/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "check/count_words.hpp"
#include "failure.hpp"
#include "file_kind.hpp"
#include "input_file.hpp"
#include "json_tree.hpp"
#include "number_text.hpp"
#include "printable.hpp"

namespace conform::analyzer {
namespace {

constexpr integer reference_header_limit = 100'000'000;  // of the format's reference implementation

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
  [[noreturn]] void refuse(const std::string& what) const { throw failure{"SAFETENSORS", shown_, what}; }
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

/// A whole number of 64 bits without a sign.
std::optional<integer> natural_of(const json_value& value) {
  constexpr integer most = 18'446'744'073'709'551'615ULL;
  if (value.kind != json_kind::number) return {};
  const auto out = read_count(value.text);
  return out && *out <= most ? out : std::nullopt;
}

struct extent {
  integer begin, end;
  std::string name;
};

class header_reader {
 public:
  header_reader(const front& file, integer tensors_size) : file_{file}, tensors_size_{tensors_size} {}

  checkpoint read(const json_value& header) {
    if (header.kind != json_kind::object)
      file_.refuse("the header is " + description_of(header) + "; expected an object");
    out_.parameters = 0;
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
        file_.refuse(fmt::format("tensor {} begins at byte {}; expected {}: no holes, no overlaps",
                                 in_quotes(next.name), grouped(next.begin), grouped(out_.bytes)));
      out_.bytes = next.end;
    }
    if (out_.bytes != tensors_size_)
      file_.refuse(
          fmt::format("{} bytes behind the header; its tensors have {}", grouped(tensors_size_), grouped(out_.bytes)));
    return out_;
  }

 private:
  void read_metadata(const json_value& value) const {
    const auto is_text = [](const json_member& member) { return member.value.kind == json_kind::text; };
    if (value.kind != json_kind::object || !std::all_of(value.members.begin(), value.members.end(), is_text))
      file_.refuse("__metadata__ is not an object of strings");
  }
  [[noreturn]] void refuse(const std::string& name, const std::string& what) const {
    file_.refuse(fmt::format("tensor {}: {}", in_quotes(name), what));
  }
  void read_tensor(const std::string& name, const json_value& value) {
    const json_value *type = value.find("dtype"), *shape = value.find("shape"), *offsets = value.find("data_offsets");
    if (value.kind != json_kind::object || type == nullptr || shape == nullptr || offsets == nullptr)
      refuse(name, "expected an object of dtype, shape and data_offsets");
    const auto* const known = std::find_if(std::begin(stored_types), std::end(stored_types), [&](const stored_type& t) {
      return type->kind == json_kind::text && t.name == type->text;
    });
    if (known == std::end(stored_types)) refuse(name, "dtype " + description_of(*type) + " is none of the format's");
    const integer elements = elements_of(name, *shape);
    if (offsets->kind != json_kind::list || offsets->items.size() != 2)
      refuse(name, "data_offsets are not two numbers");
    const auto begin = natural_of(offsets->items[0]), end = natural_of(offsets->items[1]);
    if (!begin || !end || *end < *begin)
      refuse(name, "data_offsets are not two whole numbers, the second not below the first");
    const integer bits = checked_mul(elements, known->bits);
    if (bits % 8 != 0) refuse(name, "does not fill whole bytes");
    if (bits / 8 != *end - *begin)
      refuse(name,
             fmt::format("{} bytes by data_offsets, {} by dtype and shape", grouped(*end - *begin), grouped(bits / 8)));
    *out_.parameters = checked_add(*out_.parameters, elements);
    extents_.push_back({*begin, *end, name});
  }
  integer elements_of(const std::string& name, const json_value& shape) const {
    constexpr integer most = 18'446'744'073'709'551'615ULL;
    if (shape.kind != json_kind::list) refuse(name, "shape is " + description_of(shape) + "; expected a list");
    integer out = 1;
    for (const json_value& size : shape.items) {
      const auto one = natural_of(size);
      if (!one) refuse(name, "shape has " + description_of(size) + "; expected whole numbers of at least 0");
      out = out * *one;  // both fit in 64 bits
      if (out > most) refuse(name, "more than 2^64 elements");
    }
    return out;
  }

  const front& file_;
  integer tensors_size_;
  checkpoint out_;
  std::vector<extent> extents_;
};

checkpoint read_safetensors(const std::string& path) {
  const front file{path};
  constexpr std::size_t prefix = 8;
  const std::string first = file.read(prefix);
  if (first.starts_with("\x80\x02") || first.starts_with("PK\x03\x04"))
    file.refuse("looks like a pickled PyTorch file; a safetensors file was expected");
  if (first.size() < prefix)
    file.refuse(fmt::format("{} bytes; expected 8 for the length of the header", first.size()));
  integer length = 0;
  for (std::size_t i = prefix; i-- > 0;) length = length * 256 + static_cast<unsigned char>(first[i]);
  if (length > reference_header_limit)
    file.refuse(fmt::format("a header of {} bytes; at most {} were expected", grouped(length),
                            grouped(reference_header_limit)));
  if (length > file.size() - static_cast<integer>(prefix))
    file.refuse(fmt::format("a header of {} bytes in a file of {}", grouped(length), grouped(file.size())));
  if (length > static_cast<integer>(input_size_limit))
    file.refuse(
        fmt::format("a header of {} bytes; conform reads at most {}", grouped(length), grouped(input_size_limit)));
  const std::string text = file.read(static_cast<std::size_t>(length));
  try {
    return header_reader{file, file.size() - static_cast<integer>(prefix) - length}.read(
        parse_json(file.shown() + ": header", text));
  } catch (const integer_overflow&) {
    file.refuse("more parameters than 128 bits hold");
  }
}

checkpoint read_index(const std::string& path) {
  const std::string shown = printable(path);
  const json_value tree = parse_json(shown, read_input(path).bytes);
  const json_value *metadata = tree.find("metadata"), *weights = tree.find("weight_map");
  if (metadata == nullptr || weights == nullptr || weights->kind != json_kind::object)
    throw failure{"CHECKPOINT", shown, "expected a model.safetensors.index.json: an object of metadata and weight_map"};
  const json_value* const total = metadata->find("total_size");
  if (total == nullptr)
    throw failure{"CHECKPOINT", shown + ": metadata.total_size", "missing; expected the bytes of all tensors"};
  const auto bytes = natural_of(*total);
  if (!bytes)
    throw failure{"CHECKPOINT", shown + ": metadata.total_size", description_of(*total) + "; expected a whole number"};
  return {{}, *bytes};
}

}  // namespace

checkpoint read_checkpoint(const std::string& path) {
  return path.ends_with(".json") ? read_index(path) : read_safetensors(path);
}

}  // namespace conform::analyzer
