#pragma once
// fmt: sizes, formulas, shapes, tensors, counts and costs as text. All take fmt's width and alignment; a tensor hands
// its format, such as {:.3f}, to its numbers.

#include <string>

#include <fmt/format.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/machine/counted.hpp>
#include <conform/size/quantity.hpp>
#include <conform/tensor/access.hpp>

namespace conform::interop {

inline std::string string_of(const list<char>& written) { return {written.begin(), written.end()}; }
inline std::string string_of(naming::range written) { return {written.begin, written.count}; }

/// A formula or named size as a person writes it.
template <size_like X>
std::string written(const X& x) {
  using own = freezing::symbols_of<X>;
  list<char> out;
  rendering::put_sum(out, thaw<own>(x), rendering::names_of(own{}));
  return string_of(out);
}
/// A polynomial, whose named sizes are numbers, with the names of a meter.
inline std::string written(const polynomial& p, const list<freezing::label>& sizes) {
  list<char> out;
  rendering::put_sorted(out, p, sizes);
  return string_of(out);
}

/// "head_dim: n + 1"
template <class A>
std::string axis_text() {
  return string_of(axis_name<A>) + ": " + written(extent_of<A>);
}

/// "{query: 128, head_dim: n + 1}"; with the extents now, "{query: n = 7}", where a name stands for them.
template <class... A>
std::string shape_text(shape<A...>, const long long* now = nullptr) {
  std::string out = "{";
  [[maybe_unused]] const auto put = [&](std::string axis, bool is_formula) {
    if (out.size() > 1) out += ", ";
    out += axis;
    if (now && is_formula) out += " = " + std::to_string(*now);
    if (now) ++now;
  };
  (put(axis_text<A>(), info_of<A>.extent == axis_info::formula), ...);
  return out + "}";
}

template <class Unit>
inline constexpr const char* unit_name = "";
template <>
inline constexpr const char* unit_name<units::matmul_flops> = "matmul FLOPs";
template <>
inline constexpr const char* unit_name<units::unit_total> = "operations";
template <>
inline constexpr const char* unit_name<units::elements> = "elements";
template <>
inline constexpr const char* unit_name<units::parameters> = "parameters";
template <>
inline constexpr const char* unit_name<units::bytes> = "bytes";
template <text Kind>
inline constexpr const char* unit_name<units::operation<Kind>> = Kind.chars;

template <auto N>
void as_axis(const axis<N>&);
/// An axis as an object: query<128>{}.
template <class A>
concept axis_type = requires(const A& one) { interop::as_axis(one); };  // (a lambda here is too much for clang 14)

/// A tensor of more cells is shown by its corners: the first and last few of every axis.
inline constexpr std::size_t most_cells_shown = 1000;
inline constexpr long long edge_shown = 3;

/// The number in a cell.
template <class T>
const T& shown_number(const T& cell) {
  return cell;
}
template <class T>
const T& shown_number(const counted<T>& cell) {
  return cell.value;
}
template <class T>
using shown_number_of = std::remove_cvref_t<decltype(shown_number(std::declval<const T&>()))>;

/// [[1, 2, 3],
///  [4, 5, 6]]
template <class T, class Number, class Context>
void put_cells(const T* cells, const layout& all, int axis, bool in_short, const Number& number, Context& context) {
  if (axis == all.extent.rank) {
    context.advance_to(number.format(shown_number(*cells), context));
    return;
  }
  const auto put = [&](std::string_view piece) {
    context.advance_to(fmt::format_to(context.out(), "{}", piece));
  };
  const std::string separator =
      axis + 1 < all.extent.rank ? ",\n" + std::string(static_cast<std::size_t>(axis) + 1, ' ') : ", ";
  put("[");
  const long long count = all.extent.at[axis];
  for (long long i = 0; i < count; ++i) {
    if (i > 0) put(separator);
    if (in_short && count > 2 * edge_shown && i == edge_shown) {
      put("..."), put(separator);
      i = count - edge_shown;
    }
    put_cells(cells + static_cast<std::ptrdiff_t>(i) * all.stride[axis], all, axis + 1, in_short, number, context);
  }
  put("]");
}

/// What is text first: width and alignment are fmt's.
struct as_string : fmt::formatter<std::string_view> {
  auto put(const std::string& written, fmt::format_context& context) const {
    return fmt::formatter<std::string_view>::format(written, context);
  }
};

}  // namespace conform::interop

