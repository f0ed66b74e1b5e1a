#pragma once
// counted: a model's work under one convention, as named terms.

#include <string>
#include <vector>

#include "convention/convention.hpp"

namespace conform::analyzer {

/// What is billed for one part in one stage: each · count of the part.
struct counted_term {
  work_part part;
  analyzer::stage stage;
  rational each;
  integer value;        ///< in the unit of the convention
  std::string formula;  ///< over the symbols of the report
  std::string_view why;
};

/// Terms sum to the value. Terms that are 0 are left out.
struct counted {
  const convention* by;
  integer value;
  std::string formula;
  std::vector<counted_term> terms;
};

struct metered_model;
struct model_work;

/// Throws integer_overflow.
counted count_under(const convention& by, const subject& about, const model_work& work);

/// Throws failure INTERNAL where terms do not sum to the value, or `exact` is not what was metered.
void audit(const counted& what, const model_work& work);

/// work_of the model as it is metered with dense attention, audited: `exact` must be what was metered. Throws failure
/// INTERNAL, integer_overflow.
model_work audited_work_of(const subject& about, const metered_model& dense);

/// The figure under the convention of that name, audited. Throws what find_convention throws, too.
counted audited_count(std::string_view place, const std::string& name, const subject& about,
                      const metered_model& dense);

}  // namespace conform::analyzer
