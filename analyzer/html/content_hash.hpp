#pragma once
// content_hash: how a content security policy names an inline script or style.

#include <string>
#include <string_view>

namespace conform::analyzer {

/// 'sha256-...' with its quotes: SHA-256 (FIPS 180-4) in base 64 (W3C, Content Security Policy Level 3, 2.3.1).
std::string content_hash(std::string_view content);

}  // namespace conform::analyzer
