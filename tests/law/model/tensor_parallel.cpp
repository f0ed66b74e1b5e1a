// Parts of a layer on devices of their own, each with some of the heads or of the hidden width (Shoeybi et al. 2019,
// section 3), executed: what each makes is as large as the whole's output, their sum is that output, and each does its
// part of the operations.
#include <boost/test/unit_test.hpp>

#include <random>
#include <vector>

#include <conform/layer.hpp>

using namespace conform;

namespace {

using number = counted<double>;
constexpr int width = 8, heads = 4, group = 2, head_dim = 4, hidden = 12, tokens = 5;
using stream = tensor<number, axes::query<tokens>, axes::model<width>>;

stream input(ledger& book) {
  stream x(book);
  int i = 0;
  for (number& cell : x) cell.value = 0.3 * ((i++ * 7) % 11) - 1;
  return x;
}

template <class Weights>
void randomise(Weights& weights, std::mt19937& random) {
  std::normal_distribution<double> normal;
  for (number& cell : weights) cell.value = normal(random);
}

/// `part` gets columns first, first + 1, ... of `columns` a row; the rows of both have as many cells for each column.
template <class Weights, class Part>
void take_columns(const Weights& all, Part& part, int rows, int columns, int own, int first, int cells) {
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < own; ++column)
      for (int cell = 0; cell < cells; ++cell)
        part.data()[(row * own + column) * cells + cell].value =
            all.data()[(row * columns + first + column) * cells + cell].value;
}

/// The sum of what the devices make, and the multiply-adds of each, beside those of the whole.
struct outcome {
  std::vector<double> whole, sum;
  long long whole_macs = 0;
  std::vector<long long> macs;
};

void check(const outcome& out) {
  BOOST_TEST_REQUIRE(out.whole.size() == tokens * width);
  for (std::size_t i = 0; i < out.whole.size(); ++i)
    BOOST_TEST(out.sum[i] == out.whole[i], boost::test_tools::tolerance(1e-9));
  for (const long long own : out.macs) BOOST_TEST(own * static_cast<long long>(out.macs.size()) == out.whole_macs);
}

void add(outcome& out, const auto& made) {
  if (out.sum.empty()) out.sum.resize(tokens * width);
  std::size_t i = 0;
  for (const number& cell : made) out.sum[i++] += cell.value;
}

template <int Devices>
outcome feed_forward_over() {
  constexpr int own = hidden / Devices;
  const feed_forward_options options{true, false, activation::silu};
  std::mt19937 random(1);
  outcome out;
  ledger book;
  feed_forward<number, width, hidden> whole(options);
  make_parameters(whole, machine<number>(book));
  for (auto* weights : {&*whole.gate.weight, &*whole.up.weight}) randomise(*weights, random);
  randomise(*whole.down.weight, random);
  for (const number& cell : whole(input(book))) out.whole.push_back(cell.value);
  out.whole_macs = book.done.mac;
  for (int device = 0; device < Devices; ++device) {
    ledger part_book;
    feed_forward<number, width, own> part(options);
    make_parameters(part, machine<number>(part_book));
    take_columns(*whole.gate.weight, *part.gate.weight, width, hidden, own, device * own, 1);
    take_columns(*whole.up.weight, *part.up.weight, width, hidden, own, device * own, 1);
    take_columns(*whole.down.weight, *part.down.weight, 1, hidden, own, device * own, width);
    add(out, part(input(part_book)));
    out.macs.push_back(part_book.done.mac);
  }
  return out;
}

template <int Devices>
outcome attention_over() {
  constexpr int own = heads / Devices;
  std::mt19937 random(2);
  outcome out;
  ledger book;
  self_attention<number, width, heads, group, head_dim> whole;
  make_parameters(whole, machine<number>(book));
  randomise(*whole.q.weight, random), randomise(*whole.k.weight, random), randomise(*whole.v.weight, random);
  randomise(*whole.out.weight, random);
  for (const number& cell : whole(input(book), causal)) out.whole.push_back(cell.value);
  out.whole_macs = book.done.mac;
  for (int device = 0; device < Devices; ++device) {
    ledger part_book;
    self_attention<number, width, own, group, head_dim> part;
    make_parameters(part, machine<number>(part_book));
    take_columns(*whole.q.weight, *part.q.weight, width, heads, own, device * own, group * head_dim);
    take_columns(*whole.k.weight, *part.k.weight, width, heads, own, device * own, head_dim);
    take_columns(*whole.v.weight, *part.v.weight, width, heads, own, device * own, head_dim);
    take_columns(*whole.out.weight, *part.out.weight, 1, heads, own, device * own, group * head_dim * width);
    add(out, part(input(part_book), causal));
    out.macs.push_back(part_book.done.mac);
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tensor_parallel)

BOOST_AUTO_TEST_CASE(feed_forward_by_width) {
  check(feed_forward_over<2>()), check(feed_forward_over<3>()), check(feed_forward_over<12>());
}
BOOST_AUTO_TEST_CASE(attention_by_heads) { check(attention_over<2>()), check(attention_over<4>()); }

BOOST_AUTO_TEST_SUITE_END()
