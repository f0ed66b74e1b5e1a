#pragma once
// lanes: the vectors that fast kernels compute with, on the compiler's vector extensions. A kernel is a template over
// its vector type, so that the same text runs on any width, and on numbers that count themselves (counting.hpp).

#include <conform/machine/bf16.hpp>

#include <cstddef>
#include <utility>

namespace conform::kernel {

/// What the unit is compiled for. It is part of the vector type, so that units compiled for other processors may be
/// linked together.
enum class instructions { baseline, avx2, avx512, avx512_bf16 };

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#if defined(__AVX512BF16__)
inline constexpr instructions compiled_for = instructions::avx512_bf16;
#else
inline constexpr instructions compiled_for = instructions::avx512;
#endif
inline constexpr int register_bytes = 64, register_count = 32;
#elif defined(__AVX2__) && defined(__FMA__)
inline constexpr instructions compiled_for = instructions::avx2;
inline constexpr int register_bytes = 32, register_count = 16;
#else
inline constexpr instructions compiled_for = instructions::baseline;
#if defined(__aarch64__)
inline constexpr int register_bytes = 16, register_count = 32;
#else
inline constexpr int register_bytes = 16, register_count = 16;
#endif
#endif

#define CONFORM_INLINE [[gnu::always_inline]] inline

/// e^x = 2^(x·log2_e)
inline constexpr double log2_e = 1.4426950408889634;

/// One register of T.
template <class T, int Width = register_bytes / static_cast<int>(sizeof(T)), instructions For = compiled_for>
struct lanes {
  static constexpr int width = Width;
  /// Rows × vectors of accumulators that leave room for the operands of a product.
  static constexpr int rows = register_count == 32 ? 8 : 4, vectors = 3;
  using number = T;
  using whole = std::conditional_t<sizeof(T) == 8, long long, int>;
  using half = std::conditional_t<sizeof(T) == 8, int, short>;
  typedef T vector __attribute__((vector_size(sizeof(T) * Width)));
  typedef whole bits __attribute__((vector_size(sizeof(T) * Width)));
  typedef half halves __attribute__((vector_size(sizeof(half) * Width)));
  typedef T unaligned __attribute__((vector_size(sizeof(T) * Width), aligned(alignof(T)), may_alias));

  vector x;

  /// Two cells of half the precision side by side, in place of a number; lanes of them, such as two terms of a sum.
  struct [[gnu::may_alias]] pair {
    unsigned bits;
  };
  struct pairs {
    bits x;
    CONFORM_INLINE void store(pair* to) const { __builtin_memcpy(to, &x, sizeof x); }
  };
  /// Whether pairs are multiplied, and both products added, by one instruction (of a whole register).
  static constexpr bool multiplies_pairs = For == instructions::avx512_bf16 && sizeof(T) == 4;

