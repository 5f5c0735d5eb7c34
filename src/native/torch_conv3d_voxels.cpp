#if defined(__x86_64__)
#include "torch_conv3d_voxels.h"
#include "torch_processor.h"
#include "torch_tiles.h"

#include <immintrin.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace medtrain {
namespace {

using at::Tensor;

constexpr int64_t kLanes = 8;
constexpr int64_t kBlock = 16;          // channels that lie together
constexpr int64_t kLeastTogether = 96;  // voxels between two additions to the sums in memory
constexpr int64_t kLeastVoxels = 64;    // of all maps: fewer do not pay for putting them in order

struct Axes {
  int64_t d, h, w;
};

// Maps [N, C, D, H, W] in any order of memory as [blocks, N, D + 2 p, H + 2 p, W + 2 p, block], with zeros around and beside them.
Tensor in_blocks(const Tensor& maps, int64_t block, const Axes& padding) {
  const int64_t channels = maps.size(1), n_size = maps.size(0), blocks = parts_of(channels, block);
  const Axes size{maps.size(2), maps.size(3), maps.size(4)};
  auto result = at::zeros({blocks, n_size, size.d + 2 * padding.d, size.h + 2 * padding.h, size.w + 2 * padding.w, block}, maps.options());
  const float* const from = maps.data_ptr<float>();
  float* const to = result.data_ptr<float>();
  const auto strides = maps.strides();
  at::parallel_for(0, blocks * n_size * size.d, 1, [&](int64_t begin, int64_t end) {
    for (int64_t at = begin; at < end; ++at) {
      const int64_t d = at % size.d, n = at / size.d % n_size, first = at / size.d / n_size * block;
      const int64_t count = std::min(block, channels - first);
      const float* plane = from + n * strides[0] + first * strides[1] + d * strides[2];
      float* row = to + (at / size.d * result.size(2) + padding.d + d) * result.stride(2) + padding.h * result.stride(3) + padding.w * block;
      for (int64_t h = 0; h < size.h; ++h, plane += strides[3], row += result.stride(3)) {
        for (int64_t c = 0; c < count; ++c) {
          for (int64_t w = 0; w < size.w; ++w) row[w * block + c] = plane[c * strides[1] + w * strides[4]];
        }
      }
    }
  });
  return result;
}

// Rows of voxels of the output, and where the input's voxels under them lie.
struct Strip {
  int64_t rows, width, x_row, x_step;
};

// Adds the products of R neighbouring numbers of x at each voxel and a panel of 8 V channels of dy to sums [R, 8 V].
template <int R, int V>
MEDTRAIN_AVX2 void add_products(const Strip& strip, const float* x, const float* dy, float* sums) {
  __m256 sum[R][V];
#pragma GCC unroll 12
  for (auto& row : sum) {
#pragma GCC unroll 2
    for (auto& one : row) one = _mm256_setzero_ps();
  }
  for (int64_t h = 0; h < strip.rows; ++h, x += strip.x_row) {
    const float* voxel = x;
    for (int64_t w = 0; w < strip.width; ++w, voxel += strip.x_step, dy += V * kLanes) {
      __m256 gradient[V];
#pragma GCC unroll 2
      for (int v = 0; v < V; ++v) gradient[v] = _mm256_loadu_ps(dy + v * kLanes);
#pragma GCC unroll 12
      for (int r = 0; r < R; ++r) {
        const __m256 factor = _mm256_broadcast_ss(voxel + r);
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) sum[r][v] = _mm256_fmadd_ps(factor, gradient[v], sum[r][v]);
      }
    }
  }
#pragma GCC unroll 12
  for (const auto& row : sum) {
#pragma GCC unroll 2
    for (const auto& one : row) {
      _mm256_storeu_ps(sums, _mm256_add_ps(_mm256_loadu_ps(sums), one));
      sums += kLanes;
    }
  }
}

using AddProducts = void (*)(const Strip&, const float*, const float*, float*);

// Tiles of 1 to 12 / V numbers, whose sums fill the registers.
template <int V, size_t... R>
constexpr std::array<AddProducts, sizeof...(R)> tiles_of(std::index_sequence<R...>) {
  return {add_products<static_cast<int>(R) + 1, V>...};
}

