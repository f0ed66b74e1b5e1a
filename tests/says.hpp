#pragma once
// BOOST_SAYS(text, statement): the statement throws, and what() is the text. To include after Boost.Test.

#include <exception>
#include <string>

#define BOOST_SAYS(TEXT, ...)                                                                        \
  BOOST_CHECK_EXCEPTION((void)(__VA_ARGS__), std::exception, [&](const std::exception& thrown) {      \
    if (thrown.what() != std::string(TEXT)) BOOST_TEST_MESSAGE("it says: " << thrown.what());        \
    return thrown.what() == std::string(TEXT);                                                       \
  })
