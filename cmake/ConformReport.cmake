# conform_add_report: a program that reports a typed model of your own, and a test of its budgets.
#
#   conform_add_report(<target> <header> <type>)
#
# <type> says what is reported (see conform/model/reported.hpp): a name, a source, values of sizes, layers on the metered
# machine, their input, and, if wanted, budgets and a length. The program <target> prints what `conform report` prints, in
# its formats and on a device, and a table of parameters; `<target> --check` compares with the budgets, and the test <target>.budgets runs that.

include(${CMAKE_CURRENT_LIST_DIR}/ConformArguments.cmake)

function(conform_add_report target header type)
  set(call "conform_add_report(${target})")
  conform_require_known("${call}" "${ARGN}" "")
  conform_require_analyzer("${call}" conform::analyzer)
  conform_require_file("${call}" "${header}" header)
  if(header MATCHES "[\"\n]")
    message(FATAL_ERROR "${call}: a quote in the path of ${header}, which #include cannot spell")
  elseif(NOT type MATCHES "^[A-Za-z_:]")
    message(FATAL_ERROR "${call}: \"${type}\" is no type; expected one that ${header} defines, as my::model")
  elseif(TARGET "${target}")
    message(FATAL_ERROR "${call}: there is a target of this name already")
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}.report.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
#include "@header@"

#include <own/own_model.hpp>

int main(int argument_count, char** arguments) {
  return conform::analyzer::run_own<@type@>(argument_count, arguments);
}
]])
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE conform::analyzer)
  conform_add_test("${call}" "${target}.budgets" COMMAND $<TARGET_FILE:${target}> --check)
endfunction()
