#include <fmt/format.h>

#include "counts_json.hpp"
#include "kernels/verify_kernels.hpp"
#include "text/json_text.hpp"
#include "text/number_text.hpp"
#include "text/text_table.hpp"

namespace conform::analyzer {
namespace {

integer words_of(const traffic<integer>& t) { return checked_add(t.loads, t.stores); }

/// Stated less executed, over all kinds of operations, without signs.
integer operations_apart(const kernel_point& at) {
  const operations<integer> difference = at.stated.work + at.stated.padding - at.executed.done;
  integer sum = difference.mac < 0 ? -difference.mac : difference.mac;
  difference.each([&](const char*, integer count) { sum = checked_add(sum, count < 0 ? -count : count); });
  return sum;
}

/// Words that were read unstaged among them.
integer words_apart(const kernel_point& at) {
  const auto apart = [](integer a, integer b) { return a < b ? b - a : a - b; };
  return apart(at.stated.words.loads, at.executed.words.loads) +
         apart(at.stated.words.stores, at.executed.words.stores) + at.executed.outside;
}

template <class Of>
integer sum_of(const verified_kernel& what, Of of) {
  integer sum = 0;
  for (const kernel_point& at : what.points) sum = checked_add(sum, of(at));
  return sum;
}

std::string verdict_of(const verified_kernel& what) {
  return what.unequal() == 0 ? fmt::format("agrees on {} points", what.points.size())
                             : fmt::format("differs at {} of {} points", what.unequal(), what.points.size());
}

std::string sizes_text(const kernel_entry& kernel, const kernel_sizes& s) {
  std::string out;
  for (const kernel_size& one : kernel.sizes)
    out += fmt::format("{}{}={}", out.empty() ? "" : ",", one.name, s.*one.at);
  return out;
}

std::string first_difference(const verified_kernel& what) {
  for (const kernel_point& at : what.points)
    if (!at.equal())
      return fmt::format("\n{} {}, {} lanes, differs at {}: {} operations, {} words\n", what.kernel->name,
                         what.kernel->form, what.kernel->width, sizes_text(*what.kernel, at.sizes),
                         grouped(operations_apart(at)), grouped(words_apart(at)));
  return "";
}

std::string text_of(const kernel_verification& what) {
  text_table lines{{align::left, align::left, align::left, align::right, align::right, align::right, align::right,
                    align::right, align::right, align::right, align::left}};
  lines.row({"kernel", "form", "work of", "lanes", "work", "padding", "executed", "difference", "words", "difference",
             "verdict"});
  std::string differences;
  for (const verified_kernel& one : what.kernels) {
    const kernel_entry& kernel = *one.kernel;
    lines.row({std::string{kernel.name}, std::string{kernel.form}, std::string{kernel.variant}, decimal(kernel.width),
               grouped(sum_of(one, [](const kernel_point& at) { return at.stated.work.unit_total(); })),
               grouped(sum_of(one, [](const kernel_point& at) { return at.stated.padding.unit_total(); })),
               grouped(sum_of(one, [](const kernel_point& at) { return at.executed.done.unit_total(); })),
               grouped(sum_of(one, operations_apart)),
               grouped(sum_of(one, [](const kernel_point& at) { return words_of(at.executed.words); })),
               grouped(sum_of(one, words_apart)), verdict_of(one)});
    differences += first_difference(one);
  }
  return fmt::format(
      "conform verify --kernels, {} grid: unit totals and words between slow and fast memory, of all points\n"
      "{}{}\n{}: {} kernels\n",
      what.asked == grid::small ? "small" : "full", lines.text(), differences, what.passes() ? "pass" : "FAIL",
      what.kernels.size());
}

std::string point_object(const kernel_entry& kernel, const kernel_point& at) {
  json_line sizes{"{}"}, out{"{}"};
  for (const kernel_size& one : kernel.sizes) sizes.add(std::string{one.name}, decimal(at.sizes.*one.at));
  out.add("kernel", json_text(kernel.name));
  out.add("form", json_text(kernel.form));
  out.add("variant", json_text(kernel.variant));
  out.add("lanes", decimal(kernel.width));
  out.add("sizes", sizes.text());
  out.add("work", operations_json(at.stated.work));
  out.add("padding", operations_json(at.stated.padding));
  out.add("counted", operations_json(at.executed.done));
  out.add("words_claimed", traffic_json(at.stated.words));
  out.add("words_counted", traffic_json(at.executed.words));
  out.add("unstaged", json_count(at.executed.outside));
  out.add("equal", at.equal() ? "true" : "false");
  return out.text();
}

std::string json_of(const kernel_verification& what) {
  json_block results{"[]", 2}, summary{"{}", 2}, out{"{}", 1};
  std::size_t unequal = 0;
  for (const verified_kernel& one : what.kernels) {
    for (const kernel_point& at : one.points) results.entry(point_object(*one.kernel, at));
    unequal += one.unequal();
  }
  summary.add("pass", what.passes() ? "true" : "false");
  summary.add("grid", json_text(what.asked == grid::small ? "small" : "full"));
  summary.add("unequal", json_count(static_cast<integer>(unequal)));
  out.add("schema", "1");
  out.add("results", results.text());
  out.add("summary", summary.text());
  return out.text() + '\n';
}

}  // namespace

std::string write_kernels(const kernel_verification& what, data_format format) {
  return format == data_format::json ? json_of(what) : text_of(what);
}

}  // namespace conform::analyzer
