#pragma once
// The whole library but interop/, whose headers need other packages.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names of the library may be a user's global sizes: n, batch, at
#include <conform/shape/reasons.hpp>  // these first: their places in the chain of includes are part of every
#include <conform/tensor/tensor.hpp>  // refusal's message
#include <conform/tensor/view.hpp>
#include <conform/operation/contract.hpp>
#include <conform/tensor.hpp>
#include <conform/version.hpp>
#pragma GCC diagnostic pop
