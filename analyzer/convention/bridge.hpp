#pragma once
// bridge: the difference of two conventions as named terms that sum to it.

#include <string>
#include <vector>

#include "convention/counted.hpp"

namespace conform::analyzer {

/// What two conventions bill differently for one part in one stage.
struct bridge_row {
  work_part part;
  analyzer::stage stage;
  rational from, to;   ///< for each unit of the part
  integer difference;  ///< to less from
  std::string formula;
  std::string reason;
};

struct bridge {
  std::string model_name;
  std::string source;
  analyzer::workload workload;
  counted from, to;
  std::vector<bridge_row> rows;  ///< by stage, then in the order of work_part

  integer difference() const;  ///< the sum of the rows
};

struct model_work;

/// The parts of the difference. Throws failure INTERNAL where it does not sum, and integer_overflow.
bridge bridge_between(const convention& from, const convention& to, const subject& about, const model_work& work);

/// The same of named ones. Throws failure UNKNOWN-CONVENTION, NO-MEANING at --from or --to, too.
bridge make_bridge(const model_config& model, const workload& work, const std::string& from, const std::string& to);

}  // namespace conform::analyzer
