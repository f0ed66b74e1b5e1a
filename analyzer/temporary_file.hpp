#pragma once
// temporary_file: a file beside its target that never outlives the program, not even one that is interrupted.

#include <cstddef>
#include <string>

namespace conform::analyzer {

/// At most 16 at a time. Operations give an error number, 0 on success.
class temporary_file {
 public:
  explicit temporary_file(const std::string& folder);
  ~temporary_file();
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;

  int problem() const { return problem_; }  ///< of creating it
  int descriptor() const { return descriptor_; }
  int close();  ///< bytes on the disk, then closed
  int rename_to(const std::string& target);

 private:
  std::size_t place_ = 0;  ///< among those of the program
  int descriptor_ = -1;
  int problem_ = 0;
};

}  // namespace conform::analyzer
