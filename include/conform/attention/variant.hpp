#pragma once
// variant: what every variant of attention states, and how its kernel is called: one head, cells seen as matrices.

#include <conform/attention/steps.hpp>
#include <conform/machine/deep.hpp>
#include <conform/size/alphabet.hpp>
#include <conform/size/atoms.hpp>

namespace conform {

/// The sizes of all variants, one alphabet for code, JSON and options; each variant uses some, its `alphabet`.
/// N is long long where a kernel runs, integer or polynomial where a claim is evaluated.
template <class N>
struct variant_sizes {
  N n_q{}, n_k{};        ///< queries, keys
  N d_k{}, d_v{};        ///< widths of a query and a key, of a value
  N B_r{}, B_c{};        ///< rows (queries) and columns (keys) of a tile
  N w{};                 ///< window: keys on one side, or in all, as the variant says
  N g{};                 ///< global tokens or blocks
  N r{};                 ///< random blocks of a row, or rounds of hashing
  N s{};                 ///< stride of a dilation, or splits of the keys
  N l{};                 ///< stride or block of Child et al. 2019
  N c{};                 ///< summary columns (Child et al.), or the chunk of a hash bucket
  N C{};                 ///< chunk of a recurrence, or of local attention
  N k{};                 ///< projected length
  N features{};          ///< random features
  N landmarks{};         ///< of Nyström
  N iterations{};        ///< of its pseudo-inverse
  N buckets{};           ///< of a hash
  N p{};                 ///< devices
  N heads{}, kv_heads{}; ///< query heads, and heads of keys and values
  N d_m{};               ///< width of the residual stream
  N d_c{}, d_R{};        ///< latent width, and width of the rotary part (MLA)

  /// Calls f(name, size) for every letter.
  template <class F>
  constexpr void each(F&& f) {
    f("n_q", n_q), f("n_k", n_k), f("d_k", d_k), f("d_v", d_v), f("B_r", B_r), f("B_c", B_c), f("w", w), f("g", g);
    f("r", r), f("s", s), f("l", l), f("c", c), f("C", C), f("k", k), f("features", features);
    f("landmarks", landmarks), f("iterations", iterations), f("buckets", buckets), f("p", p), f("heads", heads);
    f("kv_heads", kv_heads), f("d_m", d_m), f("d_c", d_c), f("d_R", d_R);
  }
};

/// Cells seen as rows and columns, with a step (elements) for each direction. T is const where they are only read.
template <class T>
struct matrix {
  using number = std::remove_const_t<T>;

  T* data = nullptr;
  long long rows = 0, columns = 0;
  std::ptrdiff_t row_step = 0, column_step = 1;

  constexpr matrix() = default;
  constexpr matrix(T* cells, long long row_count, long long column_count)
      : data(cells), rows(row_count), columns(column_count), row_step(static_cast<std::ptrdiff_t>(column_count)) {}
  constexpr operator matrix<const T>() const
    requires(!std::is_const_v<T>)
  {
    matrix<const T> out(data, rows, columns);
    out.row_step = row_step, out.column_step = column_step;
    return out;
  }

