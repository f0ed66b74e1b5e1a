// sides CASE typed|plain COUNT: one thing done COUNT times, in types or over raw memory by the same algorithm (the same
// kernel where one is used). `run` beside it counts instructions.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <conform/attention.hpp>
#include <conform/conform.hpp>

using namespace conform;
using namespace conform::axes;

namespace {

constexpr long n = 64, d = 64, wide = 256;
using lanes = kernel::lanes<float>;
using rows = tensor<float, query<n>, model<d>>;

template <class Tensor>
Tensor filled() {
  Tensor x;
  int next = 1;
  for (auto& cell : x) cell = static_cast<float>((next = next * 131 % 1009) - 504) / 2016;
  return x;
}

/// What each case works on.
struct inputs {
  long size = n;  ///< no constant to the compiler, which else makes a kernel of its own for it, as for no shape of ours
  rows x = filled<rows>();
  tensor<float, query<n>, head_dim<d>> q = filled<tensor<float, query<n>, head_dim<d>>>();
  tensor<float, key<n>, head_dim<d>> k = filled<tensor<float, key<n>, head_dim<d>>>();
  tensor<float, key<n>, value_dim<d>> v = filled<tensor<float, key<n>, value_dim<d>>>();
  tensor<float, query<n>, key<n>> s = filled<tensor<float, query<n>, key<n>>>();
  tensor<float, model<d>, head_dim<d>> to_q = filled<tensor<float, model<d>, head_dim<d>>>();
  tensor<float, value_dim<d>, model<d>> to_x = filled<tensor<float, value_dim<d>, model<d>>>();
  tensor<float, model<d>, hidden<wide>> up = filled<tensor<float, model<d>, hidden<wide>>>();
  tensor<float, hidden<wide>, model<d>> down = filled<tensor<float, hidden<wide>, model<d>>>();
};

float sum_of(const float* x, long count) {
  float sum = 0;
  for (long i = 0; i < count; ++i) sum += x[i];
  return sum;
}
template <class Tensor>
float first_of(const Tensor& x) {
  return x.data()[0];
}

// ---- typed

float typed_access(const inputs& in) {
  float sum = 0;
  const auto at = unchecked<query, head_dim>(in.q);
  for (long i = 0; i < n; ++i)
    for (long j = 0; j < d; ++j) sum += at(i, j);
  return sum;
}
float typed_control(const inputs& in) {
  const auto copied = copy(in.q);
  float sum = 0;
  const auto at = unchecked<query, head_dim>(copied);
  for (long i = 0; i < n; ++i)
    for (long j = 0; j < d; ++j) sum += at(i, j);
  return sum;
}
float typed_contract(const inputs& in) { return first_of(contract<head_dim>(in.q, in.k)); }
float typed_softmax(const inputs& in) { return first_of(softmax<key>(in.s)); }
float typed_attention(const inputs& in) { return first_of(attention(in.q, in.k, in.v)); }
float typed_block(const inputs& in) {
  const auto y = in.x + contract<value_dim>(attention(contract<model>(in.x, in.to_q), in.k, in.v), in.to_x);
  return first_of(y + contract<hidden>(relu(contract<model>(y, in.up)), in.down));
}

// ---- plain

using memory = std::unique_ptr<float[]>;
memory cells(long count) { return memory(new float[static_cast<std::size_t>(count)]); }  // uninitialised

/// out {m, n} = a {m, k} · b {k, n}, whose terms are b_term apart.
void product(const float* a, const float* b, float* out, long m, long k, long width, long b_term, long b_column) {
  const kernel::matrices<float> all{a, b, out, m, width, k, k, 1, b_term, b_column, width, 1};
  const kernel::way by = kernel::way_of<lanes>(all);
  kernel::multiply<lanes>(all, by, kernel::workspace<float>(kernel::workspace_cells<lanes>(all, by)));
}
void attend(const float* q, const float* k, const float* v, float* out) {
  const kernel::head<float> head{q, k, v, out, n, n, d, d, d, 1, d, 1, d, 1, d, 1};
  kernel::tiled_attention<lanes>(head, kernel::workspace<float>(kernel::tiled::workspace_cells<lanes>(d, d)));
}

float plain_access(const inputs& in) { return sum_of(in.q.data(), n * d); }
float plain_contract(const inputs& in) {
  const memory out = cells(n * n);
  product(in.q.data(), in.k.data(), out.get(), n, d, n, 1, d);
  return out[0];
}
float plain_softmax(const inputs& in) {
  const memory out = cells(n * n);
  kernel::softmax_rows<lanes>(in.s.data(), out.get(), in.size, in.size, in.size, in.size);
  return out[0];
}
float plain_attention(const inputs& in) {
  const memory out = cells(n * d);
  attend(in.q.data(), in.k.data(), in.v.data(), out.get());
  return out[0];
}
float plain_block(const inputs& in) {
  const memory q = cells(n * d), mixed = cells(n * d), y = cells(n * d), inner = cells(n * wide), z = cells(n * d);
  product(in.x.data(), in.to_q.data(), q.get(), n, d, d, d, 1);
  attend(q.get(), in.k.data(), in.v.data(), mixed.get());
  product(mixed.get(), in.to_x.data(), y.get(), n, d, d, d, 1);
  for (long i = 0; i < n * d; ++i) y[i] = in.x.data()[i] + y[i];
  product(y.get(), in.up.data(), inner.get(), n, d, wide, wide, 1);
  for (long i = 0; i < n * wide; ++i) inner[i] = inner[i] < 0 ? 0 : inner[i];
  product(inner.get(), in.down.data(), z.get(), n, wide, d, d, 1);
  for (long i = 0; i < n * d; ++i) z[i] = y[i] + z[i];
  return z[0];
}

struct entry {
  const char* name;
  float (*typed)(const inputs&);
  float (*plain)(const inputs&);
};
constexpr entry entries[] = {{"access", typed_access, plain_access},
                             {"control", typed_control, plain_access},  // copies what it reads, and must be caught
                             {"contraction", typed_contract, plain_contract},
                             {"softmax", typed_softmax, plain_softmax},
                             {"attention", typed_attention, plain_attention},
                             {"block", typed_block, plain_block}};

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const inputs in;
  for (const entry& e : entries)
    if (std::string_view(words[1]) == e.name) {
      float (*volatile const side)(const inputs&) = std::string_view(words[2]) == "typed" ? e.typed : e.plain;
      float sum = 0;
      for (int i = 0; i < std::atoi(words[3]); ++i) sum += side(in);
      std::printf("%.9g\n", static_cast<double>(sum));
      return 0;
    }
  return 2;
}
