#pragma once
// parameter: a tensor of weights that a layer declares. Whether it exists is run-time data (a bias, a tied head); its
// cells are made when weights are wanted, and never when a model is only metered or counted in constant evaluation.

#include <conform/operation/cast.hpp>
#include <conform/operation/introduced.hpp>
#include <conform/operation/real.hpp>
#include <conform/tensor/shaped.hpp>

namespace conform {

/// shape    {A...}
template <class T, class... A>
class parameter {
 public:
  using shape = conform::shape<A...>;
  using value = tensor<T, A...>;

  constexpr explicit parameter(bool exists = true) : exists_(exists) {}

  constexpr bool exists() const { return exists_; }
  /// The weights; made by make().
  constexpr const value& operator*() const { return value_; }
  constexpr const value* operator->() const { return &value_; }
  constexpr value& operator*() { return value_; }

  /// Cells for these sizes (those the shape names are taken from the list), zero.
  template <class Sizes>
  constexpr void make(machine<T> on, const bound_sizes<Sizes>& sizes) {
    static_assert(std::is_same_v<typename introducing::unknown<Sizes, typename value::named>::type, symbols<>>,
                  "make_parameters: a named size has no value; make_parameters(part, n = 64) gives it");
    if (!exists_) return;
    placement<T, typename value::named> at{on, {}};
    at.sizes.meet(sizes);
    if constexpr (is_metered<T>)
      value_ = making::made<value>(at, polynomial{});  // owned, not live: own_parameters books it
    else
      value_ = making::made<value>(at);
  }

  /// How many elements: an integer for static extents, a formula with the ids of a meter.
  static constexpr integer elements() {
    integer product = 1;
    for (const axis_info& axis : planning::list_of<A...>)
      if (axis.id != 0) product = axis.extent < 0 ? throw not_whole{} : checked_mul(product, axis.extent);
    return product;
  }
  static constexpr polynomial elements(meter& ids) { return product(measuring::formulas(shape{}, ids)); }

 private:
  bool exists_;
  value value_{typename value::storage{}};
};

/// Weights as what is calculated with: themselves, or a copy as floats where they are stored as bf16. For those that are
/// few; contract and attention read cells of bf16 themselves.
template <tensor_like X>
constexpr decltype(auto) as_numbers(const X& weights) {
  if constexpr (stored_as_bf16<X>)
    return cast<float>(weights);
  else
    return (weights);
}

template <class X>
inline constexpr bool is_parameter = false;
template <class T, class... A>
inline constexpr bool is_parameter<parameter<T, A...>> = true;

/// Walks the parameters of a layer or model in the order of their declaration. The visitor sees
/// enter(name), leave() around every part, and parameter(p) for every one that exists.
/// A part declares its members once:  static constexpr auto each(auto& self, auto&& f) { return f("q", self.q), ...; }
template <class Part, class Visitor>
constexpr void visit_parameters(Part& part, Visitor& visitor) {
  std::remove_const_t<Part>::each(part, [&](const char* name, auto& member) {
    using member_type = std::remove_cvref_t<decltype(member)>;
    visitor.enter(name);
    if constexpr (is_parameter<member_type>) {
      if (member.exists()) visitor.parameter(member);
    } else if constexpr (is_list<member_type>) {
      for (std::size_t i = 0; i < member.size(); ++i) {
        visitor.enter(index_name(i).text);
        visit_parameters(member[i], visitor);
        visitor.leave();
      }
    } else {
      visit_parameters(member, visitor);
    }
    visitor.leave();
  });
}

namespace visiting {

struct counter {
  integer sum = 0;
  constexpr void enter(const char*) {}
  constexpr void leave() {}
  template <class P>
  constexpr void parameter(const P&) {
    sum = checked_add(sum, P::elements());
  }
};

/// Books every parameter at its place: the path without its own last name.
struct owner {
  meter& at;
  std::size_t depth = 0;
  std::size_t lengths[16]{};
  constexpr void enter(const char* name) { lengths[depth++] = at.places.enter(name); }
  constexpr void leave() { at.places.leave(lengths[--depth]); }
  template <class P>
  constexpr void parameter(const P&) {
    leave();
    at.own(P::elements(at));
    enter("");
  }
};

template <class Machine, class Sizes>
struct maker {
  Machine on;
  const bound_sizes<Sizes>& sizes;
  constexpr void enter(const char*) {}
  constexpr void leave() {}
  template <class P>
  constexpr void parameter(P& p) {
    p.make(on, sizes);
  }
};

/// Calls f(p) for every parameter.
template <class F>
struct caller {
  const F& f;
  constexpr void enter(const char*) {}
  constexpr void leave() {}
  template <class P>
  constexpr void parameter(P& p) {
    f(p);
  }
};

/// Gives the size of this name its value, where the list has it.
template <class Named>
struct binder;
template <class... S>
struct binder<symbols<S...>> {
  template <class B>
  static constexpr void bind([[maybe_unused]] bound_sizes<symbols<S...>>& own, [[maybe_unused]] const B& one) {
    [[maybe_unused]] int place = 0;
    ((constructing::binds<B, S>() ? own.set(place++, integer{one.value}, S::name.chars) : void(++place)), ...);
  }
  template <class... B>
  static constexpr bool complete() {
    return (binds_one<S, B...>() && ...);
  }