  constexpr T& cell(long long i, long long j) const { return data[i * row_step + j * column_step]; }
  constexpr number load(long long i, long long j) const { return arithmetic::load(cell(i, j)); }
  constexpr void store(long long i, long long j, number value) const
    requires(!std::is_const_v<T>)
  {
    arithmetic::store(cell(i, j), value);
  }
  /// Some neighbouring rows, or some neighbouring columns.
  constexpr matrix some_rows(long long first, long long count) const {
    matrix out = *this;
    out.data += first * row_step, out.rows = count;
    return out;
  }
  constexpr matrix some_columns(long long first, long long count) const {
    matrix out = *this;
    out.data += first * column_step, out.columns = count;
    return out;
  }
  /// Rows as columns.
  constexpr matrix transposed() const {
    matrix out = *this;
    out.rows = columns, out.columns = rows, out.row_step = column_step, out.column_step = row_step;
    return out;
  }
};

/// A matrix that a function reads, or writes; a workspace is both, and T is taken from other arguments.
template <class T>
using readable = std::type_identity_t<matrix<const T>>;
template <class T>
using writable = std::type_identity_t<matrix<T>>;

/// The same sizes in another number.
template <class N>
constexpr variant_sizes<N> sizes_as(variant_sizes<long long> from) {
  variant_sizes<N> out;
  N* places[32]{};
  int count = 0;
  out.each([&](const char*, N& size) { places[count++] = &size; });
  int next = 0;
  from.each([&](const char*, long long& size) { *places[next++] = N{size}; });
  return out;
}

namespace attending {

/// Levels of a tree over n leaves.
constexpr long long tree(long long n) {
  long long out = 0;
  for (long long leaves = 1; leaves < n; leaves += leaves) ++out;
  return out;
}
/// Levels of the best tree over terms of which `count` stand at `depth`, and `others` at `other`: the least depth of their
/// sum (machine/deep.hpp), lg(count·2^depth + others·2^other). count, others >= 0, not both 0.
constexpr long long met(long long count, long long depth, long long others, long long other) {
  if (count == 0 || others == 0) return count == 0 ? other + tree(others) : depth + tree(count);
  if (depth < other) return met(others, other, count, depth);
  for (; other < depth && others > 1; ++other) others = (others + 1) / 2;  // in pairs; one alone waits
  return depth + tree(count + others);
}
/// Where a score q·k/sqrt(d_k) stands: a product, its sum, and a product with the scale, which takes a sqrt and a div.
constexpr long long depth_of_score(long long d_k) { return (tree(d_k) < 1 ? 1 : tree(d_k)) + 2; }
/// Softmax attention over n_k keys in three passes: the score; then the trees of the maximum, of the sum and of P·V, and
/// between them subtract, exp, div, product.
inline constexpr const char* softmax_depth = "max(1, lg d_k) + 3 lg n_k + 6";
constexpr long long depth_of_softmax(long long d_k, long long n_k) { return depth_of_score(d_k) + 3 * tree(n_k) + 4; }

}  // namespace attending

/// Where a workspace stands in a two-level memory: S of standard attention in slow memory, a tile in fast.
enum class level { slow, fast };

/// Cells that a kernel works in, zero at first.
template <class T>
class workspace : public matrix<T> {
 public:
  constexpr workspace(machine<T> on, long long row_count, long long column_count, level where = level::slow)
      : cells_(on, static_cast<std::size_t>(row_count * column_count)) {
    static_cast<matrix<T>&>(*this) = matrix<T>(cells_.data(), row_count, column_count);
    if (where == level::fast) reserve(on, *this);
  }
  workspace(const workspace&) = delete;
  workspace& operator=(const workspace&) = delete;

 private:
  cells<T> cells_;
};

/// How a tile moves between slow and fast memory (words). What a kernel says here changes nothing that it computes; a
/// two-level memory (machine/traced.hpp) that watches its ledger counts it.
namespace staging {

template <class T, class M>
constexpr void tell(machine<T> on, const M& tile, [[maybe_unused]] tile_move what) {
  if constexpr (requires { on.book->watch; }) {
    if (!on.book || !on.book->watch) return;
    for (long long i = 0; i < tile.rows; ++i)
      for (long long j = 0; j < tile.columns; ++j) on.book->watch->move(&tile.cell(i, j), what);
  }
}

}  // namespace staging

/// slow -> fast
template <class T, class M>
constexpr void stage(machine<T> on, const M& tile) {
  staging::tell(on, tile, tile_move::load);
}
/// room in fast memory, for values made there
template <class T, class M>
constexpr void reserve(machine<T> on, const M& tile) {
  staging::tell(on, tile, tile_move::reserve);
}
/// fast -> slow; the tile stays in fast memory, too
template <class T, class M>
constexpr void write_back(machine<T> on, const M& tile) {
  staging::tell(on, tile, tile_move::store);
}
/// out of fast memory
template <class T, class M>
constexpr void drop(machine<T> on, const M& tile) {
  staging::tell(on, tile, tile_move::drop);
}

/// Device `sender` sends some cells to where another device receives them.
template <class T>
constexpr void send(machine<T> on, std::size_t sender, const readable<T>& from, const writable<T>& to) {
  for (long long i = 0; i < from.rows; ++i)
    for (long long j = 0; j < from.columns; ++j) to.store(i, j, from.load(i, j));
  if constexpr (requires { on.book->sent; })
    if (on.book) on.book->send(sender, from.rows * from.columns);
}

/// The most matrices that a variant is given beside Q, K and V, or makes beside its output.
inline constexpr int max_more = 6;

/// One head: Q (n_q, d_k), K (n_k, d_k), V (n_k, d_v) -> out (n_q, d_v), and what else the variant lists. A layer
/// reads no Q, K or V: they are projections of one of its inputs.
template <class T>
struct head_problem {
  matrix<const T> q, k, v;
  matrix<T> out;
  matrix<const T> given[max_more];  ///< by `inputs` of the variant
  matrix<T> made[max_more];         ///< by `outputs` of the variant
  variant_sizes<long long> size;
};

/// What numbers an input holds where a kernel is tried: any, of a normal distribution, between 0 and 1, or just 0 and 1.
enum class content { normal, fraction, bit };

/// One more matrix that a variant is given or makes.
struct matrix_shape {
  const char* name = "";
  long long rows = 0, columns = 0;
  content holds = content::normal;
};
struct matrix_list {
  matrix_shape at[max_more]{};
  int count = 0;

