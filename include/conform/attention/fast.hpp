#pragma once
// fast: which kernel computes softmax attention of plain numbers at run time, and the way there.

#include <conform/attention/dense.hpp>
#include <conform/kernel/tiled.hpp>
#include <conform/kernel/workspace.hpp>

namespace conform {

/// loops: the reference kernel, dense.hpp. tiled: kernel/tiled.hpp.
enum class attention_kernel { loops, tiled };

constexpr const char* name_of(attention_kernel k) { return k == attention_kernel::tiled ? "tiled" : "loops"; }

namespace attending {

/// The kernel for numbers T, where V has `own` axes of its own.
template <class T>
constexpr attention_kernel chosen(int own) {
  return std::is_same_v<T, float> && own <= 1 ? attention_kernel::tiled : attention_kernel::loops;
}

/// One head of a problem whose V has at most one axis of its own; its cells are to be given.
inline kernel::head<float> head_of(const attention_problem<float>& p) {
  const loop<2> own = p.own.depth == 1 ? p.own.loops[0] : loop<2>{};
  kernel::head<float> head{};
  head.n_q = p.size.n_q, head.n_k = p.size.n_k, head.d_k = p.size.d_k, head.d_v = own.count;
  head.query_q = p.query_q, head.match_q = p.match_q, head.key_k = p.key_k, head.match_k = p.match_k;
  head.key_v = p.key_v, head.own_v = own.step[0], head.query_out = p.query_out, head.own_out = own.step[1];
  head.ordered = p.keys.ordered, head.window = p.keys.window;
  return head;
}

inline void run_tiled(const attention_problem<float>& p) {
  using vector = kernel::lanes<float>;
  kernel::head<float> head = head_of(p);
  float* cells = kernel::workspace<float>(kernel::tiled::workspace_cells<vector>(head.d_k, head.d_v));
  walk(p.carried, [&](const offsets<4>& at) {
    head.q = p.q + at.at[0], head.k = p.k + at.at[1], head.v = p.v + at.at[2], head.out = p.out + at.at[3];
    kernel::tiled_attention<vector>(head, cells);
  });
}

}  // namespace attending

}  // namespace conform
