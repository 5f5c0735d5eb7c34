#if defined(__x86_64__)
#include "torch_conv3d_rows.h"
#include "torch_processor.h"

#include <immintrin.h>

#include <algorithm>
#include <vector>

#include <ATen/Parallel.h>

namespace medtrain {
namespace {

using at::Tensor;

constexpr int64_t kLanes = 8;
constexpr int64_t kLeastRow = 12;  // voxels: shorter rows waste lanes
constexpr int64_t kMostInputs = 8;  // channels: more are faster voxel by voxel

// Lanes of the last, partly filled vector of a row.
MEDTRAIN_AVX2 __m256i lanes(int64_t count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

MEDTRAIN_AVX2 double total(__m256 v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

// Planes of `rows` × `width` voxels; `x` is wider by the kernel's reach.
struct Plane {
  int64_t rows, width, x_stride, dy_channel;
};

// Adds sum(dy[o] * x shifted by k) over a plane to to[o * to_channel + k] for O channels and K neighbouring taps.
template <int O, int K>
MEDTRAIN_AVX2 void add_sums(const Plane& plane, const float* x, const float* dy, double* to, int64_t to_channel) {
  __m256 sums[O][K];
  for (auto& row : sums) {
    for (auto& sum : row) sum = _mm256_setzero_ps();
  }
  const int64_t whole = plane.width / kLanes * kLanes;
  const __m256i rest = lanes(plane.width - whole);
  for (int64_t h = 0; h < plane.rows; ++h, x += plane.x_stride, dy += plane.width) {
    for (int64_t w = 0; w < whole; w += kLanes) {
      __m256 shifted[K];
      for (int k = 0; k < K; ++k) shifted[k] = _mm256_loadu_ps(x + w + k);
      for (int o = 0; o < O; ++o) {
        const __m256 gradient = _mm256_loadu_ps(dy + o * plane.dy_channel + w);
        for (int k = 0; k < K; ++k) sums[o][k] = _mm256_fmadd_ps(gradient, shifted[k], sums[o][k]);
      }
    }
    if (whole == plane.width) continue;
    for (int o = 0; o < O; ++o) {
      const __m256 gradient = _mm256_maskload_ps(dy + o * plane.dy_channel + whole, rest);
      for (int k = 0; k < K; ++k) sums[o][k] = _mm256_fmadd_ps(gradient, _mm256_maskload_ps(x + whole + k, rest), sums[o][k]);
    }
  }
  for (int o = 0; o < O; ++o) {
    for (int k = 0; k < K; ++k) to[o * to_channel + k] += total(sums[o][k]);
  }
}

template <int O>
void add_taps(const Plane& plane, const float* x, const float* dy, double* to, int64_t to_channel, int64_t taps) {
  int64_t k = 0;
  for (; k + 3 <= taps; k += 3) add_sums<O, 3>(plane, x + k, dy, to + k, to_channel);
  for (; k < taps; ++k) add_sums<O, 1>(plane, x + k, dy, to + k, to_channel);
}

void add_channels(const Plane& plane, const float* x, const float* dy, double* to, int64_t to_channel, int64_t taps, int64_t channels) {
  int64_t o = 0;
  for (; o + 4 <= channels; o += 4) add_taps<4>(plane, x, dy + o * plane.dy_channel, to + o * to_channel, to_channel, taps);
  for (; o < channels; ++o) add_taps<1>(plane, x, dy + o * plane.dy_channel, to + o * to_channel, to_channel, taps);
}

}  // namespace

bool suits_rows(const Tensor& dy, const Tensor& x, const Tensor& weight, const Window& window) {
  return has_avx2() && x.dim() == 5 && weight.dim() == 5 && dy.dim() == 5 && x.scalar_type() == at::kFloat && window.is_plain() &&
         all_ones(window.stride) && weight.size(4) >= 3 && dy.size(4) >= kLeastRow &&
         weight.size(1) <= kMostInputs && dy.numel() > 0;
}

Tensor weight_gradient_by_rows(const Tensor& given_dy, const Tensor& given_x, const Tensor& weight, const Window& window) {
  const auto dy = given_dy.contiguous();
  const auto p = [&](size_t axis) { return window.padding[window.padding.size() == 1 ? 0 : axis]; };
  const auto x = at::constant_pad_nd(given_x.contiguous(), {p(2), p(2), p(1), p(1), p(0), p(0)}).contiguous();
  const int64_t outputs = weight.size(0), inputs = weight.size(1), kd = weight.size(2), kh = weight.size(3), kw = weight.size(4);
  const int64_t depth = dy.size(2), rows = dy.size(3), width = dy.size(4);
  const Plane plane{rows, width, x.size(4), depth * rows * width};
  const int64_t x_plane = x.size(3) * x.size(4), x_channel = x.size(2) * x_plane, per_output = inputs * kd * kh * kw;
  const float *const from_x = x.data_ptr<float>(), *const from_dy = dy.data_ptr<float>();

  std::vector<std::vector<double>> sums(at::get_num_threads());  // of each thread
  at::parallel_for(0, dy.size(0) * depth, 1, [&](int64_t begin, int64_t end) {
    auto& own = sums[at::get_thread_num()];
    own.assign(weight.numel(), 0);
    for (int64_t at = begin; at < end; ++at) {
      const int64_t n = at / depth, d = at % depth;
      const float* gradient = from_dy + n * outputs * plane.dy_channel + d * rows * width;
      for (int64_t c = 0; c < inputs; ++c) {
        for (int64_t i = 0; i < kd * kh; ++i) {
          const float* voxels = from_x + (n * inputs + c) * x_channel + (d + i / kh) * x_plane + i % kh * plane.x_stride;
          add_channels(plane, voxels, gradient, own.data() + (c * kd * kh + i) * kw, per_output, kw, outputs);
        }
      }
    }
  });

  auto result = at::empty(weight.sizes(), weight.options().memory_format(at::MemoryFormat::Contiguous));
  auto* to = result.data_ptr<float>();
  for (int64_t i = 0; i < weight.numel(); ++i) {
    double sum = 0;
    for (const auto& own : sums) sum += own.empty() ? 0 : own[i];
    to[i] = static_cast<float>(sum);
  }
  return result;
}

}  // namespace medtrain
#endif
