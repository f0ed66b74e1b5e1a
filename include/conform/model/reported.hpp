#pragma once
// reported: what a report of a model of your own needs to know beside its type: values of sizes, and limits. A report
// program is made of it by conform_add_report (see examples/own_model).

#include <conform/layer/parameter.hpp>
#include <conform/size/quantity.hpp>

namespace conform {

/// The value of a named size in a report.
struct size_value {
  const char* name = "";
  integer value{};
};
/// Several things of one type, by value: what size_values and limits give.
template <class X, std::size_t Count>
struct listed_values {
  X at[Count == 0 ? 1 : Count]{};

  constexpr const X* begin() const { return at; }
  constexpr const X* end() const { return at + Count; }
};

/// size_values(batch = 8, model = 768): in the order in which formulas show the sizes.
template <text... Names, class... V>
  requires(whole_number<V> && ...)
constexpr listed_values<size_value, sizeof...(Names)> size_values(const binding<Names, V>&... values) {
  return {{{binding<Names, V>::name.chars, integer{values.value}}...}};
}

/// At most so much of a metric of a report, at the places that a pattern names ("layers.*.attention.core"), each by itself;
/// without a pattern, of the whole.
struct limit {
  const char* places = nullptr;
  const char* metric = "";
  integer most{};
};
namespace limiting {

template <class Unit>
inline constexpr const char* metric = nullptr;
template <>
inline constexpr const char* metric<units::matmul_flops> = "matmul_flops";
template <>
inline constexpr const char* metric<units::unit_total> = "unit_total";
template <>
inline constexpr const char* metric<units::parameters> = "parameters";
template <>
inline constexpr const char* metric<units::bytes> = "peak_bytes";

}  // namespace limiting

/// at_most(280_GFLOP), at_most(90'000'000_parameters), at_most(1_GiB) of weights and activations at their peak
template <class Unit>
  requires(limiting::metric<Unit> != nullptr)
constexpr limit at_most(amount<Unit> most) {
  return {nullptr, limiting::metric<Unit>, most.value};
}
/// at_most("layers.*.attention", 10_GFLOP). Memory is of the whole alone.
template <class Unit>
  requires(limiting::metric<Unit> != nullptr && !std::is_same_v<Unit, units::bytes>)
constexpr limit at_most(const char* places, amount<Unit> most) {
  return {places, limiting::metric<Unit>, most.value};
}
template <class... Limit>
  requires(std::is_same_v<Limit, limit> && ...)
constexpr listed_values<limit, sizeof...(Limit)> limits(const Limit&... each) {
  return {{each...}};
}

/// What a report is made of: a name and a source, values for the sizes, layers on the metered machine, and the tensor
/// that they are given. Budgets may be stated, too, and the size that is the length of the model's sequences, for figures
/// over it and the largest that fits: `static constexpr auto length = sizes::positions;`
template <class M>
concept reportable = requires(const typename M::layers& layers, const typename M::input& input) {
  { M::name } -> std::convertible_to<const char*>;
  { M::source } -> std::convertible_to<const char*>;
  M::sizes.begin();
  layers(input);
  requires is_metered<typename M::input::number>;
};

/// Runs the layers of a model once over its symbolic sizes: their costs and parameters, by place.
template <reportable M>
void run_metered(meter& at) {
  typename M::layers layers;
  make_parameters(layers, at);
  const typename M::input input{at};
  (void)layers(input);
  own_parameters(layers, at);
}
/// The same with sizes numbered in the order in which formulas show them, whichever is met first.
template <reportable M>
void meter_model(meter& at) {
  meter any;
  run_metered<M>(any);
  for (std::size_t next = 0; next < any.sizes.size(); ++next) {
    const freezing::label* least = nullptr;
    for (const freezing::label& one : any.sizes) {
      bool taken = false;
      for (const freezing::label& other : at.sizes) taken = taken || freezing::compare(one, other) == 0;
      if (!taken && (!least || freezing::compare(one, *least) < 0)) least = &one;
    }
    if (least) (void)at.id_of(*least);
  }
  run_metered<M>(at);
}

}  // namespace conform
