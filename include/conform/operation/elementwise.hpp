#pragma once
// elementwise: + - * / of tensors whose axes meet by name.

#include <conform/kernel/elementwise.hpp>
#include <conform/operation/carrying.hpp>
#include <conform/operation/real.hpp>
#include <conform/operation/result.hpp>
#include <conform/shape/named.hpp>

namespace conform {
namespace combining {

/// The four operators. Claim: one operation for every point of the wider operand.
struct plus {
  template <class T>
  static constexpr T of(T left, T right) {
    return left + right;
  }
  template <class N>
  static constexpr operations<N> claim(const N& points) {
    operations<N> out;
    out.add = points;
    return out;
  }
};
struct minus : plus {
  template <class T>
  static constexpr T of(T left, T right) {
    return left - right;
  }
};
struct times {
  template <class T>
  static constexpr T of(T left, T right) {
    return left * right;
  }
  template <class N>
  static constexpr operations<N> claim(const N& points) {
    operations<N> out;
    out.mul = points;
    return out;
  }
};
struct divide {
  template <class T>
  static constexpr T of(T left, T right) {
    return left / right;
  }
  template <class N>
  static constexpr operations<N> claim(const N& points) {
    operations<N> out;
    out.div = points;
    return out;
  }
};

/// out[i...] = left[i...] op right[i...]. Plain numbers that lie side by side go by vectors at run time.
template <class Op, class T>
constexpr void run(const nest<3>& loops, const T* left, const T* right, T* out) {
  if constexpr (std::is_floating_point_v<T> && sizeof(T) <= 8)
    if (!std::is_constant_evaluated() && aligning::innermost_step(loops, 2) == 1) {
      using V = kernel::lanes<T>;
      const std::ptrdiff_t by_left = aligning::innermost_step(loops, 0), by_right = aligning::innermost_step(loops, 1);
      const auto rows = [&](const auto& row) {
        aligning::walk_rows(loops, [&](const offsets<3>& at, std::ptrdiff_t count) {
          row(out + at.at[2], count, left + at.at[0], right + at.at[1]);
        });
      };
      if (by_left == 1 && by_right == 1)
        return rows([](T* to, std::ptrdiff_t count, const T* a, const T* b) {
          kernel::each_vector<V>(to, count, [](V x, V y) { return Op::of(x, y); }, a, b);
        });
      if (by_left == 1 && by_right == 0)
        return rows([](T* to, std::ptrdiff_t count, const T* a, const T* b) {
          kernel::each_vector<V>(to, count, [y = V::all(*b)](V x) { return Op::of(x, y); }, a);
        });
      if (by_left == 0 && by_right == 1)
        return rows([](T* to, std::ptrdiff_t count, const T* a, const T* b) {
          kernel::each_vector<V>(to, count, [x = V::all(*a)](V y) { return Op::of(x, y); }, b);
        });
    }
  walk(loops, [&](const offsets<3>& at) {
    arithmetic::store(out[at.at[2]], Op::of(arithmetic::load(left[at.at[0]]), arithmetic::load(right[at.at[1]])));
  });
}

template <class Op, class A, class B>
constexpr auto combine(A&& left, B&& right) {
  using T = number_of<A>;
  using shape = typename combination<A, B>::shape;
  using result = resulting::tensor_with<T, shape>;
  const auto at = joined<typename result::named>(left.on(), left.sizes(), right.on(), right.sizes());
  if constexpr (is_metered<T>) {
    resulting::claim_on<shape>(at.on, [](const auto& e) { return Op::claim(product(e)); });
    resulting::move_on<shape_of<A>, shape_of<B>, shape>(at.on);
    return resulting::heir<result>(at, std::forward<A>(left), std::forward<B>(right));
  } else {
    constexpr auto own_left = planning::axes_of(shape_of<A>{}), own_right = planning::axes_of(shape_of<B>{});
    constexpr auto all = planning::axes_of(shape{});
    const layout to = row_major(extents_of<shape>(at.on, at.sizes));
    const layout from_left = aligning::aligned(all, to.extent, own_left, layout_of(own_left, left));
    const layout from_right = aligning::aligned(all, to.extent, own_right, layout_of(own_right, right));
    const T *const left_cells = left.data(), *const right_cells = right.data();
    result out = resulting::heir<result>(at, std::forward<A>(left), std::forward<B>(right));
    run<Op>(aligning::loops_over<3>({from_left, from_right, to}), left_cells, right_cells, out.data());
    return out;
  }
}

template <tensor_like A, tensor_like B>
using verdict = planning::first_reason<planning::real_numbers<number_of<A>>, typename combination<A, B>::reason>;

/// The same where the result must have the axes of A.
template <tensor_like A, tensor_like B>
using verdict_into =
    typename planning::numbers_first<number_of<A>, number_of<B>>::template reason<typename carrying::into<A, B>>;

}  // namespace combining

/// out[i, j] = x[i, j] + y[j], and - * /
/// shape    {query, model} + {model} -> {query, model}: one operand has all the axes of the other, in any order; the
///          narrower is carried along the axes it lacks. The axes of the wider, of the left where both are equal.
/// cost     one operation for each point (operations). The cells of an operand that ends, std::move(x) + y, become
///          the result's: no scratch; y may then not be a view of x.
/// refuses  axis_unexpected (each has an axis that the other lacks), extents_differ, numbers_differ, not_real
/// throws   size_mismatch
template <tensor_like A, tensor_like B, class Why = combining::verdict<A, B>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator+(A&& x, B&& y) {
  return combining::combine<combining::plus>(std::forward<A>(x), std::forward<B>(y));
}
template <tensor_like A, tensor_like B, class Why = combining::verdict<A, B>>
  requires(!std::is_same_v<Why, accepted>)
Why operator+(A&& x, B&& y);

template <tensor_like A, tensor_like B, class Why = combining::verdict<A, B>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator-(A&& x, B&& y) {
  return combining::combine<combining::minus>(std::forward<A>(x), std::forward<B>(y));
}
template <tensor_like A, tensor_like B, class Why = combining::verdict<A, B>>
  requires(!std::is_same_v<Why, accepted>)
Why operator-(A&& x, B&& y);

template <tensor_like A, tensor_like B, class Why = combining::verdict<A, B>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator*(A&& x, B&& y) {
  return combining::combine<combining::times>(std::forward<A>(x), std::forward<B>(y));
}
template <tensor_like A, tensor_like B, class Why = combining::verdict<A, B>>
  requires(!std::is_same_v<Why, accepted>)
Why operator*(A&& x, B&& y);

template <tensor_like A, tensor_like B, class Why = combining::verdict<A, B>>
  requires std::is_same_v<Why, accepted>
constexpr auto operator/(A&& x, B&& y) {
  return combining::combine<combining::divide>(std::forward<A>(x), std::forward<B>(y));
}
template <tensor_like A, tensor_like B, class Why = combining::verdict<A, B>>
  requires(!std::is_same_v<Why, accepted>)
Why operator/(A&& x, B&& y);

/// x[i, j] += y[j], and -= *= /=, in x's own cells
/// shape    {query, model} += {model}: x has all the axes of y. y may not be a view of x.
/// refuses  axis_unexpected (y has an axis that x lacks), extents_differ, numbers_differ, not_real
/// throws   size_mismatch; x then has no cells
template <class T, class... A, tensor_like B, class Why = combining::verdict_into<tensor<T, A...>, B>>
  requires std::is_same_v<Why, accepted>
constexpr tensor<T, A...>& operator+=(tensor<T, A...>& x, const B& y) {
  return x = combining::combine<combining::plus>(std::move(x), y);
}
template <class T, class... A, tensor_like B, class Why = combining::verdict_into<tensor<T, A...>, B>>
  requires(!std::is_same_v<Why, accepted>)
Why operator+=(tensor<T, A...>& x, const B& y);

template <class T, class... A, tensor_like B, class Why = combining::verdict_into<tensor<T, A...>, B>>
  requires std::is_same_v<Why, accepted>
constexpr tensor<T, A...>& operator-=(tensor<T, A...>& x, const B& y) {
  return x = combining::combine<combining::minus>(std::move(x), y);
}
template <class T, class... A, tensor_like B, class Why = combining::verdict_into<tensor<T, A...>, B>>
  requires(!std::is_same_v<Why, accepted>)
Why operator-=(tensor<T, A...>& x, const B& y);

template <class T, class... A, tensor_like B, class Why = combining::verdict_into<tensor<T, A...>, B>>
  requires std::is_same_v<Why, accepted>
constexpr tensor<T, A...>& operator*=(tensor<T, A...>& x, const B& y) {
  return x = combining::combine<combining::times>(std::move(x), y);
}
template <class T, class... A, tensor_like B, class Why = combining::verdict_into<tensor<T, A...>, B>>
  requires(!std::is_same_v<Why, accepted>)
Why operator*=(tensor<T, A...>& x, const B& y);

template <class T, class... A, tensor_like B, class Why = combining::verdict_into<tensor<T, A...>, B>>
  requires std::is_same_v<Why, accepted>
constexpr tensor<T, A...>& operator/=(tensor<T, A...>& x, const B& y) {
  return x = combining::combine<combining::divide>(std::move(x), y);
}
template <class T, class... A, tensor_like B, class Why = combining::verdict_into<tensor<T, A...>, B>>
  requires(!std::is_same_v<Why, accepted>)
Why operator/=(tensor<T, A...>& x, const B& y);

}  // namespace conform
