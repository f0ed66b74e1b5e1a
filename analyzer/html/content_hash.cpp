#include "html/content_hash.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace conform::analyzer {
namespace {

using word = std::uint32_t;

/// The first 32 bits of the fraction of the root of a prime: constants of FIPS 180-4, 4.2.2 and 5.3.3. Bit by bit, in
/// whole numbers: the largest x with x^power <= prime * 2^(32 * power).
constexpr word root_fraction(unsigned prime, int power) {
  __extension__ typedef unsigned __int128 natural;
  natural root = 0;
  for (int bit = 36; bit >= 0; --bit) {
    const natural next = root | natural{1} << bit;
    natural product = next;
    for (int i = 1; i < power; ++i) product *= next;
    if (product <= natural{prime} << (32 * power)) root = next;
  }
  return static_cast<word>(root);
}

template <std::size_t Count>
constexpr std::array<word, Count> root_fractions(int power) {
  std::array<word, Count> out{};
  std::size_t found = 0;
  for (unsigned n = 2; found < Count; ++n) {
    bool prime = true;
    for (unsigned d = 2; d * d <= n; ++d) prime = prime && n % d != 0;
    if (prime) out[found++] = root_fraction(n, power);
  }
  return out;
}

constexpr std::array<word, 64> round_constants = root_fractions<64>(3);
constexpr std::array<word, 8> first_state = root_fractions<8>(2);

/// FIPS 180-4, 6.2.2: one block of 64 bytes.
void add_block(std::array<word, 8>& state, std::string_view block) {
  std::array<word, 64> w{};
  for (std::size_t i = 0; i < block.size(); ++i) w[i / 4] = w[i / 4] << 8 | static_cast<unsigned char>(block[i]);
  for (std::size_t t = 16; t < 64; ++t) {
    const word small0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ w[t - 15] >> 3;
    const word small1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ w[t - 2] >> 10;
    w[t] = small1 + w[t - 7] + small0 + w[t - 16];
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t t = 0; t < 64; ++t) {
    const word large1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const word first = h + large1 + ((e & f) ^ (~e & g)) + round_constants[t] + w[t];
    const word large0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const word second = large0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + second;
  }
  const std::array<word, 8> added{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += added[i];
}

std::string sha256(std::string_view content) {
  std::string padded{content};
  padded += '\x80';
  while (padded.size() % 64 != 56) padded += '\0';
  for (int shift = 56; shift >= 0; shift -= 8)
    padded += static_cast<char>(std::uint64_t{content.size()} * 8 >> shift & 0xFF);
  std::array<word, 8> state = first_state;
  for (std::size_t at = 0; at < padded.size(); at += 64) add_block(state, std::string_view{padded}.substr(at, 64));
  std::string out;
  for (const word w : state)
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(w >> shift & 0xFF);
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    word three = 0;
    for (std::size_t i = 0; i < 3; ++i)
      three = three << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += at + i > bytes.size() ? '=' : digits[three >> (18 - 6 * i) & 63];
  }
  return out;
}

}  // namespace

std::string content_hash(std::string_view content) { return "'sha256-" + base64(sha256(content)) + "'"; }

}  // namespace conform::analyzer
