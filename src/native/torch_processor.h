// What the processor can do.
#pragma once

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
#else
inline bool has_avx512() { return false; }
inline bool has_avx2() { return false; }
#endif

}  // namespace medtrain
