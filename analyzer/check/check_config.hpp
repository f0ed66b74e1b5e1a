#pragma once
// check_config: a conform.toml as values. What its keys are is said in config_table.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <conform/size/rational.hpp>

#include "check/metrics.hpp"
#include "toml/text_place.hpp"
#include "command_line.hpp"
#include "input_file.hpp"

namespace conform::analyzer {

class toml_reader;

/// A model by its name; `source` is a path from the folder of the program, or a spec.
struct check_model {
  std::string name;
  std::string source;
  bool is_spec{};
  text_place at;
};

/// A forward pass of a model, in the words of conform report.
struct check_workload {
  std::string name;
  std::size_t model{};
  report_request words;
  text_place at;
};

enum class severity : std::uint8_t { warning, error };

/// Limits, one of which every rule has.
struct at_most_limit {
  integer most;
};
struct equal_limit {
  integer value;
};
struct increase_limit {
  rational share;
  std::string text;
};
struct growth_limit {
  std::string bound;  ///< without O( )
};
struct checkpoint_limit {
  std::string path;
};
using rule_limit = std::variant<at_most_limit, equal_limit, increase_limit, growth_limit, checkpoint_limit>;

struct check_rule {
  std::string name;
  severity is{severity::error};
  const metric* measured{};  ///< none for growth and checkpoints
  std::string workloads{"*"};
  std::optional<std::string> layers;
  rule_limit limit;
  std::string limit_key;  ///< "max"
  text_place at;          ///< of the limit
};

struct check_waiver {
  std::string rule;
  std::string workloads{"*"};
  std::string until;
  std::string reason;
  text_place at;
};

struct check_config {
  input_file input;
  std::string path;    ///< as given
  std::string file;    ///< printable
  std::string folder;  ///< where relative paths begin: "" or "checks/"
  std::string baseline;
  std::vector<check_model> models;
  std::vector<check_workload> workloads;
  std::vector<check_rule> rules;
  std::vector<check_waiver> waivers;
};

/// Throws failure at "file:line:column", and FILE.
check_config read_check_config(const std::string& path);

/// One [[rule]], without its name. In read_rule.cpp.
check_rule read_rule(const toml_reader& in, const std::string& folder);

/// A path from the folder of the file; an absolute one stays.
std::string path_from(const std::string& folder, const std::string& path);

}  // namespace conform::analyzer
