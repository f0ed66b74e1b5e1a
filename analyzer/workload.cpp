#include "workload.hpp"

namespace conform::analyzer {

std::string_view name_of(phase value) { return value == phase::prefill ? "prefill" : "decode"; }

std::string_view name_of(mask value) {
  switch (value) {
    case mask::full: return "full";
    case mask::causal: return "causal";
    case mask::variant: return "variant";
    case mask::model: break;
  }
  return "model";
}

std::string_view name_of(logits value) { return value == logits::all ? "all" : "last"; }

}  // namespace conform::analyzer
