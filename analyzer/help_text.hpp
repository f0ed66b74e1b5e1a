#pragma once
// help_text: what --help prints.

#include <string>

namespace conform::analyzer {

std::string help_text();
std::string report_help_text();
std::string list_help_text();
std::string verify_help_text();
std::string prove_help_text();
std::string compare_help_text();
std::string explain_help_text();
std::string reconcile_help_text();
// these five in check/check_help.cpp
std::string check_help_text();
std::string baseline_help_text();
std::string diff_help_text();
std::string init_help_text();
std::string schema_help_text();

std::string sweep_help_text();
std::string merge_help_text();

}  // namespace conform::analyzer
