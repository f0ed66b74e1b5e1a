#include "config/config_values.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

std::optional<number_format> format_named_by(const config_reader& read, std::string_view key) {
  constexpr std::pair<std::string_view, number_format> formats[] = {
      {"float64", number_format::f64}, {"double", number_format::f64},       {"float32", number_format::f32},
      {"float", number_format::f32},   {"bfloat16", number_format::bf16},    {"float16", number_format::f16},
      {"half", number_format::f16},    {"float8_e4m3fn", number_format::f8}, {"float8_e5m2", number_format::f8},
  };
  const auto name = read.text_or_none(key);
  if (!name || *name == "auto") return std::nullopt;
  std::string_view bare = *name;
  if (bare.starts_with("torch.")) bare.remove_prefix(6);
  for (const auto& [spelling, value] : formats) {
    if (bare == spelling) return value;
  }
  read.refuse("NOT-COVERED", key,
              fmt::format("{} is not covered; expected one of float64, float32, bfloat16, float16, float8_e4m3fn, "
                          "float8_e5m2, auto",
                          in_quotes(*name)));
}

}  // namespace

activation activation_of(const config_reader& read, std::string_view key, activation otherwise) {
  constexpr std::pair<std::string_view, activation> covered_names[] = {
      {"gelu_new", activation::gelu_tanh}, {"gelu_pytorch_tanh", activation::gelu_tanh},
      {"gelu", activation::gelu_erf},      {"relu", activation::relu},
      {"silu", activation::silu},          {"swish", activation::silu},
  };
  const auto name = read.text_or_none(key);
  if (!name) return otherwise;
  for (const auto& [spelling, value] : covered_names) {
    if (*name == spelling) return value;
  }
  read.refuse("NOT-COVERED", key,
              fmt::format("the activation {} is not covered; expected one of gelu_new, gelu_pytorch_tanh, gelu, relu, "
                          "silu, swish",
                          in_quotes(*name)));
}

std::optional<number_format> dtype_of(const config_reader& read) {
  const auto older = format_named_by(read, "torch_dtype");
  const auto newer = format_named_by(read, "dtype");  // transformers 5 renamed the key
  if (older && newer && *older != *newer) {
    read.refuse("CONTRADICTION", "dtype",
                fmt::format("{}, but torch_dtype says {}; expected the same", name_of(*newer), name_of(*older)));
  }
  return newer ? newer : older;
}

}  // namespace conform::analyzer