/// What explanation() and to_characters() return.
template <>
struct fmt::formatter<conform::list<char>> : conform::interop::as_string {
  auto format(const conform::list<char>& text, fmt::format_context& context) const {
    return put(std::string(text.begin(), text.end()), context);
  }
};

template <conform::symbolic X>
struct fmt::formatter<X> : conform::interop::as_string {
  auto format(const X& x, fmt::format_context& context) const { return put(conform::interop::written(x), context); }
};

template <conform::interop::axis_type A>
struct fmt::formatter<A> : conform::interop::as_string {
  auto format(const A&, fmt::format_context& context) const { return put(conform::interop::axis_text<A>(), context); }
};

template <class... A>
struct fmt::formatter<conform::shape<A...>> : conform::interop::as_string {
  auto format(const conform::shape<A...>& axes, fmt::format_context& context) const {
    return put(conform::interop::shape_text(axes), context);
  }
};

/// Kinds that are not zero: "mul 12, add 12, exp 3".
template <conform::whole_number N>
struct fmt::formatter<conform::operations<N>> : conform::interop::as_string {
  auto format(const conform::operations<N>& done, fmt::format_context& context) const {
    std::string out;
    done.each([&](const char* kind, const N& count) {
      if (count != 0) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", kind, count);
    });
    return put(out.empty() ? "no operations" : out, context);
  }
};

/// "4·n²·d matmul FLOPs"
template <class Unit, conform::size_like F>
struct fmt::formatter<conform::quantity<Unit, F>> : conform::interop::as_string {
  auto format(const conform::quantity<Unit, F>& measured, fmt::format_context& context) const {
    return put(conform::interop::written(measured.formula) + ' ' + conform::interop::unit_name<Unit>, context);
  }
};
template <class Unit>
struct fmt::formatter<conform::amount<Unit>> : conform::interop::as_string {
  auto format(const conform::amount<Unit>& measured, fmt::format_context& context) const {
    return put(conform::interop::written(measured.value) + ' ' + conform::interop::unit_name<Unit>, context);
  }
};

/// Shape and numbers; the shape alone of a metered tensor, which has none.
template <conform::tensor_like X>
struct fmt::formatter<X> {
  using number = conform::number_of<X>;
  using shape = conform::shape_of<X>;

  template <class Context>
  constexpr auto parse(Context& context) {
    return numbers_.parse(context);
  }
  template <class Context>
  auto format(const X& x, Context& context) const {
    if constexpr (conform::is_metered<number>) {
      return fmt::format_to(context.out(), "{}", shape{});
    } else {
      if (!x.data()) return fmt::format_to(context.out(), "{} without cells", shape{});
      const conform::layout cells = conform::layout_of(x);
      const bool in_short = conform::cell_count(cells.extent) > conform::interop::most_cells_shown;
      context.advance_to(fmt::format_to(context.out(), "{}{}", conform::interop::shape_text(shape{}, cells.extent.at),
                                        cells.extent.rank < 2 ? " " : "\n"));
      conform::interop::put_cells(static_cast<const number*>(x.data()), cells, 0, in_short, numbers_, context);
      return context.out();
    }
  }

 private:
  struct none {
    constexpr auto parse(auto& context) { return context.begin(); }
  };
  template <bool Metered, class T>
  struct numbers_for {
    using type = fmt::formatter<conform::interop::shown_number_of<T>>;
  };
  template <class T>
  struct numbers_for<true, T> {
    using type = none;
  };
  typename numbers_for<conform::is_metered<number>, number>::type numbers_;
};

#pragma GCC diagnostic pop
