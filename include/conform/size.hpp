#pragma once
// Named sizes and exact formulas over them. Big-O is apart: conform/size/growth.hpp.

#include <conform/size/alphabet.hpp>
#include <conform/size/formula.hpp>
#include <conform/size/render.hpp>