  static constexpr T constant(double value) { return static_cast<T>(value); }
  CONFORM_INLINE static lanes all(T value) { return {value - vector{}}; }
  CONFORM_INLINE static lanes load(const T* from) { return {*reinterpret_cast<const unaligned*>(from)}; }
  /// Cells of half the precision, widened.
  CONFORM_INLINE static lanes load(const bf16* from) requires(sizeof(T) == 4) {
    halves some;
    __builtin_memcpy(&some, from, sizeof some);
    return {__builtin_bit_cast(vector, whole_of(some) << 16)};
  }
  CONFORM_INLINE static pair pair_of(bf16 first, bf16 second) {
    return {first.bits | static_cast<unsigned>(second.bits) << 16};
  }
  CONFORM_INLINE static pairs all(pair value) { return {static_cast<int>(value.bits) - bits{}}; }
  CONFORM_INLINE static pairs load(const pair* from) { return pairs_at(from); }
  /// Cells that lie side by side: lane i is from[2·i] and the one after.
  CONFORM_INLINE static pairs pairs_at(const bf16* from) { return pairs_at(static_cast<const void*>(from)); }
  /// Lane i is first[i] and second[i].
  CONFORM_INLINE static pairs pairs_of(const bf16* first, const bf16* second) {
    halves low, high;
    __builtin_memcpy(&low, first, sizeof low);
    __builtin_memcpy(&high, second, sizeof high);
    return {(whole_of(low) & 0xffff) | whole_of(high) << 16};
  }
  /// Count cells over and over: lane i is from[i mod Count]; Count is a power of 2, at most the width.
  template <int Count>
  CONFORM_INLINE static void repeated(const T* from, lanes (&to)[1]) {
    if constexpr (Count == Width)
      to[0] = load(from);
    else if constexpr (Count == 1)
      to[0] = all(*from);
    else
      to[0] = {__builtin_bit_cast(vector, pieces<Count * sizeof(T), sizeof(vector)>(from))};
  }
  /// 2·Count cells of half the precision: lane i of to[0] is from[2·(i mod Count)], of to[1] the one after. Each lane
  /// reads its two cells at once and needs no more than a shift or a mask, which widening by load() does not.
  template <int Count>
  CONFORM_INLINE static void repeated(const bf16* from, lanes (&to)[2]) requires(sizeof(T) == 4) {
    static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the cell before is the lower half");
    const bits two = __builtin_bit_cast(bits, pieces<Count * sizeof(T), sizeof(vector)>(from));
    to[0] = {__builtin_bit_cast(vector, two << 16)};
    to[1] = {__builtin_bit_cast(vector, two & -0x10000)};
  }
  /// In a register: g++ reads memory again wherever what it loaded is used.
  CONFORM_INLINE friend lanes held(lanes a) {
#if defined(__x86_64__)
    if constexpr (sizeof(vector) <= register_bytes) asm("" : "+v"(a.x));
#endif
    return a;
  }
  CONFORM_INLINE friend pairs held(pairs a) {
    return {__builtin_bit_cast(bits, held(lanes{__builtin_bit_cast(vector, a.x)}).x)};
  }
  /// Lane l of row r becomes lane r of row l, for as many rows as lanes.
  CONFORM_INLINE friend void transpose(pairs (&row)[Width]) {
    lanes some[Width];
    for (int i = 0; i < Width; ++i) some[i].x = __builtin_bit_cast(vector, row[i].x);
    transpose(some);
    for (int i = 0; i < Width; ++i) row[i].x = __builtin_bit_cast(bits, some[i].x);
  }
  CONFORM_INLINE void store(T* to) const { *reinterpret_cast<unaligned*>(to) = x; }

  CONFORM_INLINE friend lanes operator+(lanes a, lanes b) { return {a.x + b.x}; }
  CONFORM_INLINE friend lanes operator-(lanes a, lanes b) { return {a.x - b.x}; }
  CONFORM_INLINE friend lanes operator*(lanes a, lanes b) { return {a.x * b.x}; }
  CONFORM_INLINE friend lanes operator/(lanes a, lanes b) { return {a.x / b.x}; }
  /// sum + a·b
  CONFORM_INLINE friend lanes multiply_add(lanes sum, lanes a, lanes b) { return {a.x * b.x + sum.x}; }
  /// (sum + a.second·b.second) + a.first·b.first, each multiply-add rounded once. Where the processor multiplies pairs,
  /// it rounds to nearest, ties to even, whatever the mode is; and takes for 0 what is below 2^-126: cells, sums and
  /// the sum between.
  /// source   Intel SDM, VDPBF16PS; tests/runtime/kernel/pairs.cpp
  CONFORM_INLINE friend lanes multiply_add(lanes sum, pairs a, pairs b) requires(sizeof(T) == 4) {
#if defined(__AVX512BF16__)
    if constexpr (multiplies_pairs && Width == 16) {
      asm("vdpbf16ps {%2, %1, %0|%0, %1, %2}" : "+v"(sum.x) : "v"(a.x), "v"(b.x));
      return sum;
    }
#endif
    const auto second = [](pairs p) { return lanes{__builtin_bit_cast(vector, p.x & -0x10000)}; };
    const auto first = [](pairs p) { return lanes{__builtin_bit_cast(vector, p.x << 16)}; };
    return multiply_add(multiply_add(sum, second(a), second(b)), first(a), first(b));
  }
  /// The larger; b where either is not a number.
  CONFORM_INLINE friend lanes larger(lanes a, lanes b) {
#if defined(__AVX512F__) && !defined(__clang__)  // which g++ 12 would compare and choose
    if constexpr (sizeof(T) == 4 && Width == 16) return {__builtin_ia32_maxps512_mask(a.x, b.x, b.x, -1, 4)};
#endif
#if defined(__AVX__) && !defined(__clang__)
    if constexpr (sizeof(T) == 4 && Width == 8) return {__builtin_ia32_maxps256(a.x, b.x)};
#endif
    return {a.x > b.x ? a.x : b.x};
  }

