// The mean of windows of plain maps, and its gradient in both orders of memory; libtorch's to the bit.
#include "torch_maps.h"
#include "torch_pool.h"

#if defined(__x86_64__)

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
        const Axis tap{w.x.size, w.x.outputs, 1, w.x.stride, w.x.padding - kx};  // windows of this place alone
        const auto reached = tap.whole();
        auto* const to = row + tap.start(reached.begin);
        if (w.x.stride == 1) add_shares<1>(shares.data() + reached.begin, reached.count(), to);
        else add_shares<2>(shares.data() + reached.begin, reached.count(), to);
      }
    }
  }
}

bool has_sizes(const Tensor& gradient, const Tensor& x, int64_t height, int64_t width) {
  return gradient.dim() == 4 && gradient.scalar_type() == x.scalar_type() && gradient.device().is_cpu() && gradient.size(0) == x.size(0) &&
         gradient.size(1) == x.size(1) && gradient.size(2) == height && gradient.size(3) == width;
}

Tensor shares_of_plain(const Tensor& gradient, const Windows& w, const Divisor& divisor, const Tensor& x) {
  const auto plain = gradient.contiguous();
  auto result = at::empty_like(x, at::MemoryFormat::Contiguous);
  const auto* const dy = plain.data_ptr<float>();
  auto* const dx = result.data_ptr<float>();
  at::parallel_for(0, w.maps, 1, [&](int64_t begin, int64_t end) {
    for (auto map = begin; map < end; ++map) share_out(w, divisor, dy + map * w.outputs(), dx + map * w.inputs());
  });
  return result;
}

// ---- channels last, windows side by side: the pixels of a window all get the same ----

template <typename T, typename Stored = typename T::Stored>
MEDTRAIN_VECTORS void divide(const Stored* __restrict dy, int64_t count, float divisor, Stored* __restrict dx) {
  for (int64_t i = 0; i < count; ++i) dx[i] = T::store(T::load(dy[i]) / divisor);
}

// Whether the windows lie side by side on maps with channels last; the sizes of a window are then given.
bool side_by_side(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding, int64_t& rows, int64_t& columns) {
  const auto type = x.scalar_type();
  if (x.dim() != 4 || x.numel() == 0 || (type != at::kFloat && type != at::kBFloat16) || x.is_neg() || x.is_contiguous() ||
      !x.is_contiguous(at::MemoryFormat::ChannelsLast) || kernel.empty() || (!stride.empty() && stride != kernel) ||
      std::any_of(padding.begin(), padding.end(), [](int64_t count) { return count != 0; })) {
    return false;
  }
  rows = kernel[0], columns = kernel[kernel.size() - 1];
  return rows > 0 && columns > 0 && rows <= x.size(2) && columns <= x.size(3);
}

// One row of windows: the first row of their pixels is computed, the others are copies of it. Pixels of no window get nothing.
template <typename T, typename Stored = typename T::Stored>
void share_row(const Stored* dy, int64_t channels, int64_t width, int64_t rows, int64_t columns, float divisor, Stored* dx) {
  const auto windows = width / columns;
  for (int64_t ox = 0; ox < windows; ++ox) {
    auto* const first = dx + ox * columns * channels;
    divide<T>(dy + ox * channels, channels, divisor, first);
    for (int64_t kx = 1; kx < columns; ++kx) std::copy_n(first, channels, first + kx * channels);
  }
  std::fill(dx + windows * columns * channels, dx + width * channels, Stored(0));
  for (int64_t ky = 1; ky < rows; ++ky) std::copy_n(dx, width * channels, dx + ky * width * channels);
}

template <typename T, typename Stored = typename T::Stored>
Tensor shares_of_channels(const Tensor& gradient, const Tensor& x, int64_t rows, int64_t columns, float divisor) {
  const auto last = gradient.contiguous(at::MemoryFormat::ChannelsLast);
  auto result = at::empty_like(x, at::MemoryFormat::ChannelsLast);
  const auto channels = x.size(1), height = x.size(2), width = x.size(3), windows = height / rows;
  const auto* const dy = static_cast<const Stored*>(last.data_ptr());
  auto* const dx = static_cast<Stored*>(result.data_ptr());
  at::parallel_for(0, x.size(0) * windows, 1, [&](int64_t begin, int64_t end) {
    for (auto i = begin; i < end; ++i) {
      const auto sample = i / windows, oy = i % windows;
      auto* const map = dx + sample * height * width * channels;
      share_row<T>(dy + i * (width / columns) * channels, channels, width, rows, columns, divisor, map + oy * rows * width * channels);
      if (oy == windows - 1) std::fill(map + windows * rows * width * channels, map + height * width * channels, Stored(0));
    }
  });
  return result;
}

Tensor avg_pool2d_backward(const Tensor& gradient, const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding, bool ceil_mode,
                           bool count_include_pad, OptionalNumber divisor_override) {
  int64_t rows = 0, columns = 0;
  if (divisor_override != 0 && !ceil_mode && side_by_side(x, kernel, stride, padding, rows, columns) &&
      has_sizes(gradient, x, x.size(2) / rows, x.size(3) / columns)) {
    const auto divisor = static_cast<float>(divisor_override.value_or(rows * columns));
    return x.scalar_type() == at::kFloat ? shares_of_channels<Plain<float>>(gradient, x, rows, columns, divisor)
                                         : shares_of_channels<BFloat>(gradient, x, rows, columns, divisor);
  }
  const auto w = divisor_override != 0 && x.dim() == 4 ? windows_over(x, kernel, stride, padding, ceil_mode) : c10::nullopt;
  return w && has_sizes(gradient, x, w->y.outputs, w->x.outputs)
             ? shares_of_plain(gradient, *w, {count_include_pad, divisor_override}, x)
             : at::cpu::avg_pool2d_backward(gradient, x, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override);
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_IMPL(aten, CPU, library) {
  medtrain::adopt_thread();  // libtorch warns that kernels of its own are replaced, which is meant here; nobody reads warnings yet
  library.impl("avg_pool2d", &medtrain::avg_pool2d);
  library.impl("avg_pool2d_backward", &medtrain::avg_pool2d_backward);
}
#endif
