#pragma once
// The room tensor/: tensors and views, fresh sizes, cells by axis, and the boundary to other memory.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names of the library may be a user's global sizes: n, batch, at
#include <conform/shape/reasons.hpp>  // these first: their places in the chain of includes are part of every
#include <conform/tensor/tensor.hpp>  // refusal's message
#include <conform/tensor/view.hpp>
#include <conform/tensor/access.hpp>
#include <conform/tensor/boundary.hpp>
#include <conform/tensor/fill.hpp>
#include <conform/tensor/fresh.hpp>
#include <conform/tensor/shaped.hpp>
#pragma GCC diagnostic pop
