#pragma once
// Axes, shapes, how shapes meet, and the reasons for which they do not.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names of the library may be a user's global sizes: n, batch, at
#include <conform/shape/named.hpp>
#include <conform/shape/pairing.hpp>
#include <conform/shape/reasons.hpp>
#include <conform/shape/shape.hpp>
#pragma GCC diagnostic pop