  /// -|a|
  CONFORM_INLINE friend lanes minus_magnitude(lanes a) {
    return {__builtin_bit_cast(vector, __builtin_bit_cast(bits, a.x) | __builtin_bit_cast(bits, -T{0} - vector{}))};
  }
  /// The first 12 digits of a, whose square is exact.
  CONFORM_INLINE friend lanes leading(lanes a) requires(sizeof(T) == 4) {
    return {__builtin_bit_cast(vector, __builtin_bit_cast(bits, a.x) & ~0xfff)};
  }

  /// Lane numbers 0, 1, ...
  CONFORM_INLINE static bits numbered() {
    return []<std::size_t... I>(std::index_sequence<I...>) { return bits{static_cast<whole>(I)...}; }
    (std::make_index_sequence<Width>{});
  }
  /// Lanes first <= lane < end keep `a`, the others become `b`.
  CONFORM_INLINE friend lanes between(whole first, whole end, lanes a, lanes b) {
    const bits lane = numbered();
    return {((lane >= first) & (lane < end)) ? a.x : b.x};
  }
  /// In each span of lanes, those from `first` on keep `a`, the others become `b`; `span` is a power of 2.
  CONFORM_INLINE friend lanes last_of_spans(whole span, whole first, lanes a, lanes b) {
    return {(numbered() & (span - 1)) >= first ? a.x : b.x};
  }
  /// Lanes where a is above b keep `yes`, the others become `no`.
  CONFORM_INLINE friend lanes where_above(lanes a, lanes b, lanes yes, lanes no) { return {a.x > b.x ? yes.x : no.x}; }
  /// Whether any lane of a is above b's.
  CONFORM_INLINE friend bool any_above(lanes a, lanes b) {
#if defined(__AVX512F__)
    constexpr auto every = static_cast<unsigned short>(0xffff);
    if constexpr (sizeof(T) == 4 && Width == 16) return __builtin_ia32_cmpps512_mask(a.x, b.x, 0x1e, every, 4) != 0;
#endif
    const bits above = a.x > b.x;
#if defined(__AVX__)
    if constexpr (sizeof(T) == 4 && Width == 8)
      return __builtin_ia32_movmskps256(__builtin_bit_cast(vector, above)) != 0;
#endif
    whole some = 0;
    for (int i = 0; i < Width; ++i) some |= above[i];
    return some != 0;
  }
  /// Whether a number is above another.
  CONFORM_INLINE static bool above(T a, T b) { return a > b; }
  CONFORM_INLINE friend T lane_of(lanes a, int i) { return a.x[i]; }
  /// The sum of all lanes, by halves.
  CONFORM_INLINE friend T sum(lanes a) {
    return folded(a.x, [](vector p, vector q) { return p + q; });
  }
  /// The largest lane, where all are numbers.
  CONFORM_INLINE friend T largest_lane(lanes a) {
    return folded(a.x, [](vector p, vector q) { return p > q ? p : q; });
  }
  /// Selects, which cost nothing: -inf becomes 0; 0 becomes 1.
  CONFORM_INLINE friend lanes zero_if_infinite(lanes a) {
    const vector least = -static_cast<T>(__builtin_huge_val()) - vector{};
    return {a.x == least ? vector{} : a.x};
  }
  CONFORM_INLINE friend lanes one_if_zero(lanes a) { return {a.x == vector{} ? T{1} - vector{} : a.x}; }

