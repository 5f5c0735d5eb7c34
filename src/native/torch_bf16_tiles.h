// Products of bfloat16 matrices with the processor's own instructions, for torch_conv2d_tiles.h. What is multiplied lies in pairs, as the
// instructions want it: two numbers of a row beside two of a column. Only where the processor has_bf16_products().
#pragma once
#include "torch_tiles.h"

namespace medtrain {

struct Bf16Tiles {
  using Number = uint16_t;                      // a bfloat16 number's bits
  static constexpr auto kType = at::kBFloat16;
  static constexpr bool kAnyOrder = false;  // channels and columns must lie together
  static constexpr int64_t kPanel = 64;         // columns of a panel; the last of an odd number of 32s has half as many
  static constexpr int64_t kTogether = 2;       // numbers that are multiplied at once
  static constexpr int64_t kAtHand = 128 * 1024;  // bytes of a panel that are multiplied before others
  static constexpr int64_t kMostPlaces = 16 * 16;  // of a map that is convolved faster than by oneDNN: larger ones have little padding to leave out
  static constexpr int64_t kLeastRows = 1;         // places of all maps together

  // Adds the products of rows that start at a[rows[r]] to sums [count, 64].
  static void add_rows(const Product<Number>& product, const int64_t* rows, int64_t count, float* sums);

  // Writes the products of rows and the bias of each column, which may be null, rounded once, to to[places[r]].
  static void write_rows(const Product<Number>& product, const int64_t* rows, int64_t count, const float* bias, Number* to,
                         const int64_t* places);

  // Writes `count` sums, a multiple of 16, rounded, one beside the other.
  static void write_sums(const float* from, int64_t count, Number* to, int64_t step);

  // Numbers whose columns lie together as panels [columns / width, places, rows / 2, width, 2]: pairs of rows. An odd row's partner is zero.
  static at::Tensor panels_of_columns(const Block<Number>& block, int64_t width);

  // Numbers whose columns lie together as panels [rows / 64, places, columns / 2, 64, 2]: pairs of columns.
  static at::Tensor panels_of_rows(const Block<Number>& block);
};

}  // namespace medtrain
