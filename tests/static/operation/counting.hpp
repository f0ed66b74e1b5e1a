#pragma once
// Runs one piece of code on the counted and on the metered machine, over three named sizes.

#include <conform/operation.hpp>

namespace counting {

using namespace conform;
using namespace conform::axes;

inline constexpr struct rows : conform::size<"rows"> { using size::operator=; } rows;
inline constexpr struct cols : conform::size<"cols"> { using size::operator=; } cols;
inline constexpr struct deep : conform::size<"deep"> { using size::operator=; } deep;

template <auto N> struct other : axis<N> {};

/// What tensors are made of: a machine, and values for the three sizes.
template <class T>
struct place {
  machine<T> on;
  bound_sizes<symbols<struct rows, struct cols, struct deep>> sizes{};

  template <class... A>
  constexpr tensor<T, A...> make() const {
    placement<T, typename tensor<T, A...>::named> at{on, {}};
    at.sizes.meet(sizes);
    auto out = making::made<tensor<T, A...>>(at);
    if constexpr (!is_metered<T>)
      for (T& cell : out) cell = on.number(1);
    return out;
  }
  /// Indices and masks: of U where there are values, on no ledger and no meter.
  template <class U, class... A>
  constexpr auto free() const {
    using number = std::conditional_t<is_metered<T>, metered, U>;
    placement<number, typename tensor<number, A...>::named> at{};
    at.sizes.meet(sizes);
    return making::made<tensor<number, A...>>(at);
  }
};

/// What Case::run does on the counted machine at these sizes.
template <class Case>
constexpr ledger counted_run(long long r, long long c, long long e) {
  ledger book;
  place<counted<float>> at{machine<counted<float>>(book)};
  at.sizes.at[0] = r, at.sizes.at[1] = c, at.sizes.at[2] = e;
  Case::template run<counted<float>>(at);
  return book;
}

/// Counted execution is the hand-written expectation at every point of the grid, and leaves nothing behind.
template <class Case>
constexpr bool counts_as_expected(long long from = 1, long long to = 3) {
  for (long long r = from; r <= to; ++r)
    for (long long c = from; c <= to; ++c)
      for (long long e = from; e <= to; ++e) {
        const ledger book = counted_run<Case>(r, c, e);
        if (!(book.done == Case::expected(r, c, e)) || book.live != 0) return false;
      }
  return true;
}

using tally = operations<long long>;

constexpr tally of(long long mul, long long add, long long div = 0, long long exp = 0, long long cmp = 0,
                   long long sqrt = 0) {
  tally out;
  out.mul = mul, out.add = add, out.div = div, out.exp = exp, out.cmp = cmp, out.sqrt = sqrt;
  return out;
}

// ---- one case for each operation that costs something, or must cost nothing

struct adds {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, model<cols>>();
    auto y = at.template make<model<cols>>();
    auto z = std::move(x) + y;
    auto w = y - z;
  }
  static constexpr tally expected(long long r, long long c, long long) { return of(0, 2 * r * c); }
};
struct multiplies {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, model<cols>, batch<deep>>();
    auto y = at.template make<batch<deep>, query<rows>>();
    auto z = (x * y) * 2 / y;
    auto w = 1 / z - 3;
  }
  static constexpr tally expected(long long r, long long c, long long e) {
    return of(2 * r * c * e, r * c * e, 2 * r * c * e);
  }
};
template <activation Kind>
struct activates {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, model<cols>>();
    auto y = activate(Kind, x);
    auto z = activate(Kind, std::move(y));
  }
  static constexpr tally expected(long long r, long long c, long long) {
    const long long points = 2 * r * c;
    tally out;
    if (Kind == activation::relu) out.cmp = points;
    if (Kind == activation::silu) out.exp = out.add = out.div = out.mul = points;
    if (Kind == activation::gelu) out.mul = 3 * points, out.add = out.erf = points;
    if (Kind == activation::gelu_tanh) out.mul = 6 * points, out.add = 2 * points, out.tanh = points;
    return out;
  }
};
struct rms_norms {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, model<cols>, other<deep>>();
    auto w = at.template make<model<cols>>();
    auto both = at.template make<other<deep>, model<cols>>();
    auto y = rms_norm<model>(x, w, 1e-6);
    auto z = rms_norm<model, other>(std::move(y), both, 1e-6);
  }
  static constexpr tally expected(long long r, long long c, long long e) {
    return r * e * of(3 * c, c + 1, 2, 0, 0, 1) + r * of(3 * c * e, c * e + 1, 2, 0, 0, 1);
  }
};
struct layer_norms {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, model<cols>, other<deep>>();
    auto w = at.template make<model<cols>>();
    auto both = at.template make<other<deep>, model<cols>>();
    auto y = layer_norm<model>(x, w, w, 1e-6);
    auto z = layer_norm<other, model>(std::move(y), both, both, 1e-6);
  }
  static constexpr tally expected(long long r, long long c, long long e) {
    return r * e * of(3 * c, 4 * c + 1, 3, 0, 0, 1) + r * of(3 * c * e, 4 * c * e + 1, 3, 0, 0, 1);
  }
};
struct rotates {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, head<cols>, head_dim<2 * deep>>();
    auto table = at.template make<query<rows>, rotary<deep>>();
    auto y = rope<query, head_dim>(x, table, table);
  }
  static constexpr tally expected(long long r, long long c, long long e) { return r * c * e * of(4, 2); }
};
struct softmaxes {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, key<cols>, head<deep>>();
    auto y = softmax<key>(x);
    auto z = softmax<key, query>(std::move(y));
  }
  static constexpr tally expected(long long r, long long c, long long e) { return 2 * r * c * e * of(0, 2, 1, 1, 1); }
};
struct reduces {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, key<cols>, head<deep>>();
    auto y = sum<query>(x);
    auto z = mean<key, head>(x);
    auto w = maximum<head>(x);
  }
  static constexpr tally expected(long long r, long long c, long long e) {
    return of(0, 2 * r * c * e, r, 0, r * c * e);
  }
};
struct ranks {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, vocab<cols + 3>>();
    auto y = argmax<vocab>(x);
    auto z = top_k<vocab, 3>(x);
  }
  static constexpr tally expected(long long r, long long c, long long) {
    return of(0, 0, 0, 0, r * (c + 3) + r * (3 * (c + 3) - 3));
  }
};
struct sums_products {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, model<cols>>();
    auto y = at.template make<model<cols>, head<deep>>();
    auto z = at.template make<head<deep>>();
    auto w = einsum<query>(x, y, z);
  }
  static constexpr tally expected(long long r, long long c, long long e) {
    tally out = of(r * c * e + r * e, r * c * e + r * e);
    out.mac = out.mul;
    return out;
  }
};
struct costs_nothing {
  template <class T>
  static constexpr void run(const place<T>& at) {
    auto x = at.template make<query<rows>, model<cols>>();
    [[maybe_unused]] const auto renamed = rename<query, key>(x);
    const auto turned = copy(permute<model, query>(x));
    const auto wide = copy(expand<head<deep>>(x, deep = at.sizes.at[2]));
    const auto flat = merge<other, query, model>(x);
    const auto back = split<other, query<rows>, model<cols>>(flat);
    const auto longer = concat<query>(x, back);
    const auto part = slice<query, rows, rows + rows>(longer);
    const auto pair = stack<head>(x, part, turned);
    [[maybe_unused]] const auto parts = unstack<head>(pair);
    const auto rows_of = embed<query>(x, at.template free<int, batch<deep>>());
    const auto masked =
        where(at.template free<bool, model<cols>>(), where(at.template free<bool, query<rows>>(), x, 0), x);
    const auto half = cast<double>(rows_of);
    [[maybe_unused]] const auto again = reshape<vocab<rows>, other<cols>>(x);
  }
  static constexpr tally expected(long long, long long, long long) { return {}; }
};

}  // namespace counting
