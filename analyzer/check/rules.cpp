#include "check/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "check/conformity.hpp"
#include "check/glob.hpp"
#include "check/growth_rule.hpp"
#include "check/model_places.hpp"
#include "check/ratio_text.hpp"
#include "check/waivers.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

/// A value and the places that have it; no place: the whole model.
struct measured_value {
  std::vector<std::string> paths;
  integer value{};
};

class examination {
 public:
  examination(const check_config& config, const check_rule& rule, const measured_workload& at,
              const std::optional<baseline>& known, check_result& all)
      : config_{config}, rule_{rule}, at_{at}, known_{known}, all_{all} {}

  std::vector<finding> findings() {
    try {
      std::visit([&](const auto& limit) { examine(limit); }, rule_.limit);
    } catch (const integer_overflow&) {
      refuse("OVERFLOW", "a figure and its limit do not fit in 128 bits; smaller ones were expected");
    }
    return std::move(out_);
  }

 private:
  [[noreturn]] void refuse(std::string_view code, const std::string& what,
                           exit_code status = exit_code::bad_input) const {
    const std::string text = fmt::format("rule {}: {}", in_quotes(rule_.name), what);
    throw failure{code, place_in(config_.file, rule_.at), text, status};
  }

  finding& add(const std::vector<std::string>& paths, std::string value, std::string limit, std::string excess) {
    finding f;
    f.rule = rule_.name;
    f.is = rule_.is;
    f.workload = at_.asked->name;
    f.layers = paths_text(paths);
    if (!paths.empty()) f.place = paths.front();
    f.measured = rule_.measured != nullptr ? rule_.measured->name : std::string_view{rule_.limit_key};
    f.value = std::move(value);
    f.limit = std::move(limit);
    f.excess = std::move(excess);
    f.limit_key = rule_.limit_key;
    f.config = config_.path;
    f.at = rule_.at;
    return out_.emplace_back(std::move(f));
  }

  void add_numbers(const std::vector<std::string>& paths, integer value, integer limit, std::string limit_text) {
    add(paths, text_of(value), std::move(limit_text), difference(value, limit)).exact =
        exact_numbers{value, limit, rule_.measured->unit};
  }
  std::string difference(integer value, integer limit) const {
    if (rule_.measured->unit == metric_unit::truth) return "it is the other";
    const integer by = value > limit ? checked_sub(value, limit) : checked_sub(limit, value);
    const std::string_view unit = unit_name_of(rule_.measured->unit), which = value > limit ? "many" : "few";
    if (limit == 0) return fmt::format("{} {} too {}", grouped(by), unit, which);
    if (!is_many_times(value, limit)) return fmt::format("{} {} ({}) too {}", grouped(by), unit, percent(by, limit), which);
    return fmt::format("{} {} too {}, {} the limit", grouped(by), unit, which, times_text(value, limit));
  }
  std::string text_of(integer value) const { return quantity_text(value, rule_.measured->unit); }

  /// Equal values of places as one, in the order of the model.
  std::vector<measured_value> values() const {
    if (!rule_.layers) return {{{}, at_.value_of(*rule_.measured, config_)}};
    std::vector<measured_value> out;
    for (const model_place& place : places()) {
      const integer value = place.value_of(*rule_.measured);
      auto same = std::find_if(out.begin(), out.end(), [&](const measured_value& v) { return v.value == value; });
      if (same == out.end()) same = out.insert(out.end(), {{}, value});
      same->paths.push_back(place.path);
    }
    return out;
  }
  std::vector<model_place> places() const {
    auto out = places_matching(at_.found.layers, glob{*rule_.layers, glob::names::dotted});
    if (out.empty()) refuse_no_place();
    return out;
  }
  [[noreturn]] void refuse_no_place() const {
    std::string some;
    for (const layer_row& row : at_.found.layers) {
      if (some.size() > 120) break;
      some += (some.empty() ? "" : ", ") + row.path;
    }
    refuse("NO-MATCH", fmt::format("layer {} matches no place of model {}; its places are {}, ...{}",
                                   in_quotes(*rule_.layers), in_quotes(at_.model->name), some,
                                   place_advice(at_.found.layers, *rule_.layers)));
  }

