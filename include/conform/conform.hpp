#pragma once
// The core: sizes, shapes, machines, tensors, operations, attention and costs. Apart, since not every program needs
// them: claims about growth (conform/size/growth.hpp), layers (conform/layer.hpp), models (conform/model.hpp); and
// interop/, whose headers need other packages.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at
#include <conform/shape/reasons.hpp>  // these first: their places in the chain of includes are part of every
#include <conform/tensor/tensor.hpp>  // refusal's message
#include <conform/tensor/view.hpp>
#include <conform/operation/contract.hpp>
#include <conform/tensor.hpp>
#include <conform/operation.hpp>
#include <conform/attention.hpp>
#include <conform/version.hpp>
#pragma GCC diagnostic pop
