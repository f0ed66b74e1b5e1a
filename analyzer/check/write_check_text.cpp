#include <fmt/format.h>

#include "check/check_writers.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

/// Errors before warnings before waived ones; otherwise as in the file.
std::vector<const finding*> by_weight(const check_result& what) {
  const auto weight = [](const finding* f) { return f->fails() ? 0 : f->waived ? 2 : 1; };
  std::vector<const finding*> out;
  for (int wanted = 0; wanted < 3; ++wanted)
    for (const finding* f : what.findings())
      if (weight(f) == wanted) out.push_back(f);
  return out;
}

std::string percent_escaped(std::string_view text, std::string_view escaped) {
  std::string out;
  for (const char c : text) {
    if (escaped.find(c) == std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return out;
}
std::string command_data(std::string_view text) { return percent_escaped(text, "%\r\n"); }
std::string command_property(std::string_view text) { return percent_escaped(text, "%\r\n:,"); }

}  // namespace

std::string write_check(const check_result& what, check_format format) {
  switch (format) {
    case check_format::text: return write_check_text(what);
    case check_format::json: return write_check_json(what);
    case check_format::markdown: return write_check_markdown(what);
    case check_format::sarif: return write_check_sarif(what);
    case check_format::junit: return write_check_junit(what);
    case check_format::github: return write_check_github(what);
    case check_format::gitlab: break;
  }
  return write_check_gitlab(what);
}

std::string write_check_text(const check_result& what) {
  std::string out = fmt::format("conform check: {}\n  {}\n", printable(what.config), what.summary());
  for (const std::string& notice : what.notices) out += fmt::format("  notice: {}\n", notice);
  for (const finding* f : by_weight(what)) {
    out += fmt::format("\n{} {} at {}\n  {}\n", f->waived ? "waived" : f->level(), in_quotes(f->rule),
                       place_in(printable(f->config), f->at), f->text());
    out += f->waived ? fmt::format("  waived {}\n", *f->waived) : fmt::format("  ways out: {}\n", f->ways_out());
  }
  return out;
}

std::string write_check_github(const check_result& what) {
  constexpr std::size_t most = 9;
  std::string out;
  std::size_t shown = 0;
  const auto all = by_weight(what);
  for (const finding* f : all) {
    if (++shown > most) break;
    out += fmt::format("::{} file={},line={},col={},title={}::{}; {}\n", f->waived ? "notice" : f->level(),
                       command_property(printable(what.listed)), f->at.line, f->at.column,
                       command_property("conform check: " + printable(f->rule, 80)), command_data(f->text()),
                       command_data(f->waived ? "waived " + *f->waived : "ways out: " + f->ways_out()));
  }
  std::string summary = what.summary();
  if (all.size() > most) summary += fmt::format("; {} of {} findings are shown here", most, all.size());
  for (const std::string& notice : what.notices) summary += "; " + notice;
  return out + fmt::format("::notice title=conform check::{}\n", command_data(summary));
}

}  // namespace conform::analyzer
