// What an operation tells the meter that it moves is what its execution touches: each cell that it reads once, and each
// that it writes once.
#include <boost/test/unit_test.hpp>
#include <law/touched.hpp>

namespace {

using namespace touching;

template <class Case>
void agrees() {
  for (const long long r : {1, 2, 5})
    for (const long long c : {1, 3, 4})
      for (const long long e : {1, 2, 6})
        BOOST_TEST(moved<Case>(r, c, e) == touched<Case>(r, c, e), r << " " << c << " " << e);
}

struct adds_a_row {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>>();
    auto y = at.template make<model<cols>>();
    begin();
    auto z = x + y;
  }
};
struct multiplies_in_place {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>, batch<deep>>();
    auto y = at.template make<batch<deep>, query<rows>>();
    begin();
    x *= y;
  }
};
struct doubles {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>>();
    begin();
    auto y = 2 * x;
  }
};
struct activates_one {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>>();
    begin();
    auto y = silu(std::move(x));
  }
};
struct normalises {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>, other<deep>>();
    auto w = at.template make<model<cols>>();
    begin();
    auto y = rms_norm<model>(std::move(x), w, 1e-6);
  }
};
struct normalises_with_bias {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>, other<deep>>();
    auto w = at.template make<model<cols>>();
    auto b = at.template make<model<cols>>();
    begin();
    auto y = layer_norm<model>(std::move(x), w, b, 1e-6);
  }
};
struct softmaxes_one {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, key<cols>>();
    begin();
    auto y = softmax<key>(std::move(x));  // in place: a row that is read again while it is made counts once
  }
};
struct contracts {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<batch<deep>, query<rows>, model<cols>>();
    auto y = at.template make<model<cols>, hidden<deep>>();
    begin();
    auto z = contract<model>(x, y);
  }
};
struct rotates_one {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<batch<cols>, query<rows>, head_dim<2 * deep>>();
    auto cosines = at.template make<query<rows>, rotary<deep>>();
    auto sines = at.template make<query<rows>, rotary<deep>>();
    begin();
    auto y = rope<query, head_dim>(std::move(x), cosines, sines);
  }
};
struct reduces_one {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>, batch<deep>>();
    begin();
    auto y = sum<model>(x);
  }
};
struct copies_a_row {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>>();
    begin();
    auto y = copy(slice<query<1>>(x, 0));
  }
};
struct looks_up {
  static void run(const auto& at, const auto& begin) {
    auto table = at.template make<vocab<rows>, model<cols>>();
    auto ids = at.template free<int, query<1>>();  // the first row
    begin();
    auto y = embed<vocab>(table, ids);
  }
};
struct concatenates {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<key<rows>, model<cols>>();
    auto y = at.template make<key<deep>, model<cols>>();
    begin();
    auto z = concat<key>(x, y);
  }
};
struct stacks {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>>();
    auto y = at.template make<query<rows>, model<cols>>();
    begin();
    auto z = stack<head>(x, y);
  }
};
struct chooses {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, model<cols>>();
    auto y = at.template make<query<rows>, model<cols>>();
    auto mask = at.template free<bool, query<rows>, model<cols>>();
    begin();
    auto z = where(mask, x, y);
  }
};
struct takes_the_largest {
  static void run(const auto& at, const auto& begin) {
    auto x = at.template make<query<rows>, vocab<cols>>();
    begin();
    auto y = argmax<vocab>(x);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(moved_is_touched)

BOOST_AUTO_TEST_CASE(elementwise) {
  agrees<adds_a_row>(), agrees<multiplies_in_place>(), agrees<doubles>(), agrees<activates_one>(), agrees<chooses>();
}
BOOST_AUTO_TEST_CASE(rows) {
  agrees<normalises>(), agrees<normalises_with_bias>(), agrees<softmaxes_one>(), agrees<rotates_one>();
  agrees<reduces_one>(), agrees<takes_the_largest>();
}
BOOST_AUTO_TEST_CASE(products) { agrees<contracts>(); }
BOOST_AUTO_TEST_CASE(copies) { agrees<copies_a_row>(), agrees<looks_up>(), agrees<concatenates>(), agrees<stacks>(); }

BOOST_AUTO_TEST_SUITE_END()
