// The main function of every test program.
#define BOOST_TEST_MODULE conform
#ifdef CONFORM_TEST_BOOST_INCLUDED  // for processors that Boost.Test's library is not installed for
#include <boost/test/included/unit_test.hpp>
#else
#include <boost/test/unit_test.hpp>
#endif
