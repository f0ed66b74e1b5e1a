#pragma once
// trial: one head with seeded numbers on which a variant's kernel runs, on any machine. So any point of any claim can
// be checked by running it.

#include <conform/attention/variant.hpp>

namespace conform {

/// The same numbers for the same seed, on every machine.
class seeded {
 public:
  constexpr explicit seeded(unsigned long long seed) : state_(seed * 2 + 1) {}

  constexpr double next(content holds) {
    switch (holds) {
      case content::fraction: return 0.05 + 0.9 * uniform();
      case content::bit: return uniform() < 0.5 ? 0 : 1;
      case content::normal: break;
    }
    double sum = -6;  // twelve uniform numbers less their mean: nearly normal, of variance 1
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }
  constexpr double uniform() {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<double>(state_ >> 11) / 9007199254740992.0;
  }

 private:
  unsigned long long state_;
};

/// Inputs and outputs of variant V at these sizes on machine `on`, the inputs filled from the seed.
template <class V, class T>
class trial {
 public:
  constexpr trial(machine<T> on, const variant_sizes<long long>& sizes, unsigned long long seed = 1) : on_(on) {
    seeded numbers(seed);
    problem.size = sizes;
    problem.q = given(sizes.n_q, sizes.d_k, numbers, content::normal);
    problem.k = given(sizes.n_k, sizes.d_k, numbers, content::normal);
    problem.v = given(sizes.n_k, sizes.d_v, numbers, content::normal);
    const matrix_shape result = V::result(sizes);
    problem.out = made(result.rows, result.columns);
    const matrix_list inputs = V::inputs(sizes), outputs = V::outputs(sizes);
    for (int i = 0; i < inputs.count; ++i)
      problem.given[i] = given(inputs.at[i].rows, inputs.at[i].columns, numbers, inputs.at[i].holds);
    for (int i = 0; i < outputs.count; ++i) problem.made[i] = made(outputs.at[i].rows, outputs.at[i].columns);
  }
  constexpr void run() { V::run(problem, on_); }

  head_problem<T> problem;

 private:
  constexpr matrix<T> made(long long rows, long long columns) {
    kept_.push_back(cells<T>(on_, static_cast<std::size_t>(rows * columns)));
    return matrix<T>(kept_.back().data(), rows, columns);
  }
  constexpr matrix<const T> given(long long rows, long long columns, seeded& numbers, content holds) {
    const matrix<T> out = made(rows, columns);
    for (long long i = 0; i < rows * columns; ++i) {
      out.data[i] = on_.number(numbers.next(holds));
      if constexpr (requires { out.data[i].constant; }) out.data[i].constant = false;
    }
    return out;
  }

  machine<T> on_;
  list<cells<T>> kept_;
};

}  // namespace conform
