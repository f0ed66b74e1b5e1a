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

}  // namespace plain
