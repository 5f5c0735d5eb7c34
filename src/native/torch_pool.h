// Windows that move over plain maps (channels outermost in memory) in float32, for pooling on the CPU. libtorch walks such maps window by
// window; here eight windows of a row are done side by side.
#pragma once
#include "torch_door.h"
#include "torch_processor.h"

#include <algorithm>

#include <ATen/CPUFunctions.h>
#include <ATen/Parallel.h>
#include <torch/library.h>

namespace medtrain {

// libtorch's max_pool3d_with_indices, faster where it can be.
std::tuple<at::Tensor, at::Tensor> max_pool_of_volumes(const at::Tensor& x, at::IntArrayRef kernel, at::IntArrayRef stride,
                                                       at::IntArrayRef padding, at::IntArrayRef dilation, bool ceil_mode);

}  // namespace medtrain

#if defined(__x86_64__)
#include <immintrin.h>

#if AT_PARALLEL_OPENMP && !defined(_OPENMP)
#error "without -fopenmp at::parallel_for runs on one thread"
#endif

namespace medtrain {

constexpr int64_t kLanes = 8;

struct Range {
  int64_t begin, end;
  int64_t count() const { return end - begin; }
};

// One axis: where the windows of the outputs lie on it.
struct Axis {
  int64_t size, outputs, kernel, stride, padding;

  // The first place of a window; below zero in the padding.
  int64_t start(int64_t output) const { return output * stride - padding; }

  // Which places of a window are on the map.
  Range inside(int64_t output) const { return {std::max<int64_t>(0, -start(output)), std::min(kernel, size - start(output))}; }

  // The outputs whose window is on the map as a whole.
  Range whole() const {
    const auto first = std::clamp<int64_t>((padding + stride - 1) / stride, 0, outputs), room = size + padding - kernel;
    return {first, room < 0 ? first : std::max(first, std::min(outputs, room / stride + 1))};
  }
};

// Windows that move over plain maps [N, C, H, W], or volumes [N, C, D, H, W].
struct Windows {
  Axis z, y, x;
  int64_t maps;

  int64_t inputs() const { return z.size * y.size * x.size; }
  int64_t outputs() const { return z.outputs * y.outputs * x.outputs; }

  // Calls row(map, oz, oy) for every row of outputs, on all threads.
  template <typename Row>
  void each_row(const Row& row) const {
    at::parallel_for(0, maps * z.outputs * y.outputs, 1, [&](int64_t begin, int64_t end) {
      for (auto i = begin; i < end; ++i) row(i / y.outputs / z.outputs, i / y.outputs % z.outputs, i % y.outputs);
    });
  }

  // Calls some(ox, count) along a row of outputs: eight and more windows that lie on the map as a whole together, the others one by one.
  template <typename Some>
  void along_row(const Some& some) const {
    const auto whole = x.whole();
    for (int64_t ox = 0; ox < x.outputs;) {
      const auto count = ox == whole.begin && whole.count() >= kLanes ? whole.count() : 1;
      some(ox, count);
      ox += count;
    }
  }
};

// None where libtorch has to do it, errors among them.
inline c10::optional<Windows> windows_over(const at::Tensor& x, at::IntArrayRef kernel, at::IntArrayRef stride, at::IntArrayRef padding,
                                            bool ceil_mode) {
  const auto axes = static_cast<size_t>(x.dim() - 2);
  const auto fits = [&](at::IntArrayRef numbers) { return numbers.size() == 1 || numbers.size() == axes; };
  if (!has_avx2() || ceil_mode || (axes != 2 && axes != 3) || x.numel() == 0 || x.scalar_type() != at::kFloat || x.is_neg() ||
      !x.is_contiguous() || !fits(kernel) || !fits(padding) || (!stride.empty() && !fits(stride))) {
    return {};
  }
  const auto axis = [&](size_t number) {
    const auto of = [&](at::IntArrayRef numbers) { return numbers.size() == 1 ? numbers[0] : numbers[number]; };
    Axis one{x.size(static_cast<int64_t>(number) + 2), 0, of(kernel), of(stride.empty() ? kernel : stride), of(padding)};
    const auto room = one.size + 2 * one.padding - one.kernel;
    if (one.kernel > 0 && one.stride > 0 && one.padding >= 0 && 2 * one.padding <= one.kernel && room >= 0) {
      one.outputs = room / one.stride + 1;
    }
    return one;
  };
  const Axis flat{1, 1, 1, 1, 0};
  const Windows w{axes == 3 ? axis(0) : flat, axis(axes - 2), axis(axes - 1), x.size(0) * x.size(1)};
  return w.outputs() > 0 && w.x.stride <= 2 ? c10::optional<Windows>(w) : c10::nullopt;
}

inline at::Tensor maps_of(const Windows& w, const at::Tensor& like, at::ScalarType type) {
  auto sizes = like.sizes().vec();
  sizes[sizes.size() - 1] = w.x.outputs;
  sizes[sizes.size() - 2] = w.y.outputs;
  if (sizes.size() == 5) sizes[2] = w.z.outputs;
  return at::empty(sizes, like.options().dtype(type));
}

// Eight values kStep apart.
template <int kStep>
MEDTRAIN_AVX2 inline __m256 load(const float* from) {
  if constexpr (kStep == 1) return _mm256_loadu_ps(from);
  // Both halves share a value, so that none beyond the last is read.
  const __m256 low = _mm256_loadu_ps(from), high = _mm256_loadu_ps(from + kLanes - 1);
  const __m256d mixed = _mm256_castps_pd(_mm256_shuffle_ps(low, high, _MM_SHUFFLE(3, 1, 2, 0)));
  return _mm256_castpd_ps(_mm256_permute4x64_pd(mixed, _MM_SHUFFLE(3, 1, 2, 0)));
}

}  // namespace medtrain
#endif