  /// 2^a for a <= 127; between 0 and 2^-126 below -126, 0 below -127; above, the largest error is 0.99 units in the
  /// last place with a table (AVX-512, AVX2), 1.02 without.
  /// source   2^a = 2^n · 2^r by exponent and polynomial (Cody and Waite 1980, 6), r small by a table where a register
  ///          holds one (Tang 1989)
  CONFORM_INLINE friend lanes exp2(lanes a) requires(sizeof(T) == 4) {
    lanes one[1]{a};
    exp2_each(one);
    return one[0];
  }
  /// exp2 of each, step by step for all, since one alone would wait for its own results.
  template <int Count>
  CONFORM_INLINE friend void exp2_each(lanes (&a)[Count]) requires(sizeof(T) == 4) {
    if constexpr (Width == 16 && For >= instructions::avx512)
      by_table(a);
    else if constexpr (Width == 8 && For == instructions::avx2)
      by_fourths(a);
    else
      for (lanes& one : a) one.x = by_polynomial(larger(all(-127), one).x);
  }

  /// e^a, error at most 1 unit in the last place over all floats, results below 2^-126 included; a NaN stays one.
  /// source   Cody and Waite 1980, 6: a = n·ln 2 + r with n whole, ln 2 in two parts of which n times the first is
  ///          exact; e^r = 1 + r + r²·q(r), q through Chebyshev's points; 2^n in two factors, since n may be 128
  CONFORM_INLINE friend lanes exp(lanes a) requires(sizeof(T) == 4) { return {by_parts(a.x)}; }
  /// e^(a + b) where |b| <= 0.1, as precise as if their sum were exact.
  CONFORM_INLINE friend lanes exp(lanes a, lanes b) requires(sizeof(T) == 4) { return {by_parts(a.x, b.x)}; }

