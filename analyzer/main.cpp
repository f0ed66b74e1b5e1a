#include "program.hpp"

int main(int argument_count, char** arguments) { return conform::analyzer::run(argument_count, arguments); }
