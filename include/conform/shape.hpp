#pragma once
// Axes, shapes, how shapes meet, and the reasons for which they do not.

#include <conform/shape/named.hpp>
#include <conform/shape/pairing.hpp>
#include <conform/shape/reasons.hpp>
#include <conform/shape/shape.hpp>
