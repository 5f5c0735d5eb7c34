// What products of matrices in tiles that fill the registers have in common, whatever numbers they multiply (torch_bf16_tiles.h,
// torch_f32_tiles.h): rows that lie anywhere times panels of columns.
#pragma once
#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace medtrain {

// A part of a sum: where it starts in the rows' matrix and in the columns' panel.
struct Segment {
  int64_t row, column;
};

// Rows of `a`, whose groups of numbers that are multiplied at once lie `step` apart, times a panel of `width` columns.
template <typename Number>
struct Product {
  const Number* a;
  int64_t step;
  const Number* panel;
  int64_t width;
  const std::vector<Segment>& segments;
  int64_t groups;  // in each segment
};

// Numbers [rows, places, columns] and the steps from one to the next.
template <typename Number>
struct Block {
  const Number* from;
  int64_t rows, places, columns;
  int64_t row, place, column;
};

template <typename Tiles>
typename Tiles::Number* numbers_of(const at::Tensor& tensor) {
  return static_cast<typename Tiles::Number*>(tensor.data_ptr());
}

inline int64_t parts_of(int64_t count, int64_t size) { return (count + size - 1) / size; }

// Splits rows into tiles of about the same height; a row's sums are the same in a tile of any height.
template <typename Body>
void in_tiles(int64_t rows, int64_t most, const Body& body) {
  const auto tiles = parts_of(rows, most);
  for (int64_t tile = 0; tile < tiles; ++tile) {
    const auto from = rows * tile / tiles;
    body(from, rows * (tile + 1) / tiles - from);
  }
}

}  // namespace medtrain
