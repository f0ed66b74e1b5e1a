#include "check/listed_path.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace conform::analyzer {
namespace {

namespace fs = std::filesystem;

/// The folder is what it is behind its links; the file keeps its own name.
fs::path whole_path(const fs::path& path) {
  std::error_code problem;
  const fs::path folder = fs::weakly_canonical(fs::absolute(path, problem).parent_path(), problem);
  return problem ? path.lexically_normal() : folder / path.filename();
}

/// Nothing where the file is in no repository.
fs::path repository_of(const fs::path& file) {
  std::error_code problem;
  for (fs::path folder = file.parent_path();; folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", problem)) return folder;
    if (!folder.has_relative_path()) return {};
  }
}

}  // namespace

std::string listed_path(const std::string& path) {
  const fs::path whole = whole_path(path);
  std::error_code problem;
  const fs::path repository = repository_of(whole);
  const fs::path root = repository.empty() ? fs::current_path(problem) : repository;
  const fs::path within = whole.lexically_relative(root);
  const bool outside = within.empty() || *within.begin() == "..";
  return (problem || outside ? whole : within).generic_string();
}

std::string uri_of(std::string_view path) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return out;
}

}  // namespace conform::analyzer
