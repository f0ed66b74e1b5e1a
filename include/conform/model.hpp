#pragma once
// Model families.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names of the library may be a user's global sizes: n, batch, at
#include <conform/model/gpt2.hpp>
#include <conform/model/llama.hpp>
#pragma GCC diagnostic pop
