#pragma once
// listed_path: a file as a pipeline's readers name it: from the root of its repository.

#include <string>
#include <string_view>

namespace conform::analyzer {

/// From the folder with the .git that the file is in, else from the working folder; whole where it is in neither.
/// Without
/// "." and "..", by forward slashes.
std::string listed_path(const std::string& path);

/// A path as a relative URI reference, an absolute one as a file URI: what is neither letter nor digit nor one of
/// "-._~/" is %XX, by bytes.
std::string uri_of(std::string_view path);

}  // namespace conform::analyzer