 private:
  CONFORM_INLINE static pairs pairs_at(const void* from) {
    static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the cell before is the lower half");
    pairs out;
    __builtin_memcpy(&out.x, from, sizeof out.x);
    return out;
  }
  /// Whose upper half is any.
  CONFORM_INLINE static bits whole_of(halves x) {
#if !defined(__clang__)  // g++ 12 would widen by halves
#if defined(__AVX512F__)
    if constexpr (Width == 16)
      return __builtin_ia32_pmovzxwd512_mask(x, bits{}, static_cast<unsigned short>(0xffff));
#endif
#if defined(__AVX2__)
    if constexpr (Width == 8) return __builtin_ia32_pmovzxwd256(x);
#endif
#if defined(__aarch64__)  // or one by one
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return __builtin_bit_cast(
          bits, __builtin_shufflevector(x, halves{}, (I % 2 ? Width : static_cast<int>(I) / 2)...));
    }
    (std::make_index_sequence<2 * Width>{});
#endif
#endif
    return __builtin_convertvector(x, bits);
  }
  template <class... More>
  CONFORM_INLINE static vector by_parts(vector a, More... more) {
    vector bounded = -105.f - vector{} > a ? -105.f - vector{} : a;
    bounded = 89.f - vector{} < bounded ? 89.f - vector{} : bounded;
    const vector shifted = bounded * 1.44269504f + 12582912.f;
    const vector whole_part = shifted - 12582912.f;
    vector r = (bounded - whole_part * 0.693359375f) + whole_part * 2.12194440e-4f;
    ((r = r + more), ...);
    vector q = 0.00019891074f * r + 0.00139337254f;
    q = q * r + 0.00833331048f;
    q = q * r + 0.041666463f;
    q = q * r + 0.166666672f;
    q = q * r + 0.5f;
    const vector p = (q * (r * r) + r) + 1.f;
    const bits n = __builtin_bit_cast(bits, shifted) - 0x4b400000, half = n >> 1;
    return p * __builtin_bit_cast(vector, (half + 127) << 23) * __builtin_bit_cast(vector, (n - half + 127) << 23);
  }
  /// |r| <= 1/2, n whole; the polynomial's largest relative error is least: 2.6e-9
  CONFORM_INLINE static vector by_polynomial(vector a) {
    const vector shifted = a + 12582912.f;  // 1.5 · 2^23: the last bits hold n
    const vector r = a - (shifted - 12582912.f);
    vector p = 0.00015594677541745636f * r + 0.001340664390487925f;
    p = p * r + 0.009617692974910887f;
    p = p * r + 0.05550310550996409f;
    p = p * r + 0.2402265278287605f;
    p = p * r + 0.6931472149680392f;
    p = p * r + 1.f;
    const bits n = (__builtin_bit_cast(bits, shifted) << 23) + 0x3f800000;
    return p * __builtin_bit_cast(vector, n);
  }
  /// |r| <= 1/32, 16·n whole; 2^r - 1 with a largest error of 1.6e-9
  template <int Count>
  CONFORM_INLINE static void by_table(lanes (&a)[Count]) {
    // 2^(i/16), less what the bits of i add to the exponent
    constexpr bits sixteenths{0x3f800000, 0x3f7daac3, 0x3f7b95c2, 0x3f79c3d3, 0x3f7837f0, 0x3f76f532,
                              0x3f75fed7, 0x3f75583f, 0x3f7504f3, 0x3f7508a4, 0x3f75672a, 0x3f76248c,
                              0x3f7744fd, 0x3f78ccdf, 0x3f7ac0c7, 0x3f7d257d};
    vector r[Count], power[Count], q[Count];
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) r[i] = larger(all(-127), a[i]).x;
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) power[i] = r[i] + 786432.f;  // 1.5 · 2^19: the last bits hold 16·n
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) r[i] = r[i] - (power[i] - 786432.f);
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) {
      const bits n = __builtin_bit_cast(bits, power[i]);
      power[i] = __builtin_bit_cast(vector, chosen(sixteenths, n) + (n << 19));
    }
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) q[i] = 0.055505187374144165f * r[i] + 0.24023428823085682f;
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) q[i] = (q[i] * r[i] + 0.6931471805599453f) * r[i];
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) a[i].x = q[i] * power[i] + power[i];
  }
  /// |r| <= 1/8, 4·n whole; 2^r - 1 with a largest error of 4.8e-9. Each constant is held for all: two loads a cycle
  /// are fewer than what the others of its instructions could take.
  template <int Count>
  CONFORM_INLINE static void by_fourths(lanes (&a)[Count]) {
    // 2^(i/4), less what the bits of i add to the exponent; one in each half of a register
    constexpr bits fourths{0x3f800000, 0x3f7837f0, 0x3f7504f3, 0x3f7744fd,
                           0x3f800000, 0x3f7837f0, 0x3f7504f3, 0x3f7744fd};
    vector power[Count], q[Count];
    const auto with = [](double value) { return held(all(static_cast<T>(value))); };
    const lanes least = with(-127), shift = with(3145728);  // 1.5 · 2^21: the last bits hold 4·n
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) a[i] = larger(least, a[i]);
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) power[i] = a[i].x + shift.x;
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) a[i].x = a[i].x - (power[i] - shift.x);
    const lanes table = held(lanes{__builtin_bit_cast(vector, fourths)});
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) {
      const bits n = __builtin_bit_cast(bits, power[i]);
      power[i] = __builtin_bit_cast(vector, chosen_of_four(table.x, n) + (n << 21));
    }
    const lanes c4 = with(0.009621137753129005), c3 = with(0.055530156940221786), c2 = with(0.24022649228572845),
                c1 = with(0.6931470632553101);
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) q[i] = c4.x * a[i].x + c3.x;
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) q[i] = q[i] * a[i].x + c2.x;
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) q[i] = (q[i] * a[i].x + c1.x) * a[i].x;
#pragma GCC unroll 16
    for (int i = 0; i < Count; ++i) a[i].x = q[i] * power[i] + power[i];
  }
  /// Lane i becomes from[which[i]] of its half, which by its last 2 bits.
  CONFORM_INLINE static bits chosen_of_four(vector from, bits which) {
#if defined(__AVX__)
    return __builtin_bit_cast(bits, __builtin_ia32_vpermilvarps256(from, which));
#else
    return __builtin_bit_cast(bits, from) + 0 * which;  // nowhere called
#endif
  }
  /// `Bytes` bytes over and over.
  template <std::size_t Bytes, std::size_t All>
  CONFORM_INLINE static auto pieces(const void* from) {
    using piece = std::conditional_t<Bytes == 4, int, long long>;
    typedef piece one __attribute__((vector_size(Bytes < 8 ? 8 : Bytes)));
    typedef piece out __attribute__((vector_size(All)));
    if constexpr (Bytes <= sizeof(piece)) {
      piece x;
      __builtin_memcpy(&x, from, Bytes);
      return x - out{};
    } else {
      one x;
      __builtin_memcpy(&x, from, Bytes);
#if defined(__AVX512F__) && defined(__AVX512DQ__) && !defined(__clang__)  // which g++ 12 would pass through memory
      if constexpr (All == 64 && Bytes == 16) {
        typedef float four __attribute__((vector_size(16)));
        typedef float all __attribute__((vector_size(64)));
        return __builtin_bit_cast(out, __builtin_ia32_broadcastf32x4_512(__builtin_bit_cast(four, x), all{}, -1));
      } else
#endif
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
          return __builtin_shufflevector(x, x, static_cast<int>(I % (Bytes / sizeof(piece)))...);
        }
      (std::make_index_sequence<All / sizeof(piece)>{});
    }
  }
  /// Lane i becomes from[which[i]], which by its last 4 bits.
  CONFORM_INLINE static bits chosen(bits from, bits which) {
#if defined(__clang__) && defined(__AVX512F__)
    return __builtin_bit_cast(bits, __builtin_ia32_permvarsi512(from, which));
#elif !defined(__clang__)
    return __builtin_shuffle(from, which);
#else
    return from + 0 * which;  // nowhere called
#endif
  }
  /// All lanes in one, by halves.
  template <class Combine>
  CONFORM_INLINE static T folded(vector a, Combine combine) {
    const auto fold = [&]<int Step, std::size_t... I>(std::integral_constant<int, Step>, std::index_sequence<I...>) {
      a = combine(a, __builtin_shufflevector(a, a, (static_cast<int>(I) ^ Step)...));
    };
    const std::make_index_sequence<Width> every;
    if constexpr (Width > 8) fold(std::integral_constant<int, 8>{}, every);
    if constexpr (Width > 4) fold(std::integral_constant<int, 4>{}, every);
    if constexpr (Width > 2) fold(std::integral_constant<int, 2>{}, every);
    if constexpr (Width > 1) fold(std::integral_constant<int, 1>{}, every);
    return a[0];
  }
};

