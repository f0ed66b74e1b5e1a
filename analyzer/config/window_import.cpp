#include "config/window_import.hpp"

#include <string_view>

#include <fmt/format.h>

namespace conform::analyzer {
namespace {

using windows = std::vector<std::optional<std::int64_t>>;

constexpr std::int64_t class_window = 4096;     // MistralConfig, Qwen2Config and Qwen3Config: sliding_window=4096
constexpr std::int64_t class_full_layers = 28;  // Qwen2Config and Qwen3Config: max_window_layers=28

/// sliding_window: null is none, absent is the default of the class, which is worth a line.
std::optional<std::int64_t> window_width(const config_reader& read, std::vector<diagnostic>& warnings) {
  if (!read.absent("sliding_window")) return read.size_or_none("sliding_window", length_range);
  warnings.push_back(
      {"assumed", read.place("sliding_window"),
       fmt::format("missing; taken as {}, the default of the class (null would mean none)", class_window)});
  return class_window;
}

windows mistral_windows(const config_reader& read, std::size_t layers, std::vector<diagnostic>& warnings) {
  if (!read.flag("use_sliding_window", true)) return windows(layers);
  return windows(layers, window_width(read, warnings));
}

/// MixtralConfig: sliding_window=None, and every layer slides where there is one.
windows mixtral_windows(const config_reader& read, std::size_t layers) {
  return windows(layers, read.size_or_none("sliding_window", length_range));
}

windows qwen_windows(const config_reader& read, std::size_t layers, std::vector<diagnostic>& warnings) {
  windows out(layers);
  const auto stated = read.size_or_none("sliding_window", length_range);  // checked also where it is switched off
  const auto full = read.size_or_none("max_window_layers", {0, length_range.most});
  if (!read.flag("use_sliding_window", false)) return out;
  const auto width = read.absent("sliding_window") ? window_width(read, warnings) : stated;
  if (!width || read.find("layer_types") != nullptr) {
    out.assign(layers, width);  // layer_types says which of them
    return out;
  }
  if (!full) {
    warnings.push_back({"assumed", read.place("max_window_layers"),
                        fmt::format("missing; taken as {}, the default of the class", class_full_layers)});
  }
  for (auto layer = static_cast<std::size_t>(full.value_or(class_full_layers)); layer < layers; ++layer) {
    out[layer] = width;
  }
  return out;
}

/// Applies an explicit list: "full_attention" or "sliding_attention" for each layer.
void apply_layer_types(const config_reader& read, bool free_choice, windows& out) {
  constexpr std::string_view key = "layer_types";
  const json_value* const list = read.find(key);
  if (list == nullptr) return;
  if (list->kind != json_kind::list || list->items.size() != out.size()) {
    const bool is_list = list->kind == json_kind::list;
    read.refuse(
        is_list ? "CONTRADICTION" : "WRONG-TYPE", key,
        fmt::format("{}; expected a list of {} strings, one a layer",
                    is_list ? fmt::format("{} entries", list->items.size()) : description_of(*list), out.size()));
  }
  for (std::size_t layer = 0; layer < out.size(); ++layer) {
    const json_value& item = list->items[layer];
    const std::string place = fmt::format("{}[{}]", key, layer);
    const bool slides = item.text == "sliding_attention";
    if (item.kind != json_kind::text || (!slides && item.text != "full_attention")) {
      read.refuse("NOT-COVERED", place,
                  fmt::format("{}; expected \"full_attention\" or \"sliding_attention\"", description_of(item)));
    }
    if (slides && !out[layer]) {
      read.refuse("CONTRADICTION", place, "\"sliding_attention\", but no sliding window is switched on");
    }
    if (!slides && out[layer] && !free_choice) {
      read.refuse("CONTRADICTION", place, "\"full_attention\", but the model type slides in every layer");
    }
    if (!slides) out[layer] = std::nullopt;
  }
}

}  // namespace

windows windows_of(const config_reader& read, model_type type, std::int64_t layers, std::vector<diagnostic>& warnings) {
  const auto count = static_cast<std::size_t>(layers);
  windows out(count);
  if (type == model_type::mistral) out = mistral_windows(read, count, warnings);
  if (type == model_type::mixtral) out = mixtral_windows(read, count);
  if (type == model_type::qwen2 || type == model_type::qwen3 || type == model_type::qwen3_moe)
    out = qwen_windows(read, count, warnings);
  apply_layer_types(read, type != model_type::mistral, out);
  return out;
}

}  // namespace conform::analyzer
