// Products of bfloat16 matrices with the processor's own instructions: rows that lie anywhere times panels of columns, in tiles that fill
// the registers. What is multiplied lies in pairs, as the instructions want it: two numbers of a row beside two of a column.
// Only where the processor has_bf16_products().
#pragma once
#include "torch_door.h"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <vector>

#include <ATen/Parallel.h>

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

// Each thread takes some of the tasks that are left, fewer and fewer, when it is done with those it took: other programs and threads take
// their time from one and not from another.
template <typename Body>
void in_parallel(int64_t count, const Body& body) {
  std::mutex gate;
  int64_t next = 0;
  const int64_t threads = at::get_num_threads();
  at::parallel_for(0, std::min(count, threads), 1, [&](int64_t, int64_t) {
    for (int64_t from = 0, end = 0; from < count; from = end) {
      {
        std::lock_guard<std::mutex> lock(gate);
        from = next;
        end = next = std::min(count, from + 1 + (count - from) / (2 * threads));
      }
      for (auto task = from; task < end; ++task) body(task);
    }
  });
}

}  // namespace medtrain::bf16
