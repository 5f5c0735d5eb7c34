// What the processor can do.
#pragma once

#if defined(__x86_64__)
#include <cpuid.h>

#define MEDTRAIN_AVX2 __attribute__((target("avx2,fma")))
#endif

namespace medtrain {

#if defined(__x86_64__)
// With what oneDNN convolves fast and, as libtorch itself decides, computes in bfloat16 at all.
inline bool has_avx512() {
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                          __builtin_cpu_supports("avx512dq");
  return has;
}

inline bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has;
}
// Products of bfloat16 pairs in AVX-512, and no larger ones (AMX), with which oneDNN is faster.
inline bool has_bf16_products() {
  static const bool has = [] {
    unsigned a = 0, b = 0, c = 0, d = 0;
    const bool has_amx = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & (1u << 22)) != 0;
    return has_avx512() && __builtin_cpu_supports("avx512bf16") && !has_amx;
  }();
  return has;
}
#else
inline bool has_bf16_products() { return false; }
inline bool has_avx512() { return false; }
inline bool has_avx2() { return false; }
#endif

}  // namespace medtrain
