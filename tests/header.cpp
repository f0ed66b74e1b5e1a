// Boost.Test's header is precompiled for this file, and all test programs share the result.