/// Lane l of row r becomes lane r of row l, for as many rows as lanes: stages that exchange blocks of 1, 2, 4, ...
template <class T, int W, instructions For>
CONFORM_INLINE void transpose(lanes<T, W, For> (&row)[W]) {
  const auto stage = [&]<int Step, std::size_t... I>(std::integral_constant<int, Step>, std::index_sequence<I...>) {
    for (int i = 0; i < W; ++i) {
      if (i & Step) continue;
      const auto a = row[i].x, b = row[i + Step].x;
      row[i].x = __builtin_shufflevector(
          a, b, (static_cast<int>(I) & Step ? W + static_cast<int>(I) - Step : static_cast<int>(I))...);
      row[i + Step].x = __builtin_shufflevector(
          a, b, (static_cast<int>(I) & Step ? W + static_cast<int>(I) : static_cast<int>(I) + Step)...);
    }
  };
  // Two stages at once within four lanes each: what one instruction does there on x86.
  const auto fours = [&]<std::size_t... I>(std::index_sequence<I...>) {
    for (int i = 0; i < W; i += 2) {
      const auto a = row[i].x, b = row[i + 1].x;
      row[i].x = __builtin_shufflevector(a, b, static_cast<int>(I - I % 4 + I % 4 / 2 + I % 2 * W)...);
      row[i + 1].x = __builtin_shufflevector(a, b, static_cast<int>(I - I % 4 + 2 + I % 4 / 2 + I % 2 * W)...);
    }
    for (int i = 0; i < W; i += 4) {
      const auto a = row[i].x, b = row[i + 1].x, c = row[i + 2].x, d = row[i + 3].x;
      row[i].x = __builtin_shufflevector(a, c, static_cast<int>(I - I % 4 + I % 2 + I % 4 / 2 * W)...);
      row[i + 1].x = __builtin_shufflevector(a, c, static_cast<int>(I - I % 4 + 2 + I % 2 + I % 4 / 2 * W)...);
      row[i + 2].x = __builtin_shufflevector(b, d, static_cast<int>(I - I % 4 + I % 2 + I % 4 / 2 * W)...);
      row[i + 3].x = __builtin_shufflevector(b, d, static_cast<int>(I - I % 4 + 2 + I % 2 + I % 4 / 2 * W)...);
    }
  };
  const std::make_index_sequence<W> all;
  if constexpr (W > 2 && sizeof(T) == 4) {
    fours(all);
  } else {
    if constexpr (W > 1) stage(std::integral_constant<int, 1>{}, all);
    if constexpr (W > 2) stage(std::integral_constant<int, 2>{}, all);
  }
  if constexpr (W > 4) stage(std::integral_constant<int, 4>{}, all);
  if constexpr (W > 8) stage(std::integral_constant<int, 8>{}, all);
}

