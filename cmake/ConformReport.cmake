# conform_add_report: a program that reports a typed model of your own, and a test of its budgets.
#
#   conform_add_report(<target> <header> <type>)
#
# <type> says what is reported (see conform/model/reported.hpp): a name, a source, values of sizes, layers on the metered
# machine, their input, and, if wanted, budgets. The program <target> prints what `conform report` prints, in its formats,
# and a table of parameters; `<target> --check` compares with the budgets, and the test <target>.budgets runs that.

function(conform_add_report target header type)
  if(NOT TARGET conform::analyzer)
    message(FATAL_ERROR "conform_add_report(${target}): this Conform was built without its analyzer "
      "(CONFORM_BUILD_ANALYZER)")
  endif()
  cmake_path(ABSOLUTE_PATH header NORMALIZE)
  if(NOT EXISTS ${header})
    message(FATAL_ERROR "conform_add_report(${target}): no header ${header}")
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
  add_test(NAME ${target}.budgets COMMAND ${target} --check)
endfunction()
