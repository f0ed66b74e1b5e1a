#pragma once
// sweep_subject: what is counted at the points of a sweep: a model, or variants of attention.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chosen_model.hpp"
#include "sweep/grid.hpp"
#include "sweep/row_text.hpp"
#include "sweep/sweep_options.hpp"

namespace conform::analyzer {

class sweep_subject {
 public:
  virtual ~sweep_subject() = default;

  virtual grid axes() const = 0;
  virtual row_columns columns() const = 0;
  /// Of all points of a setting and a width.
  virtual std::vector<std::string> texts(const grid_point& at) const = 0;
  virtual void numbers(const grid_point& at, std::span<integer> out) const = 0;
  /// Sets those of the figures, which are empty before, that there are; or gives the code of the error that a report or
  /// a comparison would end with at this point. Throws integer_overflow.
  virtual std::string_view figures(const grid_point& at, std::span<std::optional<integer>> out) = 0;
  /// Everything that decides the rows, as text.
  virtual std::string identity() const = 0;
};

/// What the variant claims for all sizes, as text.
std::string claims_of(const variant_entry& variant);

/// Meters the model once for each variant, mask and logits. Tells warnings. Throws failure OVERFLOW, and what
/// settle_core throws but for what is decided by lengths.
std::unique_ptr<sweep_subject> sweep_of_model(const sweep_options& options, const chosen_model& chosen,
                                              std::vector<diagnostic>& warnings);

/// Throws failure IMPOSSIBLE, SIZE-NOT-USED, USAGE.
std::unique_ptr<sweep_subject> sweep_of_variants(const sweep_options& options);

}  // namespace conform::analyzer
