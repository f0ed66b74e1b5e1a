// The main function of every test program.
#define BOOST_TEST_MODULE conform
#ifdef BOOST_TEST_DYN_LINK
#include <boost/test/unit_test.hpp>
#else
#include <boost/test/included/unit_test.hpp>  // for processors that its library is not installed for
#endif
