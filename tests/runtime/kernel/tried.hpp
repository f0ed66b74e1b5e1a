#pragma once
// tried(turn): whether the shape with this number is tried. All are, but where a build asks for one of so many, as for
// an emulated processor, which is many times slower. A prime that divides no period of the shapes reaches all kinds.

#ifndef CONFORM_TEST_ONE_OF
#define CONFORM_TEST_ONE_OF 1
#endif

inline bool tried(int turn) { return turn % CONFORM_TEST_ONE_OF == 0; }
