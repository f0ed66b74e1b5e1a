// Products of matrices on numbers that count themselves execute and move what their account says.
#include <conform/attention/matrix_account.hpp>

#include "runtime/accounts/accounts.hpp"

using namespace conform;

namespace {

template <int Width, int Rows>
void matrix_agrees(const variant_sizes<long long>& s, kernel::way by) {
  using vector = accounting::counting<Width, Rows>;
  agrees(s, matrix_account<vector>(s, by), run_matrix_counted<Width, Rows>(s, by));
  agrees(s, matrix_account<vector>(s, by), run_matrix_counted<Width, Rows, double, bf16>(s, by));
  agrees(s, matrix_account<vector, counted<bf16>>(s, by), run_matrix_counted<Width, Rows, bf16, double>(s, by));
}
template <int Width, int Rows>
void pairs_agree(const variant_sizes<long long>& s, kernel::way by) {
  agrees(s, matrix_account<accounting::counting<Width, Rows>, counted<bf16>>(s, by),
         run_matrix_counted<Width, Rows, bf16, bf16>(s, by));
}
void all_pairs_agree(const variant_sizes<long long>& s, kernel::way by) {
  pairs_agree<4, 4>(s, by), pairs_agree<8, 4>(s, by), pairs_agree<16, 8>(s, by);
}
void all_agree(const variant_sizes<long long>& s, kernel::way by) {
  matrix_agrees<4, 4>(s, by), matrix_agrees<8, 4>(s, by), matrix_agrees<16, 8>(s, by);
}

/// Vectors for which the most rows are few.
using most_few = accounting::counting<8, 4>;

}  // namespace

BOOST_AUTO_TEST_SUITE(accounts_of_matrix)

BOOST_AUTO_TEST_CASE(matrix) {
  sizes_drawn draw(11);
  for (int i = 0; i < 40; ++i) {
    variant_sizes<long long> s;
    s.d_k = draw.between(1, 60), s.d_v = draw.between(1, 120);
    s.n_q = draw.between(1, 70), all_agree(s, kernel::way::blocks);
    s.n_q = draw.between(1, 70), all_agree(s, kernel::way::small);
    s.n_q = draw.between(1, kernel::few_streams<most_few>), all_agree(s, kernel::way::streams);
    s.n_q = draw.between(1, kernel::few_dots<most_few>), all_agree(s, kernel::way::dots);
  }
}
BOOST_AUTO_TEST_CASE(matrix_of_pairs) {
  sizes_drawn draw(12);
  for (int i = 0; i < 20; ++i) {
    variant_sizes<long long> s;
    s.d_k = draw.between(1, 90), s.d_v = draw.between(1, 120);
    s.n_q = draw.between(1, 70), all_pairs_agree(s, kernel::way::pair_blocks);
    s.n_q = draw.between(1, kernel::few_pair_dots), all_pairs_agree(s, kernel::way::pair_dots);
  }
}
/// Terms in more blocks than one.
BOOST_AUTO_TEST_CASE(matrix_in_blocks) {
  variant_sizes<long long> s;
  s.n_q = 3, s.d_k = 1100, s.d_v = 53;
  for (const kernel::way by : {kernel::way::blocks, kernel::way::streams, kernel::way::dots}) all_agree(s, by);
  for (const kernel::way by : {kernel::way::pair_blocks, kernel::way::pair_dots}) all_pairs_agree(s, by);
}
/// More columns than sums are put away at once.
BOOST_AUTO_TEST_CASE(matrix_in_columns) {
  variant_sizes<long long> s;
  s.n_q = 24, s.d_k = 19, s.d_v = kernel::thin::sums_at_once / 24 + 50, all_agree(s, kernel::way::streams);
}
/// Rows that are packed, and more of them than are packed at once.
BOOST_AUTO_TEST_CASE(matrix_of_many_rows) {
  variant_sizes<long long> s;
  s.n_q = kernel::blocking::many_rows + 7, s.d_k = 530, s.d_v = 101;
  matrix_agrees<8, 4>(s, kernel::way::blocks);  // the loops over rows are the same for all: one is enough, and dear
}

BOOST_AUTO_TEST_SUITE_END()
