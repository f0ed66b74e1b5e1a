#include "check/checkpoint.hpp"

#include <algorithm>
#include <map>

#include <unistd.h>

#include <fmt/format.h>

#include "failure.hpp"
#include "input_file.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

/// A model.safetensors.index.json: which tensor is in which shard.
class index_reader {
 public:
  explicit index_reader(const std::string& path)
      : path_{path},
        shown_{printable(path)},
        folder_{path.substr(0, path.rfind('/') + 1)},
        tree_{parse_json(shown_, read_input(path).bytes)} {
    const json_value* const weights = tree_.find("weight_map");
    if (tree_.find("metadata") == nullptr || weights == nullptr || weights->kind != json_kind::object)
      refuse("", "expected a model.safetensors.index.json: an object of metadata and weight_map");
    for (const json_member& one : weights->members) {
      const std::string& shard = one.value.text;
      if (one.value.kind != json_kind::text || shard.empty() ||
          shard.find_first_of(std::string_view{"/\0", 2}) != std::string::npos)
        refuse("weight_map." + printable(one.key, 100),
               description_of(one.value) + "; expected the name of a file beside the index");
      shards_[shard].push_back(one.key);
    }
  }

  checkpoint read() const {
    const auto is_there = [&](const auto& shard) { return ::access((folder_ + shard.first).c_str(), F_OK) == 0; };
    const bool any = std::any_of(shards_.begin(), shards_.end(), is_there);
    return any ? of_shards() : of_names();
  }

 private:
  [[noreturn]] void refuse(const std::string& key, const std::string& what) const {
    throw failure{"CHECKPOINT", shown_ + (key.empty() ? "" : ": " + key), what};
  }
  std::optional<integer> total() const {
    const json_value* const found = tree_.find("metadata")->find("total_size");
    if (found == nullptr) return {};
    const auto bytes = natural_of(*found);
    if (!bytes) refuse("metadata.total_size", description_of(*found) + "; expected a whole number");
    return bytes;
  }
  checkpoint of_names() const {
    const auto bytes = total();
    if (!bytes) refuse("metadata.total_size", "missing; expected the bytes of all tensors");
    checkpoint out{{}, *bytes, true, {}, {path_}};
    for (const auto& [shard, names] : shards_)
      for (const std::string& name : names) out.tensors.push_back({name, "", {}});
    out.notices.push_back(
        fmt::format("{}: none of its shards is beside it: shapes and dtypes are not compared", shown_));
    return out;
  }
  checkpoint of_shards() const {
    checkpoint out;
    out.files.push_back(path_);
    for (const auto& [shard, names] : shards_) {
      out.files.push_back(folder_ + shard);
      stored_tensors held = read_safetensors(folder_ + shard);
      std::vector<std::string> stored;
      for (const stored_tensor& one : held.tensors) stored.push_back(one.name);
      std::vector<std::string> listed = names;
      std::sort(stored.begin(), stored.end());
      std::sort(listed.begin(), listed.end());
      const auto [a, b] = std::mismatch(stored.begin(), stored.end(), listed.begin(), listed.end());
      if (a != stored.end() || b != listed.end()) refuse_shard(shard, a, stored.end(), b, listed.end());
      out.bytes = checked_add(out.bytes, held.bytes);
      std::move(held.tensors.begin(), held.tensors.end(), std::back_inserter(out.tensors));
    }
    if (const auto stated = total(); stated && *stated != out.bytes)
      out.notices.push_back(fmt::format("{}: metadata.total_size is {}; its shards hold {} bytes", shown_,
                                        grouped(*stated), grouped(out.bytes)));
    return out;
  }
  using place = std::vector<std::string>::const_iterator;
  [[noreturn]] void refuse_shard(const std::string& shard, place stored, place stored_end, place listed,
                                 place listed_end) const {
    const bool extra = listed == listed_end || (stored != stored_end && *stored < *listed);
    const std::string& name = extra ? *stored : *listed;
    refuse("weight_map." + printable(name, 100),
           extra ? fmt::format("missing, or of another shard; {} holds it", in_quotes(shard))
                 : fmt::format("{} does not hold it; expected a shard that does", in_quotes(shard)));
  }

  std::string path_, shown_, folder_;
  json_value tree_;
  std::map<std::string, std::vector<std::string>> shards_;
};

}  // namespace

checkpoint read_checkpoint(const std::string& path) {
  if (path.ends_with(".json")) return index_reader{path}.read();
  stored_tensors held = read_safetensors(path);
  return {std::move(held.tensors), held.bytes, false, {}, {path}};
}

}  // namespace conform::analyzer
