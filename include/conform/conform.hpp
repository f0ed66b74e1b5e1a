#pragma once
// The whole library but interop/, whose headers need other packages.

#include <conform/shape/reasons.hpp>  // first: its place in the chain of includes is part of every refusal's message
#include <conform/operation/contract.hpp>
#include <conform/version.hpp>
