#pragma once
// Layers with parameters: linear, norms, feed-forward, attention, blocks.

#include <conform/layer/attention.hpp>
#include <conform/layer/block.hpp>
#include <conform/layer/embedding.hpp>
#include <conform/layer/feed_forward.hpp>
#include <conform/layer/linear.hpp>
#include <conform/layer/norm.hpp>
