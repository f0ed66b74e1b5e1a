cmake_minimum_required(VERSION 3.25)  # whatever policies the project that asks has
include(${CMAKE_CURRENT_LIST_DIR}/conform-targets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/ConformRefusal.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/ConformReport.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/ConformCheck.cmake)
# The analyzer, where it was built: the program conform::conform_cli and the library conform::analyzer behind reports.
if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/conform-analyzer-targets.cmake)
  include(CMakeFindDependencyMacro)
  find_dependency(fmt)
  find_dependency(tomlplusplus)
  include(${CMAKE_CURRENT_LIST_DIR}/conform-analyzer-targets.cmake)
endif()
