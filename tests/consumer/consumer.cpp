// The smallest program of another project.
#include <conform/conform.hpp>
#include <conform/version.hpp>

#include <type_traits>

using namespace conform;
using namespace conform::axes;

int main() {
  tensor<float, query<2>, head_dim<4>> q;
  tensor<float, key<3>, head_dim<4>> k;
  auto scores = contract<head_dim>(q, k);
  static_assert(std::is_same_v<decltype(scores), tensor<float, query<2>, key<3>>>);
  static_assert(CONFORM_VERSION_MAJOR == 0);
}
