#pragma once
// The room operation/: what tensors do, axes by name.

#include <conform/shape/reasons.hpp>  // first: its place in the chain of includes is part of every refusal's message
#include <conform/operation/activation.hpp>
#include <conform/operation/argmax.hpp>
#include <conform/operation/cast.hpp>
#include <conform/operation/concat.hpp>
#include <conform/operation/contract.hpp>
#include <conform/operation/copy.hpp>
#include <conform/operation/einsum.hpp>
#include <conform/operation/elementwise.hpp>
#include <conform/operation/embed.hpp>
#include <conform/operation/expand.hpp>
#include <conform/operation/gather.hpp>
#include <conform/operation/norm.hpp>
#include <conform/operation/permute.hpp>
#include <conform/operation/reduce.hpp>
#include <conform/operation/rename.hpp>
#include <conform/operation/reshape.hpp>
#include <conform/operation/rope.hpp>
#include <conform/operation/slice.hpp>
#include <conform/operation/softmax.hpp>
#include <conform/operation/stack.hpp>
#include <conform/operation/where.hpp>
