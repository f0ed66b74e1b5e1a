#pragma once
// check_writers: what a check found, in each format. Same findings, same bytes. Every output is valid UTF-8, and names
// in it forge nothing.

#include <cstdint>
#include <string>

#include "check/findings.hpp"

namespace conform::analyzer {

enum class check_format : std::uint8_t { text, json, markdown, sarif, junit, github, gitlab };

std::string write_check(const check_result& what, check_format format);

std::string write_check_text(const check_result& what);
std::string write_check_json(const check_result& what);

/// A summary of a job, under 1 MiB: what does not fit is counted, with a word where all of it is.
std::string write_check_markdown(const check_result& what);

/// SARIF 2.1.0. https://docs.oasis-open.org/sarif/sarif/v2.1.0/
std::string write_check_sarif(const check_result& what);

/// One test case for each rule at each workload.
std::string write_check_junit(const check_result& what);

/// Workflow commands of GitHub Actions: at most 9 annotations and a summary.
std::string write_check_github(const check_result& what);

/// The Code Quality report of GitLab.
std::string write_check_gitlab(const check_result& what);

}  // namespace conform::analyzer
