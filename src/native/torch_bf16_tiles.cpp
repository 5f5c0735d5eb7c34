#include "torch_bf16_tiles.h"
#include "torch_convolution.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include <array>

#define MEDTRAIN_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

namespace medtrain {
namespace {

using Short = Bf16Tiles::Number;

constexpr int64_t kPanel = Bf16Tiles::kPanel;
constexpr int64_t kRows = 6;  // rows of a tile: 6 × 4 sums, 4 operands and one factor fill the registers

// Adds the product of R rows, which start at a[rows[r]], and 16 V columns.
template <int R, int V>
MEDTRAIN_BF16 inline __attribute__((always_inline)) void multiply(const Product<Short>& product, const int64_t* rows, __m512 (&sum)[R][V]) {
  for (const auto& segment : product.segments) {
    const Short* row[R];
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) row[r] = product.a + rows[r] + segment.row;
    const Short* column = product.panel + segment.column;
    for (int64_t pair = 0, at = 0; pair < product.groups; ++pair, at += product.step, column += V * 32) {
      __m512bh columns[V];
#pragma GCC unroll 8
      for (int v = 0; v < V; ++v) columns[v] = (__m512bh)_mm512_loadu_si512(column + v * 32);
#pragma GCC unroll 8
      for (int r = 0; r < R; ++r) {
        const auto factor = (__m512bh)_mm512_set1_epi32(*reinterpret_cast<const int*>(row[r] + at));
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) sum[r][v] = _mm512_dpbf16_ps(sum[r][v], factor, columns[v]);
      }
    }
  }
}

// Adds a product to sums [R, 64].
template <int R, int V>
MEDTRAIN_BF16 void add_tile(const Product<Short>& product, const int64_t* rows, float* sums) {
  __m512 sum[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) sum[r][v] = _mm512_loadu_ps(sums + r * kPanel + v * 16);
  }
  multiply(product, rows, sum);
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) _mm512_storeu_ps(sums + r * kPanel + v * 16, sum[r][v]);
  }
}

// Writes a product and the bias of each column, rounded once, to to[places[r]].
template <int R, int V>
MEDTRAIN_BF16 void write_tile(const Product<Short>& product, const int64_t* rows, const float* bias, Short* to, const int64_t* places) {
  __m512 sum[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) sum[r][v] = bias ? _mm512_loadu_ps(bias + v * 16) : _mm512_setzero_ps();
  }
  multiply(product, rows, sum);
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + places[r] + v * 16), (__m256i)_mm512_cvtneps_pbh(sum[r][v]));
    }
  }
}

template <int V>
constexpr std::array<decltype(&add_tile<1, V>), kRows> kAdders{add_tile<1, V>, add_tile<2, V>, add_tile<3, V>,
                                                               add_tile<4, V>, add_tile<5, V>, add_tile<6, V>};
template <int V>
constexpr std::array<decltype(&write_tile<1, V>), kRows> kWriters{write_tile<1, V>, write_tile<2, V>, write_tile<3, V>,
                                                                  write_tile<4, V>, write_tile<5, V>, write_tile<6, V>};

// Two rows of `count` columns as pairs of one column each; without a second one the pairs end in zero.
MEDTRAIN_BF16 void zip(const Short* first, const Short* second, int64_t count, Short* to) {
  const auto low = _mm512_set_epi16(47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8, 39, 7, 38, 6, 37, 5, 36, 4, 35, 3, 34, 2,
                                    33, 1, 32, 0);
  const auto high = _mm512_add_epi16(low, _mm512_set1_epi16(16));
  for (int64_t at = 0; at < count; at += 32) {
    const auto a = _mm512_loadu_si512(first + at), b = second ? _mm512_loadu_si512(second + at) : _mm512_setzero_si512();
    _mm512_storeu_si512(to + 2 * at, _mm512_permutex2var_epi16(a, low, b));
    _mm512_storeu_si512(to + 2 * at + 32, _mm512_permutex2var_epi16(a, high, b));
  }
}

// 16 rows of 16 pairs as 16 rows of the same pair of each.
MEDTRAIN_BF16 void transpose_pairs(const Short* from, int64_t row, Short* to, int64_t to_row) {
  __m512i a[16], b[16];
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) a[i] = _mm512_loadu_si512(from + i * row);
#pragma GCC unroll 16
  for (int i = 0; i < 16; i += 2) {
    b[i] = _mm512_unpacklo_epi32(a[i], a[i + 1]);
    b[i + 1] = _mm512_unpackhi_epi32(a[i], a[i + 1]);
  }
#pragma GCC unroll 16
  for (int i = 0; i < 16; i += 4) {
    a[i] = _mm512_unpacklo_epi64(b[i], b[i + 2]);
    a[i + 1] = _mm512_unpackhi_epi64(b[i], b[i + 2]);
    a[i + 2] = _mm512_unpacklo_epi64(b[i + 1], b[i + 3]);
    a[i + 3] = _mm512_unpackhi_epi64(b[i + 1], b[i + 3]);
  }
  // a[4 g + j] holds, in its four quarters, pairs j, 4 + j, 8 + j and 12 + j of rows 4 g to 4 g + 3.
