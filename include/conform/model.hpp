#pragma once
// Model families.

#include <conform/model/gpt2.hpp>
#include <conform/model/llama.hpp>
