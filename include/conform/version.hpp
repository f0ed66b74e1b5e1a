#pragma once
// version: the one place where Conform's version is written; the build reads these three numbers.

#define CONFORM_VERSION_MAJOR 0
#define CONFORM_VERSION_MINOR 1
#define CONFORM_VERSION_PATCH 0

#define CONFORM_VERSION_SPELL(major, minor, patch) #major "." #minor "." #patch
#define CONFORM_VERSION_JOIN(major, minor, patch) CONFORM_VERSION_SPELL(major, minor, patch)

/// The version as text: "0.1.0".
#define CONFORM_VERSION_STRING CONFORM_VERSION_JOIN(CONFORM_VERSION_MAJOR, CONFORM_VERSION_MINOR, CONFORM_VERSION_PATCH)
