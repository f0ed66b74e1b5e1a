# conform_add_check: a test that the limits of a conform.toml are kept (conform check).
#
#   conform_add_check(<test> <conform.toml> [ARGUMENTS <word>...])
#
# ARGUMENTS are those of conform check, as --allow-missing-baseline or --format junit=checks.xml.

function(conform_add_check test file)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "ARGUMENTS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "conform_add_check(${test}): unknown ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(TARGET conform::conform_cli)
    set(program conform::conform_cli)
  elseif(TARGET conform_cli)
    set(program conform_cli)
  else()
    message(FATAL_ERROR "conform_add_check(${test}): this Conform was built without its analyzer "
      "(CONFORM_BUILD_ANALYZER)")
  endif()
  cmake_path(ABSOLUTE_PATH file NORMALIZE)
  add_test(NAME ${test} COMMAND $<TARGET_FILE:${program}> check ${file} ${arg_ARGUMENTS})
endfunction()
