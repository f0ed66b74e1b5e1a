#pragma once
// Attention by name of axes.

#include <conform/attention/attention.hpp>
