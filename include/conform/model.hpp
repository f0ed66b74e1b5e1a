#pragma once
// Model families.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at
#include <conform/shape/reasons.hpp>  // first, see conform.hpp
#include <conform/model/gpt2.hpp>
#include <conform/model/llama.hpp>
#include <conform/model/mixtral.hpp>
#include <conform/model/reported.hpp>
#pragma GCC diagnostic pop
