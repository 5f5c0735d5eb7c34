#include "torch_f32_tiles.h"
#include "torch_convolution.h"
#include "torch_processor.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include <array>
#include <utility>

namespace medtrain {
namespace {

constexpr int64_t kPanel = F32Tiles::kPanel;
constexpr int64_t kRows = 6;  // rows of a tile: 6 × 2 sums, 2 operands and one factor fill the registers

// Adds the product of R rows, which start at a[rows[r]], and a panel.
template <int R>
MEDTRAIN_AVX2 inline __attribute__((always_inline)) void multiply(const Product<float>& product, const int64_t* rows, __m256 (&sum)[R][2]) {
  for (const auto& segment : product.segments) {
    const float* row[R];
#pragma GCC unroll 6
    for (int r = 0; r < R; ++r) row[r] = product.a + rows[r] + segment.row;
    const float* column = product.panel + segment.column;
    for (int64_t i = 0, at = 0; i < product.groups; ++i, at += product.step, column += kPanel) {
      const __m256 low = _mm256_loadu_ps(column), high = _mm256_loadu_ps(column + 8);
#pragma GCC unroll 6
      for (int r = 0; r < R; ++r) {
        const __m256 factor = _mm256_broadcast_ss(row[r] + at);
        sum[r][0] = _mm256_fmadd_ps(factor, low, sum[r][0]);
        sum[r][1] = _mm256_fmadd_ps(factor, high, sum[r][1]);
      }
    }
  }
}

// Adds a product to sums [R, 16].
template <int R>
MEDTRAIN_AVX2 void add_tile(const Product<float>& product, const int64_t* rows, float* sums) {
  __m256 sum[R][2];
#pragma GCC unroll 6
  for (int r = 0; r < R; ++r) sum[r][0] = sum[r][1] = _mm256_setzero_ps();
  multiply(product, rows, sum);
#pragma GCC unroll 6
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < 2; ++v) {
      float* to = sums + r * kPanel + v * 8;
      _mm256_storeu_ps(to, _mm256_add_ps(_mm256_loadu_ps(to), sum[r][v]));
    }
  }
}

// Writes a product and the bias of each column to to[places[r]].
template <int R>
MEDTRAIN_AVX2 void write_tile(const Product<float>& product, const int64_t* rows, const float* bias, float* to, const int64_t* places) {
  __m256 sum[R][2];
#pragma GCC unroll 6
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < 2; ++v) sum[r][v] = bias ? _mm256_loadu_ps(bias + v * 8) : _mm256_setzero_ps();
  }
  multiply(product, rows, sum);
#pragma GCC unroll 6
  for (int r = 0; r < R; ++r) {
    _mm256_storeu_ps(to + places[r], sum[r][0]);
    _mm256_storeu_ps(to + places[r] + 8, sum[r][1]);
  }
}

template <size_t... R>
constexpr auto adders_of(std::index_sequence<R...>) {
  return std::array{add_tile<static_cast<int>(R) + 1>...};
}

template <size_t... R>
constexpr auto writers_of(std::index_sequence<R...>) {
  return std::array{write_tile<static_cast<int>(R) + 1>...};
}

constexpr auto kAdders = adders_of(std::make_index_sequence<kRows>());
constexpr auto kWriters = writers_of(std::make_index_sequence<kRows>());

}  // namespace

void F32Tiles::add_rows(const Product<float>& product, const int64_t* rows, int64_t count, float* sums) {
  in_tiles(count, kRows, [&](int64_t from, int64_t height) { kAdders[height - 1](product, rows + from, sums + from * kPanel); });
}

void F32Tiles::write_rows(const Product<float>& product, const int64_t* rows, int64_t count, const float* bias, float* to, const int64_t* places) {
  in_tiles(count, kRows, [&](int64_t from, int64_t height) { kWriters[height - 1](product, rows + from, bias, to, places + from); });
}

void F32Tiles::write_sums(const float* from, int64_t count, float* to, int64_t step) {
  for (int64_t i = 0; i < count; ++i) to[i * step] = from[i];
}

at::Tensor F32Tiles::panels_of_columns(const Block<float>& block, int64_t width) {
  const auto result = at::empty({block.columns * block.places * block.rows}, at::kFloat);
  const auto panels = parts_of(block.columns, width);
  in_parallel(panels * block.rows, [&](int64_t task) {
    const auto panel = task % panels, row = task / panels, size = std::min(width, block.columns - panel * width);
    const float* from = block.from + row * block.row + panel * width * block.column;
    float* to = result.data_ptr<float>() + panel * width * block.places * block.rows + row * size;
    for (int64_t place = 0; place < block.places; ++place) {
      for (int64_t i = 0; i < size; ++i) to[place * block.rows * size + i] = from[place * block.place + i * block.column];
    }
  });
  return result;
}

at::Tensor F32Tiles::panels_of_rows(const Block<float>& block) {
  return panels_of_columns({block.from, block.columns, block.places, block.rows, block.column, block.place, block.row}, kPanel);
}

}  // namespace medtrain
#else
namespace medtrain {

void F32Tiles::add_rows(const Product<float>&, const int64_t*, int64_t, float*) {}
void F32Tiles::write_rows(const Product<float>&, const int64_t*, int64_t, const float*, float*, const int64_t*) {}
void F32Tiles::write_sums(const float*, int64_t, float*, int64_t) {}
at::Tensor F32Tiles::panels_of_columns(const Block<float>&, int64_t) { return at::Tensor(); }
at::Tensor F32Tiles::panels_of_rows(const Block<float>&) { return at::Tensor(); }

}  // namespace medtrain
#endif
