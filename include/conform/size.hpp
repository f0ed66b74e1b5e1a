#pragma once
// Named sizes and exact formulas over them. Big-O is apart: conform/size/growth.hpp.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names of the library may be a user's global sizes: n, batch, at
#include <conform/size/alphabet.hpp>
#include <conform/size/formula.hpp>
#include <conform/size/render.hpp>
#pragma GCC diagnostic pop
