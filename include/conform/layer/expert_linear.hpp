#pragma once
// expert_linear: one matrix for each expert, of which every point uses those that it has chosen.

#include <conform/layer/door.hpp>
#include <conform/layer/parameter.hpp>
#include <conform/operation/carrying.hpp>
#include <conform/operation/gather.hpp>

namespace conform {
namespace choosing_experts {

/// Ids are whole numbers, and have all the axes of x but In, and neither In nor Out.
template <class X, class T, class In, class Out, class Ids>
struct operands;
template <class X, class T, template <auto> class In, auto I, class Out, class Ids>
struct operands<X, T, In<I>, Out, Ids> {
  using entered =
      planning::first_reason<door<X, T, shape<In<I>>>, typename entering::made_again<shape<In<I>>, Out>::reason,
                             without<X, Out>, without<Ids, In<I>, Out>>;
  static constexpr auto why() {
    if constexpr (!std::is_same_v<entered, accepted>)
      return planning::as<entered>{};
    else if constexpr (!gathering::can_index<number_of<Ids>, number_read<T>>)
      return planning::as<not_an_index<number_of<Ids>>>{};
    else
      return planning::as<typename carrying::pair_of_shapes<
          shape_of<Ids>, typename remaining<names<In>, shape_of<X>>::type>::narrower_b>{};
  }
  using reason = typename decltype(why())::type;
};

template <class Shape, class Out>
struct widened;
template <class... A, class Out>
struct widened<shape<A...>, Out> {
  using type = shape<A..., Out>;
};

/// Each choice is one product of a row and a matrix: a multiply-add for each weight of it.
template <class N>
constexpr operations<N> claim(const N& choices, const N& weights) {
  operations<N> out;
  out.mul = out.add = out.mac = choices * weights;
  return out;
}

}  // namespace choosing_experts

/// expert_linear<float, expert<8>, model<4096>, hidden<14336>>
/// out[i, c, o] = sum over j of x[i, j] * weight[ids[i, c], j, o]
/// shape    x {batch, query, In}, ids {batch, query, choice} -> {batch, query, choice, Out}; x may have the choice, too
/// cost     one multiply-add for each choice and each weight of one expert, whatever the choices are
/// moves    x and the result once, and the matrices of so many experts as can be chosen: all of them, or as many as
///          there are choices where those are fewer
/// refuses  axis_missing, axis_unexpected, axis_repeated (x or ids have Out, ids have In, or these are one),
///          extents_differ, numbers_differ, not_an_index
/// throws   index_error (an expert that there is not), size_mismatch
/// source   Shazeer et al. 2017, eq. 1
template <class T, class Expert, class In, class Out>
struct expert_linear;

template <class T, template <auto> class Expert, auto E, template <auto> class In, auto I, class Out>
struct expert_linear<T, Expert<E>, In<I>, Out> {
  template <class X, class Ids>
  using fit = typename choosing_experts::operands<X, T, In<I>, Out, Ids>::reason;

  parameter<T, Expert<E>, In<I>, Out> weight;

  constexpr explicit expert_linear(bool exists = true) : weight(exists) {}

  static constexpr auto each(auto& self, auto&& f) { return f("weight", self.weight); }

  template <tensor_like X, tensor_like Ids, class Why = fit<X, Ids>>
    requires std::is_same_v<Why, accepted>
  constexpr auto operator()(const X& x, const Ids& ids) const {
    using shape_made = typename choosing_experts::widened<shape_of<Ids>, Out>::type;
    using result = resulting::tensor_with<number_read<T>, shape_made>;
    using all = freezing::merged_t<typename X::named, typename parameter<T, Expert<E>, In<I>, Out>::value::named>;
    const auto both = joined<all>(x.on(), x.sizes(), machine_read(weight->on()), weight->sizes());
    const auto at = joined<typename result::named>(both.on, both.sizes, both.on, ids.sizes());
    auto out = making::made<result>(at);
    if constexpr (is_metered<T>) {
      if (at.on.at) claim_on(*at.on.at, shape_of<X>{}, shape_of<Ids>{}, shape_made{});
    } else {
      run(x, ids, out);
    }
    return out;
  }
  template <tensor_like X, tensor_like Ids, class Why = fit<X, Ids>>
    requires(!std::is_same_v<Why, accepted>)
  Why operator()(const X& x, const Ids& ids) const;

 private:
  template <class Entering, class Choosing, class Made>
  static constexpr void claim_on(meter& at, Entering, Choosing, Made) {
    using measuring::formulas;
    const polynomial choices = product(formulas(Choosing{}, at)), experts = measuring::formula_of<E>(at);
    const polynomial weights = product(formulas(shape<In<I>, Out>{}, at));
    at.claim(choosing_experts::claim(choices, weights));
    at.move(product(formulas(Entering{}, at)) + min(choices, experts) * weights + product(formulas(Made{}, at)));
  }

  /// One row after another; plain numbers go to kernel/matrix.hpp (contracting::run).
  template <class X, class Ids, class Made>
  constexpr void run(const X& x, const Ids& ids, Made& out) const {
    using met = meeting<names<In>, shape<In<I>>, shape<In<I>, Out>>;
    constexpr auto own_x = planning::axes_of(shape_of<X>{}), own_ids = planning::axes_of(shape_of<Ids>{});
    constexpr int along = own_x.find(axis_id<In>), last = own_ids.rank;
    const layout from = layout_of(own_x, x), chosen = layout_of(own_ids, ids),
                 matrix = layout_of(planning::axes_of(shape<Expert<E>, In<I>, Out>{}), *weight),
                 to = layout_of(planning::axes_of(shape_of<Made>{}), out);
    const layout row{{{from.extent.at[along]}, 1}, {from.stride[along]}},
        one{{{matrix.extent.at[1], matrix.extent.at[2]}, 2}, {matrix.stride[1], matrix.stride[2]}},
        made{{{to.extent.at[last]}, 1}, {to.stride[last]}};
    layout made_at = to;
    made_at.extent = chosen.extent;
    const layout all[]{aligning::aligned(own_ids, chosen.extent, own_x, from), chosen, made_at};
    walk(aligning::loops_over<3>(all), [&](const offsets<3>& place) {
      const auto skipped =
          indexing::checked(axis_name<Expert<E>>, matrix.extent.at[0], static_cast<long long>(ids.data()[place.at[1]]));
      contracting::run(met::plan, x.data() + place.at[0], row, weight->data() + skipped * matrix.stride[0], one,
                       out.data() + place.at[2], made, out.on());
    });
  }
};

}  // namespace conform
