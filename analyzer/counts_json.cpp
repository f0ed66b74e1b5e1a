#include "counts_json.hpp"

#include "text/json_text.hpp"

namespace conform::analyzer {

std::string operations_json(const operations<integer>& done) {
  json_line out{"{}"};
  done.each([&](const char* kind, integer count) { out.add(kind, json_count(count)); });
  out.add("matmul_flops", json_count(done.matmul_flops()));
  out.add("unit_total", json_count(done.unit_total()));
  return out.text();
}

std::string traffic_json(const traffic<integer>& words) {
  json_line out{"{}"};
  out.add("loads", json_count(words.loads));
  out.add("stores", json_count(words.stores));
  return out.text();
}

}  // namespace conform::analyzer
