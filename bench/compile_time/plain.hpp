#pragma once
// The peer to compare with: extents in the type, axes by position, loops in the template, no names and no checks.

namespace plain {

template <int Rows, int Columns>
struct matrix {
  float at[Rows][Columns]{};
};
template <int Batch, int Head, int Rows, int Columns>
struct matrices {
  float at[Batch][Head][Rows][Columns]{};
};

template <int Query, int Key, int Width>
void contract(const matrix<Query, Width>& q, const matrix<Key, Width>& k, matrix<Query, Key>& out) {
  for (int i = 0; i < Query; ++i)
    for (int j = 0; j < Key; ++j)
      for (int f = 0; f < Width; ++f) out.at[i][j] += q.at[i][f] * k.at[j][f];
}
template <int Batch, int Head, int Query, int Key, int Width>
void contract(const matrices<Batch, Head, Query, Width>& q, const matrices<Batch, Head, Key, Width>& k,
              matrices<Batch, Head, Query, Key>& out) {
  for (int b = 0; b < Batch; ++b)
    for (int h = 0; h < Head; ++h)
      for (int i = 0; i < Query; ++i)
        for (int j = 0; j < Key; ++j)
          for (int f = 0; f < Width; ++f) out.at[b][h][i][j] += q.at[b][h][i][f] * k.at[b][h][j][f];
}
template <int Query, int Key, int Width, int ValueWidth>
void attention(const matrix<Query, Width>& q, const matrix<Key, Width>& k, const matrix<Key, ValueWidth>& v,
               matrix<Query, ValueWidth>& out) {
  float weight[Key];
  for (int i = 0; i < Query; ++i) {
    float largest = 0, sum = 0;
    for (int j = 0; j < Key; ++j) {
      weight[j] = 0;
      for (int f = 0; f < Width; ++f) weight[j] += q.at[i][f] * k.at[j][f];
      weight[j] /= __builtin_sqrtf(Width);
      if (j == 0 || weight[j] > largest) largest = weight[j];
    }
    for (int j = 0; j < Key; ++j) sum += weight[j] = __builtin_expf(weight[j] - largest);
    for (int w = 0; w < ValueWidth; ++w) out.at[i][w] = 0;
    for (int j = 0; j < Key; ++j)
      for (int w = 0; w < ValueWidth; ++w) out.at[i][w] += weight[j] / sum * v.at[j][w];
  }
}

}  // namespace plain
