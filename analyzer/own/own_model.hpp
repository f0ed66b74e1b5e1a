#pragma once
// own_model: a typed model of a user's, metered, and the program that reports it. conform_add_report writes the few
// lines that call run_own<my::model>.

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include <conform/interop/fmt.hpp>
#include <conform/model/reported.hpp>

namespace conform::analyzer {

/// One tensor of weights.
struct own_parameter {
  std::string path;     ///< "layers.0.attention.q.weight"
  std::string axes;     ///< "{model: model, head: heads, head_dim: head_dim}"
  polynomial elements;  ///< with the ids of the meter
};

/// What metering a typed model gives, and what it states of itself.
struct own_model {
  std::string name, source;
  std::vector<size_value> sizes;
  std::vector<limit> budgets;
  std::optional<std::string> length;  ///< the size that figures by length go over
  meter metered;
  std::vector<own_parameter> parameters;
};

/// The program: a report of the model that `metered` gives, or a check of its budgets; see --help. Returns the exit
/// code.
int run_own(own_model (*metered)(), int argument_count, const char* const* arguments) noexcept;

namespace owning {

/// Visits parameters (layer/parameter.hpp) and lists them.
struct lister {
  meter& ids;
  std::vector<own_parameter>& out;
  std::vector<std::string> path{};

  void enter(const char* name) { path.emplace_back(name); }
  void leave() { path.pop_back(); }
  template <class P>
  void parameter(const P&) {
    std::string whole;
    for (const std::string& name : path) whole += (whole.empty() ? "" : ".") + name;
    out.push_back({std::move(whole), fmt::format("{}", typename P::shape{}), P::elements(ids)});
  }
};

}  // namespace owning

/// Meters the model of M once. Throws integer_overflow.
template <reportable M>
own_model own_model_of() {
  own_model out{M::name, M::source, {M::sizes.begin(), M::sizes.end()}, {}, {}, {}, {}};
  if constexpr (requires { M::budgets.begin(); }) out.budgets.assign(M::budgets.begin(), M::budgets.end());
  if constexpr (requires { M::length; }) out.length = freezing::label_of<std::remove_cvref_t<decltype(M::length)>>.name;
  meter_model<M>(out.metered);
  const typename M::layers layers;
  owning::lister lister{out.metered, out.parameters};
  visit_parameters(layers, lister);
  return out;
}

template <reportable M>
int run_own(int argument_count, const char* const* arguments) noexcept {
  return run_own(&own_model_of<M>, argument_count, arguments);
}

}  // namespace conform::analyzer
