#pragma once
// The room operation/: what tensors do, axes by name.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names of the library may be a user's global sizes: n, batch, at
#include <conform/shape/reasons.hpp>  // these first: their places in the chain of includes are part of every
#include <conform/tensor/tensor.hpp>  // refusal's message
#include <conform/tensor/view.hpp>
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
#include <conform/operation/scalar.hpp>
#include <conform/operation/slice.hpp>
#include <conform/operation/softmax.hpp>
#include <conform/operation/stack.hpp>
#include <conform/operation/where.hpp>
#pragma GCC diagnostic pop
