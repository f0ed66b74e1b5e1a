#include "check/conformity.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "check/expected_tensors.hpp"
#include "check/model_places.hpp"
#include "text/number_text.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

std::string shape_text(const std::vector<integer>& shape) {
  std::string out;
  for (const integer size : shape) out += (out.empty() ? "" : ", ") + decimal(size);
  return '[' + out + ']';
}

/// Problems by what is equal in them: how they differ, and the name without the number of its layer.
class problem_list {
 public:
  void add(const std::string& name, std::string is, std::string expected, std::string what) {
    const std::string shown = printable(name, 200);
    const auto [at, is_new] = known_.emplace(std::tuple{shape_of(shown), is, expected, what}, all_.size());
    if (is_new) all_.push_back({{}, std::move(is), std::move(expected), std::move(what)});
    all_[at->second].names.push_back(shown);
  }
  std::vector<tensor_problem> take() { return std::move(all_); }

 private:
  std::vector<tensor_problem> all_;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> known_;
};

class comparison {
 public:
  comparison(const checkpoint& held, const model_config& model, std::optional<number_format> dtype)
      : held_{held}, family_{model.family}, expected_{expected_of(model)} {
    for (const stored_tensor& one : held.tensors) stored_.emplace(one.name, &one);
    const auto is_stored = [&](std::string_view name) { return stored_.find(name) != stored_.end(); };
    const auto some = [&](auto chosen) {
      return std::any_of(expected_.tensors.begin(), expected_.tensors.end(), chosen);
    };
    has_prefix_ =
        some([&](const expected_tensor& one) { return begins_with_prefix(one.name) && is_stored(one.name); }) ||
        !some([&](const expected_tensor& one) {
          return begins_with_prefix(one.name) && is_stored(without_prefix(one.name));
        });
    dtypes_ = dtype ? stored_names_of(*dtype) : std::vector{first_dtype()};
  }

  conformity compared() {
    conformity out;
    integer learned = 0;
    bool more = false;
    for (const expected_tensor& one : expected_.tensors) examine(one, true);
    if (!expected_.tied_head.name.empty()) more = examine(expected_.tied_head, false);
    std::vector<const stored_tensor*> rest;
    for (const stored_tensor& one : held_.tensors) {
      const bool copy = one.name == expected_.tied_head.name, buffer = is_buffer(family_, without_prefix(one.name));
      more = more || buffer;
      if (buffer || copy) continue;
      learned = checked_add(learned, elements(one));
      if (!expected_names_.contains(one.name)) rest.push_back(&one);
    }
    std::sort(rest.begin(), rest.end(), [](const stored_tensor* a, const stored_tensor* b) {
      return std::pair{a->name.size(), a->name} < std::pair{b->name.size(), b->name};  // layers in their order
    });
    for (const stored_tensor* one : rest)
      problems_.add(one->name, form_of(*one), "none of this name in the config", "unexpected");
    out.problems = problems_.take();
    if (!held_.names_alone) out.parameters = learned;
    if (held_.names_alone && !more) out.bytes = held_.bytes;
    return out;
  }

 private:
  bool begins_with_prefix(std::string_view name) const { return name.starts_with(expected_.prefix); }
  std::string_view without_prefix(std::string_view name) const {
    if (begins_with_prefix(name)) name.remove_prefix(expected_.prefix.size());
    return name;
  }
  std::string name_here(const std::string& name) const {
    return has_prefix_ ? name : std::string{without_prefix(name)};
  }
  std::string_view first_dtype() const {
    for (const expected_tensor& one : expected_.tensors)
      if (const auto found = stored_.find(name_here(one.name)); found != stored_.end() && !held_.names_alone)
        return found->second->dtype;
    return "any dtype";
  }
  static integer elements(const stored_tensor& one) {
    integer out = one.dtype.empty() ? 0 : 1;
    for (const integer size : one.shape) out = checked_mul(out, size);
    return out;
  }
  std::string form_of(const stored_tensor& one) const {
    return held_.names_alone ? "listed" : fmt::format("{} {}", one.dtype, shape_text(one.shape));
  }
  /// True where the tensor is there.
  bool examine(const expected_tensor& wanted, bool required) {
    const std::string name = name_here(wanted.name);
    expected_names_.emplace(name);
    const std::string form = fmt::format("{} {} of the config", dtypes_.front(), shape_text(wanted.shape));
    const auto found = stored_.find(name);
    if (found == stored_.end()) {
      if (required) problems_.add(name, "no such tensor", form, "missing");
      return false;
    }
    if (held_.names_alone) return true;
    const stored_tensor& is = *found->second;
    const bool shape = is.shape == wanted.shape,
               dtype = std::find(dtypes_.begin(), dtypes_.end(), is.dtype) != dtypes_.end();
    if (!shape || !dtype)
      problems_.add(name, form_of(is), form,
                    fmt::format("wrong {}", shape   ? "dtype"
                                            : dtype ? "shape"
                                                    : "shape and dtype"));
    return true;
  }

  const checkpoint& held_;
  family family_;
  expected_tensors expected_;
  std::vector<std::string_view> dtypes_;  ///< one of these
  bool has_prefix_{};                     ///< else the tensors are those of the base model, which is stored without it
  std::map<std::string, const stored_tensor*, std::less<>> stored_;
  std::set<std::string, std::less<>> expected_names_;
  problem_list problems_;
};

}  // namespace

conformity conformity_of(const checkpoint& held, const model_config& model, std::optional<number_format> dtype) {
  return comparison{held, model, dtype}.compared();
}

}  // namespace conform::analyzer