  void examine(const at_most_limit& limit) {
    for (const measured_value& v : values())
      if (v.value > limit.most) add_numbers(v.paths, v.value, limit.most, text_of(limit.most));
  }
  void examine(const equal_limit& limit) {
    for (const measured_value& v : values())
      if (v.value != limit.value) add_numbers(v.paths, v.value, limit.value, "exactly " + text_of(limit.value));
  }
  void examine(const increase_limit& limit) {
    if (rule_.layers) static_cast<void>(places());  // a rule about nothing is told without a baseline, too
    if (!known_) return;
    if (const std::string change = known_->change_of(at_.asked->name, at_.facts()); !change.empty())
      tell(fmt::format("the model of workload {} changed since the baseline: {}", in_quotes(at_.asked->name), change));
    const auto examine_one = [&](const std::string& path, integer value) {
      const integer before = known_->value_of(at_.asked->name, rule_.measured->name, path);
      const rational allowed = rational{before} * (rational{1} + limit.share);
      const integer most = floor_div(allowed.num, allowed.den);
      if (value <= most) return;
      add_numbers(path.empty() ? std::vector<std::string>{} : std::vector{path}, value, most,
                  fmt::format("{} (baseline {}, increase {})", text_of(most), grouped(before), limit.text));
    };
    if (!rule_.layers) return examine_one("", total_of(at_.found, *rule_.measured));
    for (const model_place& place : places()) examine_one(place.path, place.value_of(*rule_.measured));
    join_equal();
  }
  /// Findings that differ in nothing but their place.
  void join_equal() {
    std::vector<finding> joined;
    std::vector<std::vector<std::string>> paths;
    for (finding& f : out_) {
      const auto same = std::find_if(joined.begin(), joined.end(), [&](const finding& other) {
        return other.value == f.value && other.limit == f.limit;
      });
      const auto place = static_cast<std::size_t>(same - joined.begin());
      if (same == joined.end()) {
        paths.emplace_back();
        joined.push_back(f);
      }
      paths[place].push_back(f.layers);
    }
    for (std::size_t i = 0; i < joined.size(); ++i) joined[i].layers = paths_text(paths[i]);
    out_ = std::move(joined);
  }
  void examine(const growth_limit& limit) {
    std::optional<glob> layers;
    if (rule_.layers) layers.emplace(*rule_.layers, glob::names::dotted);
    std::vector<growth_found> found;
    try {
      found = growth_of(at_.chosen.model, at_.pass, layers, limit.bound);
    } catch (const failure& problem) {
      refuse(problem.problem().code, problem.problem().what, problem.status());
    }
    if (found.empty()) refuse_no_place();
    for (const growth_found& one : found)
      if (!one.holds) add(one.paths, one.verdict, fmt::format("O({})", printable(limit.bound)), one.evidence);
  }
  void examine(const checkpoint_limit& limit) {
    constexpr std::size_t most = 20;
    const checkpoint held = read_checkpoint(limit.path);
    for (const std::string& notice : held.notices) tell(notice);
    all_.weights.insert(all_.weights.end(), held.files.begin(), held.files.end());
    const std::optional<number_format> stated = stated_dtype();
    const conformity found = conformity_of(held, at_.chosen.model, stated);
    const std::string in_file = " in " + in_quotes(limit.path);
    if (found.parameters)
      compare_sum(*found.parameters, at_.found.parameters.total.value, metric_unit::parameters, in_file);
    if (found.bytes && stated)
      compare_sum(*found.bytes, at_.found.memory.weights_bytes.value, metric_unit::bytes, in_file);
    std::size_t shown = 0, hidden = 0;
    for (const tensor_problem& one : found.problems) {
      if (++shown <= most)
        add(one.names, one.is + in_file, one.expected, one.what);
      else
        hidden += one.names.size();
    }
    if (hidden > 0)
      add({fmt::format("{} more tensors", hidden)}, "other ones" + in_file, "those of the config", "not listed here");
  }
  /// What the workload says, else the config.
  std::optional<number_format> stated_dtype() const {
    return at_.asked->words.dtype ? at_.found.workload.dtype : at_.chosen.model.dtype;
  }
  void compare_sum(integer is, integer expected, metric_unit unit, const std::string& in_file) {
    if (is == expected) return;
    const integer by = is > expected ? checked_sub(is, expected) : checked_sub(expected, is);
    finding& f = add({}, quantity_text(is, unit) + in_file, quantity_text(expected, unit) + " of the config",
                     fmt::format("{} {} {}", grouped(by), unit_name_of(unit), is > expected ? "more" : "fewer"));
    f.measured += fmt::format(" {}", unit_name_of(unit));
    f.exact = exact_numbers{is, expected, unit};
  }
  void tell(const std::string& notice) {
    std::vector<std::string>& told = all_.notices;
    if (std::find(told.begin(), told.end(), notice) == told.end()) told.push_back(notice);
  }

  const check_config& config_;
  const check_rule& rule_;
  const measured_workload& at_;
  const std::optional<baseline>& known_;
  check_result& all_;
  std::vector<finding> out_;
};

void examine_rule(const check_config& config, const check_rule& rule, const std::vector<measured_workload>& measured,
                  const std::optional<baseline>& known, const std::string& today, check_result& out) {
  const glob chosen{rule.workloads, glob::names::plain};
  bool matched = false;
  for (const measured_workload& at : measured) {
    if (!chosen.matches(at.asked->name)) continue;
    matched = true;
    examined one{rule.name, at.asked->name, rule.at, examination{config, rule, at, known, out}.findings()};
    for (finding& f : one.findings)
      if (const check_waiver* waiver = waiver_for(config, f, today))
        f.waived = fmt::format("until {}: {}", waiver->until, printable(waiver->reason, 300));
    out.done.push_back(std::move(one));
  }
  if (!matched) refuse_no_workload(config, rule.at, "rule " + in_quotes(rule.name), rule.workloads);
}

}  // namespace

bool needs_baseline(const check_config& config) {
  return std::any_of(config.rules.begin(), config.rules.end(),
                     [](const check_rule& rule) { return std::holds_alternative<increase_limit>(rule.limit); });
}

check_result examine(const check_config& config, const std::vector<measured_workload>& measured,
                     const std::optional<baseline>& known, const std::string& today) {
  check_result out;
  out.config = config.path;
  out.models = config.models.size();
  out.workloads = measured.size();
  for (const check_rule& rule : config.rules) examine_rule(config, rule, measured, known, today, out);
  for (const check_waiver& waiver : config.waivers) {
    refuse_idle_waiver(config, waiver);
    if (waiver.until < today) out.done.push_back(ended_waiver(config, waiver, today));
  }
  return out;
}

}  // namespace conform::analyzer
