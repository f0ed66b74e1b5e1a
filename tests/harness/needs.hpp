#pragma once
// needs<expected>(array): a tiny refusing operation, so that the harness is tested without the library it tests.

template <int Expected, int Found>
struct sizes_differ;

template <int Expected, int Found, class Why = sizes_differ<Expected, Found>>
  requires(Expected != Found)
Why needs(const int (&)[Found]);

template <int Expected, int Found>
  requires(Expected == Found)
int needs(const int (&)[Found]) { return Found; }
