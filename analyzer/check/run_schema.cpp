#include "check/check_verbs.hpp"
#include "check/config_schema.hpp"
#include "output.hpp"

namespace conform::analyzer {

exit_code run_schema(const schema_request&) {
  write_stdout(config_schema());
  return exit_code::pass;
}

}  // namespace conform::analyzer
