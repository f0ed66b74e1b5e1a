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
CONFORM_SIZE(experts, 4);   ///< of a layer
CONFORM_SIZE(active, 4);    ///< experts that each token chooses
CONFORM_SIZE(expert_hidden, 9);  ///< width inside an expert

// tiles, patterns, recurrences and heads of the variants: see variant_sizes (attention/variant.hpp)
CONFORM_SIZE(B_r, 2);        ///< rows of a tile
CONFORM_SIZE(B_c, 2);        ///< columns of a tile
CONFORM_SIZE(w, 3);          ///< window
CONFORM_SIZE(g, 3);          ///< global tokens or blocks
CONFORM_SIZE(r, 3);          ///< random blocks of a row
CONFORM_SIZE(s, 3);          ///< stride of a dilation, splits of the keys
CONFORM_SIZE(l, 3);          ///< stride or block of Child et al.
CONFORM_SIZE(c, 3);          ///< summary columns, chunk of a hash bucket
CONFORM_SIZE(C, 3);          ///< chunk of a recurrence
CONFORM_SIZE(k, 3);          ///< projected length
CONFORM_SIZE(features, 4);   ///< random features
CONFORM_SIZE(landmarks, 4);
CONFORM_SIZE(iterations, 4); ///< of a pseudo-inverse
CONFORM_SIZE(buckets, 4);
CONFORM_SIZE(p, 4);          ///< devices
CONFORM_SIZE(d_m, 8);        ///< width of the residual stream
CONFORM_SIZE(d_c, 8);        ///< latent width
CONFORM_SIZE(d_R, 8);        ///< width of the rotary part

#undef CONFORM_SIZE

}  // namespace conform::sizes

#pragma GCC diagnostic pop
