// The presets. Matrix units accumulate in f32. f32 is IEEE single precision: TF32 is another format. NVIDIA prints
// rates with sparsity for Hopper and Ada; the dense rate is half of that. A link is all
// links of one device together in one direction: half of what vendors print where that is of both.
#include "hardware/device.hpp"

#include <vector>

#include "failure.hpp"
#include "hardware/device_file.hpp"
#include "text/nearest_name.hpp"
#include "text/printable.hpp"

namespace conform::analyzer {
namespace {

constexpr integer giga = 1'000'000'000, tera = 1000 * giga, mebi = 1 << 20;

/// Rates in units of 0.1 TFLOP/s, bandwidth and link in GB/s, memory in GB, cache in MiB; 0 is not published.
device made(const char* name, const char* title, const std::array<int, 5>& rates, int bandwidth, int memory, int cache,
            int link, const char* source) {
  device out{name, title, {}, bandwidth * giga, memory * giga, {}, {}, source, {}};
  for (std::size_t i = 0; i < rates.size(); ++i)
    if (rates[i] > 0) out.peaks[i] = rates[i] * (tera / 10);
  if (cache > 0) out.cache = cache * mebi;
  if (link > 0) out.link = link * giga;
  return out;
}

device apple(const char* name, const char* title, int bandwidth, int memory, const char* source) {
  return made(name, title, {}, bandwidth, memory, 0, 0, source);
}

/// One core with two units of 512 bits for fused multiply-adds: 32 FLOP a cycle in f64, 64 in f32.
device avx512_core() {
  constexpr integer clock = 2 * giga;
  device out{"avx512-core",
             "one core with AVX-512, two fused multiply-add units",
             {},
             25'600'000'000,
             64 * giga,
             mebi,
             {},
             "Intel 64 and IA-32 Optimization Reference Manual (Skylake server: two 512-bit units, 1 MiB of L2); "
             "assumed are 2 GHz, one channel of DDR4-3200 and 64 GB",
             {}};
  out.peaks[static_cast<std::size_t>(number_format::f64)] = 32 * clock;
  out.peaks[static_cast<std::size_t>(number_format::f32)] = 64 * clock;
  return out;
}

const std::vector<device>& presets() {
  constexpr auto a100 = "NVIDIA A100 Tensor Core GPU datasheet; L2: A100 architecture whitepaper; link: NVLink";
  constexpr auto h100 =
      "NVIDIA H100 Tensor Core GPU architecture whitepaper; bandwidth: H100 datasheet; link: NVLink of SXM, PCIe Gen5 "
      "x16 of PCIe";
  static const std::vector<device> all{
      made("a100-40", "NVIDIA A100 SXM 40 GB", {195, 195, 3120, 3120, 0}, 1555, 40, 40, 300, a100),
      made("a100-80", "NVIDIA A100 SXM 80 GB", {195, 195, 3120, 3120, 0}, 2039, 80, 40, 300, a100),
      made("h100-sxm", "NVIDIA H100 SXM", {669, 669, 9894, 9894, 19789}, 3350, 80, 50, 450, h100),
      made("h100-pcie", "NVIDIA H100 PCIe", {512, 512, 7560, 7560, 15130}, 2000, 80, 50, 64, h100),
      made("h200", "NVIDIA H200 SXM", {670, 670, 9895, 9895, 19790}, 4800, 141, 50, 450,
           "NVIDIA H200 Tensor Core GPU datasheet; link: NVLink"),
      made("b200", "NVIDIA B200, one of the eight of a DGX B200", {400, 800, 22500, 22500, 45000}, 8000, 180, 0, 900,
           "NVIDIA Blackwell architecture technical brief; memory and bandwidth: DGX B200 datasheet, by 8; link: "
           "NVLink"),
      made("l4", "NVIDIA L4", {0, 303, 1210, 1210, 2425}, 300, 24, 48, 32,
           "NVIDIA L4 Tensor Core GPU datasheet; link: PCIe Gen4 x16"),
      made("rtx-4090", "NVIDIA GeForce RTX 4090", {0, 826, 1652, 1652, 3303}, 1008, 24, 72, 32,
           "NVIDIA Ada GPU architecture whitepaper, rates with FP32 accumulate; link: PCIe Gen4 x16"),
      made("mi300x", "AMD Instinct MI300X", {1634, 1634, 13074, 13074, 26149}, 5300, 192, 256, 448,
           "AMD Instinct MI300X data sheet; link: 7 of Infinity Fabric"),
      made("tpu-v5e", "Google Cloud TPU v5e, one chip", {0, 0, 1970, 0, 0}, 819, 16, 0, 200,
           "https://cloud.google.com/tpu/docs/v5e; link: ICI"),
      made("tpu-v5p", "Google Cloud TPU v5p, one chip", {0, 0, 4590, 0, 0}, 2765, 95, 0, 600,
           "https://cloud.google.com/tpu/docs/v5p; link: ICI"),
      apple("apple-m1-pro", "Apple M1 Pro", 200, 32, "Apple newsroom, October 2021"),
      apple("apple-m1-max", "Apple M1 Max", 400, 64, "Apple newsroom, October 2021"),
      apple("apple-m1-ultra", "Apple M1 Ultra", 800, 128, "Apple newsroom, March 2022"),
      apple("apple-m2", "Apple M2", 100, 24, "Apple newsroom, June 2022"),
      apple("apple-m2-pro", "Apple M2 Pro", 200, 32, "Apple newsroom, January 2023"),
      apple("apple-m2-max", "Apple M2 Max", 400, 96, "Apple newsroom, January 2023"),
      apple("apple-m2-ultra", "Apple M2 Ultra", 800, 192, "Apple newsroom, June 2023"),
      apple("apple-m3-max", "Apple M3 Max", 400, 128, "Apple newsroom and technical specifications, October 2023"),
      apple("apple-m4", "Apple M4", 120, 32, "Apple newsroom, October 2024"),
      apple("apple-m4-pro", "Apple M4 Pro", 273, 64, "Apple newsroom, October 2024"),
      apple("apple-m4-max", "Apple M4 Max", 546, 128, "Apple newsroom, October 2024"),
      avx512_core()};
  return all;
}

}  // namespace

std::span<const device> devices() { return presets(); }

device chosen_device(const std::string& word) {
  if (word.find('/') != std::string::npos || word.ends_with(".toml")) return read_device(word);
  std::vector<std::string_view> names;
  for (const device& one : devices()) {
    if (one.name == word) return one;
    names.push_back(one.name);
  }
  std::string advice = did_you_mean(word, names);
  std::erase_if(names, [&](std::string_view name) { return word.empty() || !name.starts_with(word); });
  if (!names.empty()) advice = ", as " + listed(names);
  throw failure{"UNKNOWN-HARDWARE", "--hardware",
                in_quotes(word) + "; expected a preset" + advice +
                    "; see conform list hardware, or write ./FILE.toml for a file"};
}

}  // namespace conform::analyzer