#pragma GCC unroll 16
  for (int j = 0; j < 4; ++j) {
    const auto even = _mm512_shuffle_i32x4(a[j], a[4 + j], 0x88), odd = _mm512_shuffle_i32x4(a[j], a[4 + j], 0xdd);
    const auto even2 = _mm512_shuffle_i32x4(a[8 + j], a[12 + j], 0x88), odd2 = _mm512_shuffle_i32x4(a[8 + j], a[12 + j], 0xdd);
    _mm512_storeu_si512(to + j * to_row, _mm512_shuffle_i32x4(even, even2, 0x88));
    _mm512_storeu_si512(to + (4 + j) * to_row, _mm512_shuffle_i32x4(odd, odd2, 0x88));
    _mm512_storeu_si512(to + (8 + j) * to_row, _mm512_shuffle_i32x4(even, even2, 0xdd));
    _mm512_storeu_si512(to + (12 + j) * to_row, _mm512_shuffle_i32x4(odd, odd2, 0xdd));
  }
}

at::Tensor room_for(int64_t shorts) { return at::empty({shorts}, at::kShort); }
Short* shorts_of(const at::Tensor& panels) { return static_cast<Short*>(panels.data_ptr()); }

}  // namespace

void Bf16Tiles::add_rows(const Product<Short>& product, const int64_t* rows, int64_t count, float* sums) {
  const auto& adders = product.width == kPanel ? kAdders<4> : kAdders<2>;
  in_tiles(count, kRows, [&](int64_t from, int64_t height) { adders[height - 1](product, rows + from, sums + from * kPanel); });
}

void Bf16Tiles::write_rows(const Product<Short>& product, const int64_t* rows, int64_t count, const float* bias, Short* to, const int64_t* places) {
  const auto& writers = product.width == kPanel ? kWriters<4> : kWriters<2>;
  in_tiles(count, kRows, [&](int64_t from, int64_t height) { writers[height - 1](product, rows + from, bias, to, places + from); });
}

MEDTRAIN_BF16 void Bf16Tiles::write_sums(const float* from, int64_t count, Short* to, int64_t) {
  for (int64_t at = 0; at < count; at += 16) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + at), (__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(from + at)));
  }
}

at::Tensor Bf16Tiles::panels_of_columns(const Block<Short>& block, int64_t width) {
  const auto pairs = parts_of(block.rows, 2);
  const auto result = room_for(block.columns * block.places * pairs * 2);
  constexpr int64_t kNeighbours = 16;  // places that are read one after the other
  const auto groups = parts_of(block.places, kNeighbours);
  in_parallel(parts_of(block.columns, width) * groups, [&](int64_t task) {
    const auto panel = task / groups, first = task % groups * kNeighbours, end = std::min(block.places, first + kNeighbours);
    const auto size = std::min(width, block.columns - panel * width);
    for (int64_t pair = 0; pair < pairs; ++pair) {
      for (int64_t place = first; place < end; ++place) {
        const auto* row = block.from + 2 * pair * block.row + place * block.place + panel * width;
        zip(row, 2 * pair + 1 < block.rows ? row + block.row : nullptr, size,
            shorts_of(result) + (panel * width * block.places * pairs + (place * pairs + pair) * size) * 2);
      }
    }
  });
  return result;
}

at::Tensor Bf16Tiles::panels_of_rows(const Block<Short>& block) {
  const auto result = room_for(block.rows * block.places * block.columns);
  in_parallel(parts_of(block.rows, kPanel) * block.places, [&](int64_t task) {
    const auto panel = task / block.places, place = task % block.places, size = std::min(kPanel, block.rows - panel * kPanel);
    auto* to = shorts_of(result) + (panel * kPanel * block.places + place * size) * block.columns;
    const auto* from = block.from + panel * kPanel * block.row + place * block.place;
    for (int64_t column = 0; column < block.columns; column += 32) {
      for (int64_t row = 0; row < size; row += 16) {
        transpose_pairs(from + row * block.row + column, block.row, to + column * size + 2 * row, 2 * size);
      }
    }
  });
  return result;
}

}  // namespace medtrain
#else
namespace medtrain {

void Bf16Tiles::add_rows(const Product<Number>&, const int64_t*, int64_t, float*) {}
void Bf16Tiles::write_rows(const Product<Number>&, const int64_t*, int64_t, const float*, Number*, const int64_t*) {}
void Bf16Tiles::write_sums(const float*, int64_t, Number*, int64_t) {}
at::Tensor Bf16Tiles::panels_of_columns(const Block<Number>&, int64_t) { return at::Tensor(); }
at::Tensor Bf16Tiles::panels_of_rows(const Block<Number>&) { return at::Tensor(); }

}  // namespace medtrain
#endif
