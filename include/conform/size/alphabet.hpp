#pragma once
// The library's own named sizes, one alphabet for code, JSON and options. No header of the library opens this
// namespace, so that a user's own n does not clash; qualify the names, or open it in a block of your own.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/size/name.hpp>

namespace conform::sizes {

#define CONFORM_SIZE(NAME, ORDER)                    \
  inline constexpr struct NAME : size<#NAME, ORDER> { \
    using size::operator=;                            \
  } NAME

// one attention head
CONFORM_SIZE(n_q, 0);  ///< queries
CONFORM_SIZE(n_k, 1);  ///< keys
CONFORM_SIZE(d_k, 8);  ///< width of a query and a key
CONFORM_SIZE(d_v, 9);  ///< width of a value

// self-attention of a layer: n and d stand for both of a pair
CONFORM_SIZE(n, 0);  ///< positions
CONFORM_SIZE(d, 8);  ///< width

// a model and its workload
CONFORM_SIZE(batch, 0);
CONFORM_SIZE(seq, 1);       ///< new tokens
CONFORM_SIZE(context, 2);   ///< tokens already cached
CONFORM_SIZE(layers, 3);
CONFORM_SIZE(vocab, 4);
CONFORM_SIZE(positions, 4); ///< learned positions
CONFORM_SIZE(heads, 5);     ///< query heads
CONFORM_SIZE(kv_heads, 5);
CONFORM_SIZE(group, 6);     ///< query heads a key head
CONFORM_SIZE(head_dim, 7);
CONFORM_SIZE(model, 8);     ///< width of the residual stream
CONFORM_SIZE(hidden, 9);    ///< width inside a feed-forward layer

#undef CONFORM_SIZE

}  // namespace conform::sizes

#pragma GCC diagnostic pop
