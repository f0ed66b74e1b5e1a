#pragma once
// The variants of attention, one line each. Tests and tools walk this list: boost::hana::for_each(variants, ...).
// Not part of conform.hpp, since it needs Boost.Hana.

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // names inside may be a user's global sizes: n, batch, at

#include <conform/attention/dense.hpp>
#include <conform/attention/multi_head.hpp>

namespace conform {

inline constexpr auto variants = boost::hana::tuple_t<  //
    dense,                                              //
    multi_head>;

}  // namespace conform

#pragma GCC diagnostic pop
