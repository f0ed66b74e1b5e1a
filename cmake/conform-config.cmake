include(${CMAKE_CURRENT_LIST_DIR}/conform-targets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/ConformRefusal.cmake)
