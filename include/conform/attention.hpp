#pragma once
// Attention by name of axes, and what it costs. The list of all variants needs Boost.Hana: attention/registry.hpp.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at
#include <conform/shape/reasons.hpp>  // first, see conform.hpp
#include <conform/attention/attention.hpp>
#include <conform/attention/cost.hpp>
#include <conform/attention/dense.hpp>
#include <conform/attention/multi_head.hpp>
#pragma GCC diagnostic pop
