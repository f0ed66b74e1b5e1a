#pragma once
// The room operation/: what tensors do, axes by name.

#include <conform/shape/reasons.hpp>  // first: its place in the chain of includes is part of every refusal's message
#include <conform/operation/activation.hpp>
#include <conform/operation/contract.hpp>
#include <conform/operation/elementwise.hpp>
#include <conform/operation/embed.hpp>
#include <conform/operation/gather.hpp>
#include <conform/operation/norm.hpp>
#include <conform/operation/rename.hpp>
#include <conform/operation/rope.hpp>
#include <conform/operation/softmax.hpp>
