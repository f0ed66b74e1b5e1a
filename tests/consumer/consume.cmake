# What a consumer does with conform::conform.
add_executable(consumer ../consumer.cpp)
target_link_libraries(consumer PRIVATE conform::conform)
add_test(NAME consumer COMMAND consumer)
conform_expect_refusal(refusal ../refused.cpp REASON "extents_differ<head_dim<64>, head_dim<32>>")
