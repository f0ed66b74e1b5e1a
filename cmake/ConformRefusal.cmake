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

include(${CMAKE_CURRENT_LIST_DIR}/ConformArguments.cmake)

set(CONFORM_REFUSAL_CHECK ${CMAKE_CURRENT_LIST_DIR}/conform-refusal-check.cmake
  CACHE INTERNAL "The script behind conform_expect_refusal")

# The folder of Conform's headers.
function(conform_include_folder out)
  get_target_property(folders conform::conform INTERFACE_INCLUDE_DIRECTORIES)
  string(REGEX REPLACE "\\$<BUILD_INTERFACE:([^>]*)>" "\\1" folders "${folders}")
  list(FILTER folders EXCLUDE REGEX "[$]<")
  list(GET folders 0 folder)
  set(${out} "${folder}" PARENT_SCOPE)
endfunction()

# A reason that begins with a name: that of a reason or an axis of Conform, or one that the file holds.
function(conform_require_reason call reason file)
  if(NOT reason MATCHES "^(conform::)?([A-Za-z_][A-Za-z0-9_]*)(<.*)?$")
    return()
  endif()
  set(name ${CMAKE_MATCH_2})
  conform_include_folder(folder)
  set(known)
  file(GLOB headers ${folder}/conform/*/reasons.hpp)
  foreach(header IN LISTS headers)
    file(STRINGS ${header} lines REGEX "^(template <.*> )?struct [a-z_]+;")
    list(TRANSFORM lines REPLACE ".*struct ([a-z_]+);.*" "\\1")
    list(APPEND known ${lines})
  endforeach()
  file(STRINGS ${folder}/conform/shape/axis.hpp axes REGEX "struct [a-z_]+ : axis<")
  list(TRANSFORM axes REPLACE ".*struct ([a-z_]+) :.*" "\\1")
  file(STRINGS "${file}" mentions REGEX "(^|[^A-Za-z0-9_])${name}([^A-Za-z0-9_]|$)")
  if(NOT name IN_LIST known AND NOT name IN_LIST axes AND NOT mentions)
    list(FILTER known INCLUDE REGEX "_(differ|differs|missing|unexpected|repeated|unbound|unknown|twice|invalid|zero)$|^not_")
    list(JOIN known ", " known)
    message(FATAL_ERROR "${call}: ${name} is no reason of Conform and no word of ${file}; reasons are ${known} and "
      "others (conform/shape/reasons.hpp, conform/size/reasons.hpp)")
  endif()
endfunction()

function(conform_expect_refusal test file)
  set(call "conform_expect_refusal(${test})")
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "MAX_LINES" "REASON;COMPILERS;LENIENT;LIBRARIES")
  conform_require_known("${call}" "${arg_UNPARSED_ARGUMENTS}" "${arg_KEYWORDS_MISSING_VALUES}")
  conform_require_file("${call}" "${file}" file)
  if(NOT arg_COMPILERS AND NOT arg_LENIENT)
    set(arg_COMPILERS ${CMAKE_CXX_COMPILER})
  endif()
  if(NOT DEFINED arg_MAX_LINES)
    set(arg_MAX_LINES 10)
  elseif(NOT arg_MAX_LINES MATCHES "^[1-9][0-9]*$")
    message(FATAL_ERROR "${call}: MAX_LINES ${arg_MAX_LINES}; expected a whole number from 1 on")
  endif()
  foreach(reason IN LISTS arg_REASON)
    conform_require_reason("${call}" "${reason}" "${file}")
  endforeach()
  set(includes)
  foreach(library IN ITEMS conform::conform LISTS arg_LIBRARIES)
    if(NOT TARGET ${library})
      message(FATAL_ERROR "${call}: LIBRARIES ${library} is no target; expected one that is defined before")
    endif()
    list(APPEND includes $<TARGET_PROPERTY:${library},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()

  # A list travels as one argument of the test, its items behind a sign that no text holds.
  string(ASCII 31 separator)
  foreach(list IN ITEMS REASON COMPILERS LENIENT)
    list(JOIN arg_${list} "${separator}" arg_${list})
  endforeach()
  conform_add_test("${call}" "${test}" COMMAND ${CMAKE_COMMAND}
    -D "FILE=${file}"
    -D "REASONS=${arg_REASON}"
    -D "COMPILERS=${arg_COMPILERS}"
    -D "LENIENT=${arg_LENIENT}"
    -D "INCLUDES=$<JOIN:${includes},${separator}>"
    -D MAX_LINES=${arg_MAX_LINES}
    -P ${CONFORM_REFUSAL_CHECK})
endfunction()
