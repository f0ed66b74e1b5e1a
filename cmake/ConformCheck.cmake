# conform_add_check: a test that the limits of a conform.toml are kept (conform check).
#
#   conform_add_check(<test> <conform.toml> [ARGUMENTS <word>...])
#
# ARGUMENTS are those of conform check, as --allow-missing-baseline or --format junit=checks.xml; files that it writes are
# relative to the build folder of the calling CMakeLists.txt.

include(${CMAKE_CURRENT_LIST_DIR}/ConformArguments.cmake)

function(conform_add_check test file)
  set(call "conform_add_check(${test})")
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "ARGUMENTS")
  conform_require_known("${call}" "${arg_UNPARSED_ARGUMENTS}" "${arg_KEYWORDS_MISSING_VALUES}")
  conform_require_analyzer("${call}" conform::conform_cli)
  conform_require_file("${call}" "${file}" file)
  conform_add_test("${call}" "${test}" COMMAND $<TARGET_FILE:conform::conform_cli> check "${file}" ${arg_ARGUMENTS})
endfunction()