constexpr auto kNarrow = tiles_of<1>(std::make_index_sequence<12>());
constexpr auto kWide = tiles_of<2>(std::make_index_sequence<6>());

Axes axes_of(at::IntArrayRef numbers) {
  return numbers.size() == 1 ? Axes{numbers[0], numbers[0], numbers[0]} : Axes{numbers[0], numbers[1], numbers[2]};
}

}  // namespace

bool suits_voxels(const Tensor& dy, const Tensor& x, const Tensor& weight, const Window& window) {
  return has_avx2() && x.dim() == 5 && weight.dim() == 5 && dy.dim() == 5 && x.scalar_type() == at::kFloat && window.is_plain() &&
         weight.size(4) > 1 && weight.numel() > 0 && dy.numel() >= kLeastVoxels * dy.size(1);
}

Tensor weight_gradient_by_voxels(const Tensor& dy, const Tensor& x, const Tensor& weight, const Window& window) {
  const Axes stride = axes_of(window.stride), kernel{weight.size(2), weight.size(3), weight.size(4)};
  const int64_t outputs = weight.size(0), inputs = weight.size(1);
  const int64_t block = std::min(inputs, kBlock), panel = outputs > kLanes ? 2 * kLanes : kLanes;
  const auto xs = in_blocks(x, block, axes_of(window.padding)), dys = in_blocks(dy, panel, {0, 0, 0});
  const int64_t blocks = xs.size(0), panels = dys.size(0), planes = dy.size(0) * dy.size(2), depth = dy.size(2), height = dy.size(3);

  // The numbers under a row of the kernel lie together: so many factors of each voxel of dy, in tiles.
  const int64_t taps = kernel.w * block, tiles = parts_of(taps, panel == kLanes ? kNarrow.size() : kWide.size());
  const auto* add = panel == kLanes ? kNarrow.data() : kWide.data();
  const int64_t rows = std::min(height, parts_of(kLeastTogether, dy.size(4)));
  // A task has all rows of a plane of the kernel, which share what they read, unless that leaves threads without a task.
  const int64_t together = blocks * kernel.d * panels < 4 * at::get_num_threads() ? 1 : kernel.h;

  auto result = at::empty(weight.sizes(), weight.options().memory_format(at::MemoryFormat::Contiguous));
  const float *const from_x = xs.data_ptr<float>(), *const from_dy = dys.data_ptr<float>();
  float* const to = result.data_ptr<float>();
  in_parallel(blocks * kernel.d * (kernel.h / together) * panels, [&](int64_t task) {
    const int64_t o = task % panels, plane = task / panels * together;  // the first row of the kernel
    const int64_t first = plane % kernel.h, kd = plane / kernel.h % kernel.d, b = plane / kernel.h / kernel.d;
    std::vector<float> sums(together * taps * panel);
    for (int64_t at = 0; at < planes; ++at) {
      const int64_t n = at / depth, d = at % depth;
      const float* x_plane = from_x + b * xs.stride(0) + n * xs.stride(1) + (d * stride.d + kd) * xs.stride(2) + first * xs.stride(3);
      const float* dy_plane = from_dy + o * dys.stride(0) + at * dys.stride(2);
      for (int64_t h = 0; h < height; h += rows) {
        const Strip strip{std::min(rows, height - h), dy.size(4), stride.h * xs.stride(3), stride.w * block};
        for (int64_t tile = 0; tile < together * tiles; ++tile) {
          const int64_t kh = tile / tiles, from = taps * (tile % tiles) / tiles, end = taps * (tile % tiles + 1) / tiles;
          add[end - from - 1](strip, x_plane + h * strip.x_row + kh * xs.stride(3) + from, dy_plane + h * dys.stride(3),
                              sums.data() + (kh * taps + from) * panel);
        }
      }
    }
    for (int64_t i = 0; i < std::min(panel, outputs - o * panel); ++i) {
      for (int64_t c = 0; c < std::min(block, inputs - b * block); ++c) {
        float* weights = to + ((((o * panel + i) * inputs + b * block + c) * kernel.d + kd) * kernel.h + first) * kernel.w;
        for (int64_t k = 0; k < together * kernel.w; ++k) weights[k] = sums[(k * block + c) * panel + i];
      }
    }
  });
  return result;
}

}  // namespace medtrain
#endif
