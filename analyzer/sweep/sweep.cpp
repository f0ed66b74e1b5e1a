#include "sweep/sweep.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include "output.hpp"
#include "progress.hpp"
#include "sweep/kept_rows.hpp"
#include "sweep/row_output.hpp"
#include "sweep/sweep_subject.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

/// FNV-1a, 64 bits.
class running_hash {
 public:
  void add(std::string_view text) {
    for (const char c : text) value_ = (value_ ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    value_ = (value_ ^ 0xFF) * 1'099'511'628'211U;  // an end that no text in UTF-8 has
  }
  std::string text() const { return fmt::format("{:016x}", value_); }

 private:
  std::uint64_t value_{14'695'981'039'346'656'037U};
};

/// The same for two sweeps whose rows are the same, whatever part of them is computed.
std::string fingerprint_of(const sweep_subject& subject) {
  running_hash out;
  out.add(subject.identity());
  const grid axes = subject.axes();
  const row_columns columns = subject.columns();
  for (const auto* names : {&columns.texts, &columns.numbers, &columns.figures})
    for (const std::string_view name : *names) out.add(name);
  std::vector<integer> numbers(columns.numbers.size());
  const auto add = [&](std::size_t values, std::size_t grid_point::*axis) {
    for (std::size_t i = 0; i < values; ++i) {
      grid_point at;
      at.*axis = i;
      subject.numbers(at, numbers);
      for (const integer number : numbers) out.add(decimal(number));
      if (axis != &grid_point::setting && axis != &grid_point::width) continue;
      for (const std::string& text : subject.texts(at)) out.add(text);
    }
    out.add("");
  };
  add(axes.settings, &grid_point::setting);
  add(axes.widths, &grid_point::width);
  add(axes.batches, &grid_point::batch);
  add(axes.contexts, &grid_point::context);
  add(axes.lengths, &grid_point::length);
  return out.text();
}

/// The rows of one sweep, one after the other.
class row_maker {
 public:
  row_maker(sweep_subject& subject, row_format format)
      : subject_{subject},
        columns_{subject.columns()},
        points_{points_of(subject.axes())},
        text_{format, columns_, points_, fingerprint_of(subject)},
        numbers_(columns_.numbers.size()),
        figures_(columns_.figures.size()) {}

  const row_text& text() const { return text_; }
  std::uint64_t points() const { return points_; }
  std::uint64_t without_figures() const { return without_figures_; }
  /// Rows so far do not count as rows without figures.
  void forget() { without_figures_ = 0; }

  void add(std::string& out, const grid_point& at) {
    if (texts_.empty() || at.setting != setting_ || at.width != width_) {
      setting_ = at.setting, width_ = at.width;
      texts_ = text_.texts_of(subject_.texts(at));
    }
    subject_.numbers(at, numbers_);
    figures_.assign(figures_.size(), {});
    const std::string_view code = code_at(at);
    if (!code.empty()) figures_.assign(figures_.size(), {}), ++without_figures_;
    text_.add(out, {at.id, texts_, numbers_, figures_, code});
  }

 private:
  std::string_view code_at(const grid_point& at) {
    try {
      return subject_.figures(at, figures_);
    } catch (const integer_overflow&) {
      return "OVERFLOW";
    }
  }

  sweep_subject& subject_;
  row_columns columns_;
  std::uint64_t points_;
  row_text text_;
  std::vector<integer> numbers_;
  std::vector<std::optional<integer>> figures_;
  std::string texts_;
  std::size_t setting_{}, width_{};
  std::uint64_t without_figures_{};
};

/// What stands in the file already.
kept_rows kept_of(row_maker& maker, const grid& axes, const shard& part, const row_output& out) {
  const auto row_of = [&](std::uint64_t id) {
    std::string row;
    maker.add(row, point_at(axes, id));
    return row;
  };
  kept_rows kept = read_kept(out.continued(), maker.text(), part, maker.points(), row_of);
  maker.forget();
  return kept;
}

/// Tells how many points had no figures.
std::uint64_t write_rows(sweep_subject& subject, const sweep_options& options) {
  const grid axes = subject.axes();
  row_maker maker{subject, options.format};
  row_output out{options.output, options.resume};
  const kept_rows kept = out.continued().empty() ? kept_rows{} : kept_of(maker, axes, options.shard, out);
  if (!out.continued().empty()) out.keep(kept.bytes);
  if (kept.bytes == 0) out.add(maker.text().header());
  const std::uint64_t all = points_of(axes, options.shard);
  std::uint64_t done = kept.rows;
  std::optional<progress> told;
  if (options.output || ::isatty(STDOUT_FILENO) != 1) told.emplace("sweep");
  std::string row;
  each_point(axes, options.shard, kept.rows, [&](const grid_point& at) {
    row.clear();
    maker.add(row, at);
    out.add(row);
    ++done;
    if (told && out.went_out()) told->at(fmt::format("{} of {} points", grouped(done), grouped(all)));
  });
  out.finish();
  return maker.without_figures();
}

}  // namespace

exit_code run_sweep(const sweep_request& given) {
  const sweep_options options = read_sweep(given);
  std::optional<chosen_model> chosen;
  if (options.of_model) chosen = choose_model(options.subject);
  if (options.output) check_output(*options.output, chosen && chosen->input ? &*chosen->input : nullptr);
  std::vector<diagnostic> warnings;
  if (chosen) warnings = chosen->warnings;
  const auto subject = chosen ? sweep_of_model(options, *chosen, warnings) : sweep_of_variants(options);
  const std::uint64_t without = write_rows(*subject, options);
  if (without > 0)
    warnings.push_back({"no-figures", "sweep",
                        fmt::format("{} of the points that were counted have no figures; their column code says why",
                                    grouped(without))});
  std::string lines;
  for (const diagnostic& warning : warnings) lines += warning_line(warning) + '\n';
  write_stderr(lines);
  return exit_code::pass;
}

}  // namespace conform::analyzer
