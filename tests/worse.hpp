#pragma once
// worse(worst, error): the larger of two errors; a NaN is worst of all, and stays.

#include <cmath>

inline double worse(double worst, double error) { return std::isnan(worst) || error <= worst ? worst : error; }
