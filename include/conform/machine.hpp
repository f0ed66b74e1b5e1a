#pragma once
// The machines behind a number type: plain, counted, metered.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names of the library may be a user's global sizes: n, batch, at
#include <conform/machine/counted.hpp>
#include <conform/machine/metered.hpp>
#pragma GCC diagnostic pop
