// The mean of windows of plain maps, and its gradient; libtorch's to the bit.
#include "torch_pool.h"

#if defined(__x86_64__)
#include <vector>

namespace medtrain {
namespace {

using at::IntArrayRef;
using at::Tensor;
using OptionalNumber = c10::optional<int64_t>;

// By what a window's sum is divided.
struct Divisor {
  bool counts_padding;
  OptionalNumber given;

  float of(const Windows& w, int64_t oy, int64_t ox) const {
    if (given) return static_cast<float>(*given);
    return static_cast<float>(counts_padding ? w.y.kernel * w.x.kernel : w.y.inside(oy).count() * w.x.inside(ox).count());
  }
};

// A window's places on the map.
struct Patch {
  const float* corner;
  int64_t pitch;
  Range rows, columns;

  // Of one window.
  float sum() const {
    float total = 0;
    for (auto ky = rows.begin; ky < rows.end; ++ky) {
      for (auto kx = columns.begin; kx < columns.end; ++kx) total += corner[ky * pitch + kx];
    }
    return total;
  }
};

// Of eight windows and more, the first of which is given; the last eight may repeat some of those before.
template <int kStep>
MEDTRAIN_AVX2 void mean_of(const Patch& patch, int64_t count, float divisor, float* y) {
  for (int64_t window = 0; window < count; window += kLanes) {
    const auto i = std::min(window, count - kLanes);
    __m256 sum = _mm256_setzero_ps();
    for (auto ky = patch.rows.begin; ky < patch.rows.end; ++ky) {
      const auto* const row = patch.corner + ky * patch.pitch + i * kStep;
      for (auto kx = patch.columns.begin; kx < patch.columns.end; ++kx) sum = _mm256_add_ps(sum, load<kStep>(row + kx));
    }
    _mm256_storeu_ps(y + i, _mm256_div_ps(sum, _mm256_set1_ps(divisor)));
  }
}

Tensor avg_pool2d(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding, bool ceil_mode, bool count_include_pad,
                  OptionalNumber divisor_override) {
  const auto w = windows_over(x, kernel, stride, padding, ceil_mode);
  if (!w || x.dim() != 4 || divisor_override == 0) return at::cpu::avg_pool2d(x, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override);
  auto means = maps_of(*w, x, at::kFloat);
  const Divisor divisor{count_include_pad, divisor_override};
  const auto *const from = x.data_ptr<float>();
  auto* const y = means.data_ptr<float>();
  w->each_row([&](int64_t map, int64_t, int64_t oy) {
    auto* const row = y + map * w->outputs() + oy * w->x.outputs;
    w->along_row([&](int64_t ox, int64_t count) {
      const auto* const corner = from + map * w->inputs() + w->y.start(oy) * w->x.size + w->x.start(ox);
      const Patch patch{corner, w->x.size, w->y.inside(oy), w->x.inside(ox)};
      const auto by = divisor.of(*w, oy, ox);
      if (count == 1) row[ox] = patch.sum() / by;
      else if (w->x.stride == 1) mean_of<1>(patch, count, by, row + ox);
      else mean_of<2>(patch, count, by, row + ox);
    });
  });
  return means;
}

// Adds shares to every kStep-th value.
template <int kStep>
MEDTRAIN_AVX2 void add_shares(const float* shares, int64_t count, float* __restrict to) {
  for (int64_t i = 0; i < count; ++i) to[i * kStep] += shares[i];
}

// Gives each window's gradient in equal shares to its values.
void share_out(const Windows& w, const Divisor& divisor, const float* dy, float* dx) {
  std::fill_n(dx, w.inputs(), 0.0f);
  std::vector<float> shares(w.x.outputs);
  for (int64_t oy = 0; oy < w.y.outputs; ++oy, dy += w.x.outputs) {
    for (int64_t ox = 0; ox < w.x.outputs; ++ox) shares[ox] = dy[ox] / divisor.of(w, oy, ox);
    const auto rows = w.y.inside(oy);
    for (auto ky = rows.begin; ky < rows.end; ++ky) {
      auto* const row = dx + (w.y.start(oy) + ky) * w.x.size;
      for (auto kx = w.x.kernel - 1; kx >= 0; --kx) {  // from behind: a value gets its shares in the windows' order
        const Axis tap{w.x.size, w.x.outputs, 1, w.x.stride, w.x.padding - kx};
        const auto first = tap.padding > 0 ? (tap.padding + tap.stride - 1) / tap.stride : 0;
        const auto end = std::min(tap.outputs, (tap.size - 1 + tap.padding + tap.stride) / tap.stride);
        auto* const to = row + tap.start(first);
        if (w.x.stride == 1) add_shares<1>(shares.data() + first, end - first, to);
        else add_shares<2>(shares.data() + first, end - first, to);
      }
    }
  }
}

Tensor avg_pool2d_backward(const Tensor& gradient, const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding, bool ceil_mode,
                           bool count_include_pad, OptionalNumber divisor_override) {
  const auto w = windows_over(x, kernel, stride, padding, ceil_mode);
  if (!w || x.dim() != 4 || divisor_override == 0 || gradient.scalar_type() != at::kFloat || gradient.dim() != 4 || gradient.numel() != w->maps * w->outputs()) {
    return at::cpu::avg_pool2d_backward(gradient, x, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override);
  }
  const auto plain = gradient.contiguous();
  auto result = at::empty_like(x, at::MemoryFormat::Contiguous);
  const Divisor divisor{count_include_pad, divisor_override};
  const auto* const dy = plain.data_ptr<float>();
  auto* const dx = result.data_ptr<float>();
  at::parallel_for(0, w->maps, 1, [&](int64_t begin, int64_t end) {
    for (auto map = begin; map < end; ++map) share_out(*w, divisor, dy + map * w->outputs(), dx + map * w->inputs());
  });
  return result;
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_IMPL(aten, CPU, library) {
  medtrain::adopt_thread();  // libtorch warns that kernels of its own are replaced, which is meant here; nobody reads warnings yet
  library.impl("avg_pool2d", &medtrain::avg_pool2d);
  library.impl("avg_pool2d_backward", &medtrain::avg_pool2d_backward);
}
#endif
