#pragma once
// Layers with parameters: linear, norms, feed-forward, attention, blocks.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at
#include <conform/shape/reasons.hpp>  // first, see conform.hpp
#include <conform/layer/attention.hpp>
#include <conform/layer/block.hpp>
#include <conform/layer/embedding.hpp>
#include <conform/layer/feed_forward.hpp>
#include <conform/layer/linear.hpp>
#include <conform/layer/mixture_of_experts.hpp>
#include <conform/layer/norm.hpp>
#pragma GCC diagnostic pop
