// The largest value of windows of plain maps and volumes; ties, NaN and places are libtorch's to the bit.
#include "torch_pool.h"

#include <limits>

#include <torch/version.h>

namespace medtrain {

using at::IntArrayRef;
using at::Tensor;

#if defined(__x86_64__)
namespace {

// The values of a window by their place on the map: kSide × kSide of them, in a volume kSide of these. A place in the padding is told as its
// neighbour within the window, which changes nothing.
template <int kSide, int kDepth>
struct Taps {
  static constexpr int kCount = kDepth * kSide * kSide;
  int32_t place[kCount];

  Taps(const Windows& w, int64_t oz, int64_t oy, int64_t ox) {
    const auto within = [](int64_t number, const Range& range) { return std::clamp(number, range.begin, range.end - 1); };
    const auto planes = w.z.inside(oz), rows = w.y.inside(oy), columns = w.x.inside(ox);
    for (int64_t tap = 0; tap < kCount; ++tap) {
      const auto plane = w.z.start(oz) + within(tap / (kSide * kSide), planes), row = w.y.start(oy) + within(tap / kSide % kSide, rows);
      const auto column = w.x.start(ox) + within(tap % kSide, columns);
      place[tap] = static_cast<int32_t>((plane * w.y.size + row) * w.x.size + column);
    }
  }
};

// Of one window.
template <typename Places>
void largest_of(const float* map, const Places& taps, float* y, int64_t* place) {
  int32_t at = taps.place[0];
  for (int tap = 1; tap < Places::kCount; ++tap) {
    const float value = map[taps.place[tap]];
    if (value > map[at] || value != value) at = taps.place[tap];
  }
  *y = map[at];
  *place = at;
}

// Of eight windows and more; the last eight may repeat some of those before.
template <int kStep, typename Places>
MEDTRAIN_AVX2 void largest_of(const float* map, const Places& taps, int64_t count, float* y, int64_t* places) {
  const __m256i steps = _mm256_setr_epi32(0, kStep, 2 * kStep, 3 * kStep, 4 * kStep, 5 * kStep, 6 * kStep, 7 * kStep);
  for (int64_t window = 0; window < count; window += kLanes) {
    const auto i = std::min(window, count - kLanes);
    const auto* const from = map + i * kStep;
    __m256 best = load<kStep>(from + taps.place[0]);
    __m256 which = _mm256_castsi256_ps(_mm256_set1_epi32(taps.place[0]));
    for (int tap = 1; tap < Places::kCount; ++tap) {
      const __m256 value = load<kStep>(from + taps.place[tap]);
      const __m256 more = _mm256_or_ps(_mm256_cmp_ps(value, best, _CMP_GT_OQ), _mm256_cmp_ps(value, value, _CMP_UNORD_Q));
      best = _mm256_blendv_ps(best, value, more);
      which = _mm256_blendv_ps(which, _mm256_castsi256_ps(_mm256_set1_epi32(taps.place[tap])), more);
    }
    _mm256_storeu_ps(y + i, best);
    const __m256i moved = _mm256_add_epi32(steps, _mm256_set1_epi32(static_cast<int32_t>(i * kStep)));
    const __m256i at = _mm256_add_epi32(_mm256_castps_si256(which), moved);
    auto* const to = reinterpret_cast<__m256i*>(places + i);
    _mm256_storeu_si256(to, _mm256_cvtepi32_epi64(_mm256_castsi256_si128(at)));
    _mm256_storeu_si256(to + 1, _mm256_cvtepi32_epi64(_mm256_extracti128_si256(at, 1)));
  }
}

template <int kSide, int kDepth>
void find_largest(const Windows& w, const float* x, float* y, int64_t* places) {
  w.each_row([&](int64_t map, int64_t oz, int64_t oy) {
    const auto* from = x + map * w.inputs();
    const auto row = map * w.outputs() + (oz * w.y.outputs + oy) * w.x.outputs;
    w.along_row([&](int64_t ox, int64_t count) {
      const Taps<kSide, kDepth> taps(w, oz, oy, ox);
      if (count == 1) largest_of(from, taps, y + row + ox, places + row + ox);
      else if (w.x.stride == 1) largest_of<1>(from, taps, count, y + row + ox, places + row + ox);
      else largest_of<2>(from, taps, count, y + row + ox, places + row + ox);
    });
  });
}

// The largest values and their places; nothing where libtorch has to do it.
c10::optional<std::tuple<Tensor, Tensor>> largest(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding,
                                                  IntArrayRef dilation, bool ceil_mode) {
  const auto w = windows_over(x, kernel, stride, padding, ceil_mode);
  const bool near = std::all_of(dilation.begin(), dilation.end(), [](int64_t step) { return step == 1; });
  const bool volume = x.dim() == 5;
  const auto side = w && near && w->y.kernel == w->x.kernel && (!volume || w->z.kernel == w->x.kernel) ? w->x.kernel : 0;
  if ((side != 2 && side != 3) || w->inputs() > std::numeric_limits<int32_t>::max()) return {};
  auto values = maps_of(*w, x, at::kFloat), places = maps_of(*w, x, at::kLong);
  const auto* const from = x.data_ptr<float>();
  auto* const to = values.data_ptr<float>();
  auto* const which = places.data_ptr<int64_t>();
  if (side == 2 && !volume) find_largest<2, 1>(*w, from, to, which);
  else if (side == 2) find_largest<2, 2>(*w, from, to, which);
  else if (!volume) find_largest<3, 1>(*w, from, to, which);
  else find_largest<3, 3>(*w, from, to, which);
  return std::make_tuple(values, places);
}

std::tuple<Tensor, Tensor> max_pool2d_with_indices(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding,
                                                   IntArrayRef dilation, bool ceil_mode) {
  const auto found = largest(x, kernel, stride, padding, dilation, ceil_mode);
  return found ? *found : at::cpu::max_pool2d_with_indices(x, kernel, stride, padding, dilation, ceil_mode);
}

}  // namespace
#endif

std::tuple<Tensor, Tensor> max_pool_of_volumes(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding,
                                               IntArrayRef dilation, bool ceil_mode) {
#if defined(__x86_64__)
  if (const auto found = largest(x, kernel, stride, padding, dilation, ceil_mode)) return *found;
#endif
  return at::cpu::max_pool3d_with_indices(x, kernel, stride, padding, dilation, ceil_mode);
}

}  // namespace medtrain

#if defined(__x86_64__)
TORCH_LIBRARY_IMPL(aten, CPU, library) {
  medtrain::adopt_thread();  // libtorch warns that kernels of its own are replaced, which is meant here; nobody reads warnings yet
  library.impl("max_pool2d_with_indices", &medtrain::max_pool2d_with_indices);
#if TORCH_VERSION_MAJOR > 1  // before, torch_bfloat16.cpp registers it
  library.impl("max_pool3d_with_indices", &medtrain::max_pool_of_volumes);
#endif
}
#endif
