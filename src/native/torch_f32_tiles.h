// Products of float32 matrices with AVX2, for torch_conv2d_tiles.h. Only where the processor has_avx2().
#pragma once
#include "torch_tiles.h"

namespace medtrain {

struct F32Tiles {
  using Number = float;
  static constexpr auto kType = at::kFloat;
  static constexpr bool kAnyOrder = true;        // of what is put in panels
  static constexpr int64_t kPanel = 16;          // columns of a panel
  static constexpr int64_t kTogether = 1;        // numbers that are multiplied at once
  static constexpr int64_t kAtHand = 8 * 1024;   // bytes of a panel that are multiplied before others
  static constexpr int64_t kMostPlaces = 8 * 8;  // of a map that is convolved faster than by oneDNN
  static constexpr int64_t kLeastRows = 128;     // places of all maps together: fewer do not pay for putting the weights in order

  // Adds the products of rows that start at a[rows[r]] to sums [count, 16].
  static void add_rows(const Product<float>& product, const int64_t* rows, int64_t count, float* sums);

  // Writes the products of rows and the bias of each column, which may be null, to to[places[r]].
  static void write_rows(const Product<float>& product, const int64_t* rows, int64_t count, const float* bias, float* to, const int64_t* places);

  // Writes `count` sums, `step` apart.
  static void write_sums(const float* from, int64_t count, float* to, int64_t step);

  // Numbers as panels [columns / width, places, rows, width].
  static at::Tensor panels_of_columns(const Block<float>& block, int64_t width);

  // Numbers as panels [rows / 16, places, columns, 16].
  static at::Tensor panels_of_rows(const Block<float>& block);
};

}  // namespace medtrain
