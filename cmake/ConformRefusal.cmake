# conform_expect_refusal: tests that a program is refused, and refused well.
#
#   conform_expect_refusal(<test> <file.cpp>
#     [REASON <text>...]        # must stand on the first error line; spaces, conform:: and axes:: do not matter
#     [COMPILERS <program>...]  # default: the project's compiler
#     [LENIENT <program>...]    # compilers that must refuse and name the reason, however long their text
#     [LIBRARIES <target>...]   # whose headers the file includes, beside conform::conform
#     [MAX_LINES <n>])          # of diagnostics in all; default 10
#
# The file holds the mistake and its cure, one line each, marks the line that is refused, and may name reasons too:
#
#   // refuses: extents_differ<head_dim<64>, head_dim<32>>
#   #include <conform/conform.hpp>
#   ...
#   #ifdef FIXED
#     tensor<float, key<8>, head_dim<64>> k;
#   #else
#     tensor<float, key<8>, head_dim<32>> k;
#   #endif
#     auto scores = contract<head_dim>(q, k);  // refused here
#
# A line `// says: <text>` asks for a text anywhere in the diagnostics: clang names the reason for which a constructor is
# refused in the note below the error.
#
# The test passes when the file gives one error, at that line, with every reason on it, and compiles without a word
# when FIXED is defined.

set(CONFORM_REFUSAL_CHECK ${CMAKE_CURRENT_LIST_DIR}/conform-refusal-check.cmake
  CACHE INTERNAL "The script behind conform_expect_refusal")

function(conform_expect_refusal test file)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "MAX_LINES" "REASON;COMPILERS;LENIENT;LIBRARIES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "conform_expect_refusal(${test}): unknown ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_COMPILERS AND NOT arg_LENIENT)
    set(arg_COMPILERS ${CMAKE_CXX_COMPILER})
  endif()
  if(NOT arg_MAX_LINES)
    set(arg_MAX_LINES 10)
  endif()
  cmake_path(ABSOLUTE_PATH file NORMALIZE)

  set(includes)
  foreach(library IN ITEMS conform::conform LISTS arg_LIBRARIES)
    list(APPEND includes $<TARGET_PROPERTY:${library},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()

  # A list travels as one argument of the test: its semicolons are spelled |.
  foreach(list IN ITEMS REASON COMPILERS LENIENT)
    list(JOIN arg_${list} "|" arg_${list})
  endforeach()
  add_test(NAME ${test} COMMAND ${CMAKE_COMMAND}
    -D FILE=${file}
    -D "REASONS=${arg_REASON}"
    -D "COMPILERS=${arg_COMPILERS}"
    -D "LENIENT=${arg_LENIENT}"
    -D "INCLUDES=$<JOIN:${includes},|>"
    -D MAX_LINES=${arg_MAX_LINES}
    -P ${CONFORM_REFUSAL_CHECK})
endfunction()