  constexpr matrix_list& add(const char* name, long long rows, long long columns, content holds = content::normal) {
    at[count++] = {name, rows, columns, holds};
    return *this;
  }
};

/// Words that move between slow and fast memory.
template <class N>
struct traffic {
  N loads{}, stores{};
  friend constexpr bool operator==(const traffic&, const traffic&) = default;
};

/// Words that devices send to each other.
template <class N>
struct messages {
  N device{}, all{};  ///< by the device that sends most, by all together
  friend constexpr bool operator==(const messages&, const messages&) = default;
};

/// Does a variant compute softmax attention over its pattern, or something that only tends to it, or something else?
enum class fidelity { exact, approximate, other };

/// What a variant may leave out. Every variant states, too:
///   name, title, source       its identifier, what it is, paper and equation
///   alphabet                  symbols<...>, its sizes; formula_alphabet where its formulas hold for fewer
///   claim(sizes)              operations<N>, by hand from the source
///   steps(sizes)              step_list<N>, what each step of its kernel costs, by hand; they add up to the claim
///   scratch(sizes)            peak live elements beside inputs and outputs
///   bound(sizes)              the growth of its unit total, a sum of monomials
///   run(head_problem, machine)
struct variant_defaults {
  static constexpr fidelity kind = fidelity::exact;
  static constexpr bool has_pairs = false;    ///< pairs(sizes): scored (query, key) pairs
  static constexpr bool has_traffic = false;  ///< io(sizes): traffic<N> in an explicit scratchpad
  /// What is given decides the cost, as a mask does: claim_given(head_problem) is the claim for it, and
  /// steps_given(head_problem) its steps; claim(sizes) is an upper bound, and the claim where the variant says so.
  static constexpr bool structured = false;
  static constexpr bool has_messages = false; ///< sent(sizes): messages<N> between devices
  /// depth(sizes) in words: operations one after the other where sums and maxima are trees (machine/deep.hpp); nullptr
  /// where it is not stated.
  static constexpr const char* depth_formula = nullptr;
  /// Makes its output of one head's Q, K and V, and of constants: it can stand for the attention core of a model. False
  /// where it needs what a layer of its own would make (gates, projections, a mask), and for gradients.
  static constexpr bool is_core = true;
  static constexpr bool reads_k_v = true;     ///< false: keys and values are made of `inputs`
  static constexpr bool reads_q = true;       ///< false: queries, too
  /// claim_below(sizes) and claim_above(sizes) enclose claim at the sizes of its formulas, and their growth is decided in
  /// its place.
  static constexpr bool enclosed = false;
  /// ... only where n_q and n_k are told apart: the growth of the claim itself is decided for n = n_q = n_k.
  static constexpr bool enclosed_apart = false;
  /// Why these sizes are impossible; nullptr where they are not.
  static constexpr const char* impossible(const variant_sizes<long long>&) { return nullptr; }
  /// The formulas of claim and io are of square tiles, B_r = B_c, alone.
  static constexpr bool square_tiles = false;
  /// Every query scores every key (or what approximates that); no other variant is it under a causal mask.
  static constexpr bool every_key = false;
  /// As many queries as keys, always: no other sizes are possible.
  static constexpr bool square = false;
  /// Some of: a sum of monomials, with whole numbers before them, <= monomial. Growth knows no numbers: there each of the
  /// monomials is no larger (size/decide.hpp, add_fact).
  template <class N>
  struct regime {
    N lesser[3]{}, greater[3]{};
    int count = 0;
  };
  /// What is so at all possible sizes of at least 1, where it matters to growth: as much of `impossible` as can be said so.
  template <class N>
  static constexpr regime<N> always(const variant_sizes<N>&) {
    return {};
  }
  /// Under which assumptions bound is exact (Theta).
  template <class N>
  static constexpr regime<N> assumed(const variant_sizes<N>&) {
    return {};
  }
  /// The output.
  static constexpr matrix_shape result(const variant_sizes<long long>& s) { return {"out", s.n_q, s.d_v}; }
  static constexpr matrix_list inputs(const variant_sizes<long long>&) { return matrix_list(); }
  static constexpr matrix_list outputs(const variant_sizes<long long>&) { return matrix_list(); }
};

}  // namespace conform
