# What conform_add_check, conform_add_report and conform_expect_refusal require of their arguments. `call` is what their
# messages begin with.

# The file, as an absolute path. Relative ones are those of the calling CMakeLists.txt.
function(conform_require_file call file out)
  if(file STREQUAL "")
    message(FATAL_ERROR "${call}: the name of a file is empty")
  endif()
  cmake_path(ABSOLUTE_PATH file NORMALIZE)
  if(NOT EXISTS "${file}")
    message(FATAL_ERROR "${call}: no file ${file}")
  elseif(IS_DIRECTORY "${file}")
    message(FATAL_ERROR "${call}: ${file} is a folder; expected a file")
  endif()
  set(${out} "${file}" PARENT_SCOPE)
endfunction()

# What cmake_parse_arguments could not read.
function(conform_require_known call unparsed missing)
  if(NOT unparsed STREQUAL "")
    message(FATAL_ERROR "${call}: unknown ${unparsed}")
  elseif(NOT missing STREQUAL "")
    message(FATAL_ERROR "${call}: nothing follows ${missing}")
  endif()
endfunction()

# Warns where tests are added that ctest would not run, unless BUILD_TESTING says that none is wanted.
function(conform_warn_without_testing call)
  if(NOT CMAKE_TESTING_ENABLED AND (NOT DEFINED BUILD_TESTING OR BUILD_TESTING))
    message(WARNING "${call}: adds a test, but neither enable_testing() nor include(CTest) stands before it: "
      "ctest finds no tests without one of them in the top CMakeLists.txt")
  endif()
endfunction()

# A test, whatever signs its name and its words hold.
function(conform_add_test call name)
  if(name STREQUAL "")
    message(FATAL_ERROR "${call}: the name of the test is empty")
  endif()
  if(TEST "${name}")
    message(FATAL_ERROR "${call}: there is a test of this name already")
  endif()
  conform_warn_without_testing("${call}")
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "COMMAND")
  add_test(NAME "${name}" COMMAND ${arg_COMMAND})
endfunction()

# The program conform, or the library behind reports, as a target.
function(conform_require_analyzer call target)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "${call}: this Conform has no analyzer; set CONFORM_BUILD_ANALYZER to ON, before "
      "add_subdirectory or FetchContent, or where the package is built")
  endif()
endfunction()