 private:
  template <class One, class... B>
  static constexpr bool binds_one() {
    return (constructing::binds<B, One>() || ...);
  }
};

/// The machine of plain numbers, whichever they are.
struct any_plain {
  template <class T>
  constexpr operator machine<T>() const {
    return {};
  }
};

}  // namespace visiting

/// The parameters of a layer or model with static sizes (elements).
template <class Part>
constexpr integer count_parameters(const Part& part) {
  visiting::counter counter;
  visit_parameters(part, counter);
  return counter.sum;
}
/// Books the parameters of a layer or model on a meter, under the paths that running it opens.
template <class Part>
constexpr void own_parameters(const Part& part, meter& at) {
  visiting::owner owner{at};
  visit_parameters(part, owner);
}
/// Makes the cells of all parameters, zero, where the sizes have these values; on plain numbers, or on a machine.
template <class Part, class Machine = visiting::any_plain, class Sizes = symbols<>>
  requires(!constructing::is_binding<Machine>)
constexpr void make_parameters(Part& part, Machine on = {}, const bound_sizes<Sizes>& sizes = {}) {
  visiting::maker<Machine, Sizes> maker{on, sizes};
  visit_parameters(part, maker);
}
/// The same with the values of named sizes, by name: make_parameters(layer, n = 64, m = 256). One that a parameter names
/// and that has no value does not compile.
template <class Part, text... Names, class... V>
  requires(sizeof...(Names) > 0)
constexpr void make_parameters(Part& part, const binding<Names, V>&... sizes) {
  const auto make = [&](auto& p) {
    using named = typename std::remove_cvref_t<decltype(p)>::value::named;
    static_assert(visiting::binder<named>::template complete<binding<Names, V>...>(),
                  "make_parameters: a named size of a parameter has no value");
    bound_sizes<named> own;
    (visiting::binder<named>::bind(own, sizes), ...);
    p.make({}, own);
  };
  visiting::caller<decltype(make)> maker{make};
  visit_parameters(part, maker);
}
/// Calls f(weights) for every parameter that exists, in the order of their declaration; weights is a tensor.
template <class Part, class F>
constexpr void for_each_parameter(Part& part, F&& f) {
  const auto call = [&](auto& p) { f(*p); };
  visiting::caller<decltype(call)> caller{call};
  visit_parameters(part, caller);
}
/// On the machine of a meter: no cells, only what they would cost.
template <class Part>
constexpr void make_parameters(Part& part, meter& at) {
  make_parameters(part, machine<metered>(at));
}

}  // namespace conform
