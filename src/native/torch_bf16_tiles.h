// Products of bfloat16 matrices with the processor's own instructions: rows that lie anywhere times panels of columns, in tiles that fill
// the registers. What is multiplied lies in pairs, as the instructions want it: two numbers of a row beside two of a column.
// Only where the processor has_bf16_products().
#pragma once
#include "torch_door.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace medtrain::bf16 {

using Short = uint16_t;  // a bfloat16 number's bits

constexpr int64_t kPanel = 64;  // columns of a panel; the last of an odd number of 32s has half as many

// A part of a sum: where it starts in the rows' matrix and in the columns' panel.
struct Segment {
  int64_t row, column;
};

// Rows of `a`, which hold pairs of numbers `step` apart, times a panel of `width` columns: 64 or 32.
struct Product {
  const Short* a;
  int64_t step;
  const Short* panel;
  int64_t width;
  const std::vector<Segment>& segments;
  int64_t pairs;  // in each segment
};

// Adds the products of rows that start at a[rows[r]] to sums [count, 64].
void add_rows(const Product& product, const int64_t* rows, int64_t count, float* sums);

// Writes the products of rows and the bias of each column, which may be null, rounded once, to to[places[r]].
void write_rows(const Product& product, const int64_t* rows, int64_t count, const float* bias, Short* to, const int64_t* places);

// `count` numbers, a multiple of 16, rounded.
void narrow_row(const float* from, int64_t count, Short* to);

// [rows, places, columns] as panels [columns / width, places, rows / 2, width, 2]: pairs of rows. An odd row's partner is zero.
at::Tensor panels_of_row_pairs(const Short* from, int64_t rows, int64_t places, int64_t columns, int64_t width);

// [rows, places, columns] as panels [rows / 64, places, columns / 2, 64, 2]: pairs of columns.
at::Tensor panels_of_column_pairs(const Short* from, int64_t rows, int64_t places, int64_t columns);

inline int64_t panels_of(int64_t columns, int64_t width = kPanel) { return (columns + width - 1) / width; }
inline Short* shorts_of(const at::Tensor& panels) { return static_cast<Short*>(panels.data_ptr()); }

}  // namespace medtrain::bf16
