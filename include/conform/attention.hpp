#pragma once
// Attention by name of axes.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names of the library may be a user's global sizes: n, batch, at
#include <conform/attention/attention.hpp>
#pragma GCC diagnostic pop