/// The sums of a and of b over lanes that differ in bit Step, in the lanes of that bit: 0 those of a, 1 those of b.
template <int Step, class T, int W, instructions For>
CONFORM_INLINE lanes<T, W, For> paired_sums(lanes<T, W, For> a, lanes<T, W, For> b) {
  return [&]<std::size_t... I>(std::index_sequence<I...>)->lanes<T, W, For> {
    return {__builtin_shufflevector(
                a.x, b.x, (static_cast<int>(I) & Step ? W + static_cast<int>(I) - Step : static_cast<int>(I))...) +
            __builtin_shufflevector(
                a.x, b.x, (static_cast<int>(I) & Step ? W + static_cast<int>(I) : static_cast<int>(I) + Step)...)};
  }
  (std::make_index_sequence<W>{});
}

/// Lanes become those that differ from them in bit Step.
template <int Step, class T, int W, instructions For>
CONFORM_INLINE lanes<T, W, For> exchanged(lanes<T, W, For> a) {
  return [&]<std::size_t... I>(std::index_sequence<I...>)->lanes<T, W, For> {
    return {__builtin_shufflevector(a.x, a.x, (static_cast<int>(I) ^ Step)...)};
  }
  (std::make_index_sequence<W>{});
}
/// Lane i = the largest lane of the span of Count lanes that i is of, where all are numbers; Count is a power of 2.
/// cost     log2(Count)·width comparisons
template <int Count, class V>
CONFORM_INLINE V largest_in_spans(V a) {
  if constexpr (Count == 1)
    return a;
  else
    return largest_in_spans<Count / 2>(larger(a, exchanged<Count / 2>(a)));
}

/// Lane i = the sum of row[i mod Count] over the span of Count lanes that i is of.
/// cost     (Count - 1)·width additions
template <int Count, int Step = 1, class V>
CONFORM_INLINE V sums_in_spans(const V* row) {
  if constexpr (Step == Count) {
    return *row;
  } else {
    V half[Count / Step / 2];
    for (int i = 0; i < Count / Step / 2; ++i) half[i] = paired_sums<Step>(row[2 * i], row[2 * i + 1]);
    return sums_in_spans<Count, 2 * Step>(half);
  }
}
/// Lane i = the sum of the lanes of row[i mod Count], as a tree; Count is a power of 2, at most the width.
/// cost     (Count - 1 + log2(width / Count))·width additions
template <int Count, int Step = Count, class V>
CONFORM_INLINE V sum_of_each(const V* row) {
  if constexpr (Step == V::width) {
    return sums_in_spans<Count>(row);
  } else {
    const V half = sum_of_each<Count, 2 * Step>(row);
    return paired_sums<Step>(half, half);
  }
}
/// to[i] = the sum of the lanes of row[i], of which there may be more than lanes.
template <int Count, class V>
CONFORM_INLINE void sums_of_lanes(const V* row, typename V::number* to) {
  if constexpr (Count > V::width) {
    sums_of_lanes<Count / 2>(row, to), sums_of_lanes<Count / 2>(row + Count / 2, to + Count / 2);
  } else {
    const V sums = sum_of_each<Count>(row);
    for (int i = 0; i < Count; ++i) to[i] = lane_of(sums, i);
  }
}

}  // namespace conform::kernel
