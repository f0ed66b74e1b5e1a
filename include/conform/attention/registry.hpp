#pragma once
// The variants of attention, one line each. Tests and tools walk this list: boost::hana::for_each(variants, ...).
// Not part of conform.hpp, since it needs Boost.Hana.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <conform/attention/bigbird.hpp>
#include <conform/attention/block_sparse.hpp>
#include <conform/attention/chunked_local.hpp>
#include <conform/attention/cosformer.hpp>
#include <conform/attention/delta.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/dense_backward.hpp>
#include <conform/attention/dense_forms.hpp>
#include <conform/attention/dense_standard.hpp>
#include <conform/attention/dense_standard_backward.hpp>
#include <conform/attention/dilated.hpp>
#include <conform/attention/fixed.hpp>
#include <conform/attention/flash1.hpp>
#include <conform/attention/flash1_backward.hpp>
#include <conform/attention/flash2.hpp>
#include <conform/attention/flash2_backward.hpp>
#include <conform/attention/gla.hpp>
#include <conform/attention/grouped_query.hpp>
#include <conform/attention/latent.hpp>
#include <conform/attention/linear_elu.hpp>
#include <conform/attention/linformer.hpp>
#include <conform/attention/longformer.hpp>
#include <conform/attention/multi_head.hpp>
#include <conform/attention/nystrom.hpp>
#include <conform/attention/online.hpp>
#include <conform/attention/performer.hpp>
#include <conform/attention/reformer.hpp>
#include <conform/attention/reformer_rounds.hpp>
#include <conform/attention/retnet.hpp>
#include <conform/attention/ring.hpp>
#include <conform/attention/ring_backward.hpp>
#include <conform/attention/sinks.hpp>
#include <conform/attention/sliding_window.hpp>
#include <conform/attention/split_k.hpp>
#include <conform/attention/ssd.hpp>
#include <conform/attention/strided.hpp>

namespace conform {

inline constexpr auto variants = boost::hana::tuple_t<
    dense, dense_causal, dense_decode, dense_scaled_queries, dense_scaled_exponent, dense_divided_output,
    dense_reciprocal, dense_reciprocal_output, dense_tight, dense_standard, online, online_causal,
    flash1, flash1_causal, flash2, flash2_causal, flash2_lse, flash2_lse_causal, split_k,
    sliding_window, sliding_window_symmetric, dilated, dilated_symmetric,
    strided, strided_local, strided_column, fixed, fixed_block, fixed_summary,
    longformer, sinks, chunked_local, chunked_local_causal, bigbird, block_sparse,
    linear_elu, linear_elu_causal, linear_elu_chunked, performer, cosformer, linformer, nystrom,
    retnet_parallel, retnet_recurrent, retnet_chunked, gla_recurrent, gla_chunked, ssd_recurrent, ssd_chunked, delta,
    reformer, reformer_causal, reformer_rounds, reformer_rounds_causal,
    mha, gqa, mqa, mla_naive, mla_absorbed, ring, ring_causal,
    dense_backward, dense_standard_backward, flash1_backward, flash2_backward, ring_backward>;

}  // namespace conform

#pragma GCC diagnostic pop
