#pragma once
// The machines behind a number type: plain, counted, metered.

#include <conform/machine/counted.hpp>
#include <conform/machine/metered.hpp>
