# What `cmake --install` lays down: the headers, the package that find_package(conform) reads, and the program.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/conform)
set(version_file ${CMAKE_CURRENT_BINARY_DIR}/conform-config-version.cmake)
# Headers fit every machine; before 1.0 each minor version may break.
write_basic_package_version_file(${version_file} COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)

install(TARGETS conform EXPORT conform FILE_SET HEADERS)
install(EXPORT conform NAMESPACE conform:: FILE conform-targets.cmake DESTINATION ${package_dir})
install(FILES cmake/conform-config.cmake cmake/ConformArguments.cmake cmake/ConformRefusal.cmake
  cmake/conform-refusal-check.cmake
  cmake/ConformReport.cmake cmake/ConformCheck.cmake ${version_file} DESTINATION ${package_dir})
if(TARGET conform_cli)
  # The program, and what conform_add_report links: of this machine, unlike the headers.
  install(TARGETS conform_cli EXPORT conform-analyzer RUNTIME)
  install(TARGETS conform_analyzer EXPORT conform-analyzer ARCHIVE)
  install(FILES analyzer/own/own_model.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/conform-analyzer/own)
  install(EXPORT conform-analyzer NAMESPACE conform:: FILE conform-analyzer-targets.cmake DESTINATION ${package_dir})
endif()
