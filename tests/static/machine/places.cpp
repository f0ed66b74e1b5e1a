// Places: paths opened by scopes, on a ledger and on a meter; names of sizes and peaks of memory on a meter.
#include <conform/machine/counted.hpp>
#include <conform/machine/metered.hpp>
#include <conform/size/alphabet.hpp>

using namespace conform;

namespace {

using number = counted<double>;

constexpr bool is(const list<char>& path, const char* text) {
  for (char c : path)
    if (c != *text++) return false;
  return *text == 0;
}
constexpr bool is(const char* a, const char* b) { return freezing::compare({a, 0}, {b, 0}) == 0; }

static_assert(is(index_name(0).text, "0") && is(index_name(9).text, "9") && is(index_name(10).text, "10"));
static_assert(is(index_name(1234567890).text, "1234567890"));
static_assert(is(index_name(~std::size_t{0}).text, "18446744073709551615"));

/// Rows stand in the order in which places were first written to; a place entered again goes on where it was; what
/// is done between places belongs to the outer one.
static_assert([] {
  ledger book;
  const machine<number> on(book);
  const number x = on.number(1);
  {
    scope layers(on, "layers");
    for (std::size_t i : {0u, 1u, 0u}) {
      scope here(on, index_name(i).text);
      scope silent(on, "silent");
      scope core(on, "core");
      x + x;
    }
    x* x;
  }
  x / x;
  if (book.places.rows.size() != 3) return false;  // the last is not booked yet
  book.settle();
  book.settle();
  const auto& rows = book.places.rows;
  return rows.size() == 4 && is(rows[0].path, "layers.0.silent.core") && rows[0].done.add == 2 &&
         is(rows[1].path, "layers.1.silent.core") && rows[1].done.add == 1 && is(rows[2].path, "layers") &&
         rows[2].done.mul == 1 && rows[2].done.add == 0 && is(rows[3].path, "") && rows[3].done.div == 1 &&
         rows[0].done + rows[1].done + rows[2].done + rows[3].done == book.done;
}());

/// Names that begin alike are different places.
static_assert([] {
  ledger book;
  const machine<number> on(book);
  for (const char* name : {"q", "q_norm", "qq", "q"}) {
    scope here(on, name);
    on.number(1) + on.number(1);
  }
  return book.places.rows.size() == 3 && book.places.rows[0].done.add == 2;
}());

/// No ledger, no meter: scopes do nothing.
static_assert([] {
  scope a(machine<number>{}, "a");
  scope b(machine<metered>{}, "b");
  scope c(machine<float>{}, "c");
  return true;
}());

// ---- meter

constexpr freezing::label seq = freezing::label_of<struct sizes::seq>, model = freezing::label_of<struct sizes::model>;

/// Ids go by name and order of the size, not by type or address.
static_assert([] {
  meter at;
  const int a = at.id_of(seq), b = at.id_of(model);
  return a == 0 && b == 1 && at.id_of(seq) == a && at.id_of({"model", model.order}) == b && at.sizes.size() == 2;
}());

constexpr polynomial number_of_cells(int multiple_of_seq, int multiple_of_model) {
  return polynomial{integer{multiple_of_seq}} * polynomial::symbol(0) +
         polynomial{integer{multiple_of_model}} * polynomial::symbol(1);
}

/// A peak that another exceeds for all sizes goes; peaks that are larger for some sizes stay, in order of time.
static_assert([] {
  meter at;
  const auto pass = [&](const char* name, int n, int d) {
    scope here(machine<metered>(at), name);
    const cells<metered> held(machine<metered>(at), number_of_cells(n, d));
  };
  pass("first", 1, 1);
  if (at.peaks.size() != 1) return false;
  pass("smaller", 1, 0);
  pass("equal", 1, 1);
  if (at.peaks.size() != 1 || !is(at.peaks[0].path, "first")) return false;
  pass("wider", 0, 2);
  if (at.peaks.size() != 2 || !is(at.peaks[1].path, "wider")) return false;
  pass("largest", 1, 2);
  if (at.peaks.size() != 1 || !is(at.peaks[0].path, "largest")) return false;
  return at.live.is_zero();
}());

/// Live memory nests; cells that move take their place in it along.
static_assert([] {
  meter at;
  const machine<metered> on(at);
  cells<metered> a(on, number_of_cells(1, 0));
  cells<metered> b(on, number_of_cells(0, 1));
  cells<metered> c = std::move(a);
  if (!(at.live == number_of_cells(1, 1))) return false;
  b = std::move(c);             // swaps
  c = cells<metered>{};         // frees the model's
  return at.live == number_of_cells(1, 0) && at.peaks.size() == 1 && at.peaks[0].live == number_of_cells(1, 1);
}());

/// Claims add up under their place, parameters too.
static_assert([] {
  meter at;
  operations<polynomial> done;
  done.mul = number_of_cells(2, 0);
  for (int i = 0; i < 3; ++i) {
    scope here(machine<metered>(at), "core");
    at.claim(done);
    at.own(number_of_cells(0, 1));
  }
  const auto& rows = at.places.rows;
  return rows.size() == 1 && rows[0].done.mul == number_of_cells(6, 0) && rows[0].parameters == number_of_cells(0, 3);
}());

}  // namespace
