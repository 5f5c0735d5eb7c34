// Convolutions of small maps as products of matrices, tap by tap.
// A tap that falls beside the map is never multiplied: of a 3 × 3 kernel on a 2 × 2 map those are five of nine.
// `Tiles` multiplies: Bf16Tiles or F32Tiles.
#pragma once
#include "torch_bf16_tiles.h"
#include "torch_f32_tiles.h"

namespace medtrain::conv2d {

constexpr int64_t kChannels = 32;  // channel counts are multiples of this

// Convolution of maps [N, H, W, C] to [N, OH, OW, O].
struct Shape {
  int64_t n, c, o;
  int64_t size[2], kernel[2], out[2];
  int64_t stride[2], padding[2], dilation[2];
};

// Steps from one output, tap or input channel of the weights [O, KH KW, C] to the next.
struct WeightOrder {
  int64_t o, tap, c;
};

// y [N, OH, OW, O] of x [N, H, W, C], weight and bias [O], which may be null.
template <typename Tiles>
void forward(const Shape& shape, const typename Tiles::Number* x, const typename Tiles::Number* weight, const WeightOrder& order,
             const float* bias, typename Tiles::Number* y);

// dx [N, H, W, C] of dy [N, OH, OW, O] and weight.
template <typename Tiles>
void gradient_of_input(const Shape& shape, const typename Tiles::Number* dy, const typename Tiles::Number* weight, const WeightOrder& order,
                       typename Tiles::Number* dx);

// dweight of dy [N, O] at each place and x [N, C] at each place. The sum of each weight is in float32 and in one order, however many
// threads there are.
template <typename Tiles>
void gradient_of_weight(const Shape& shape, const Block<typename Tiles::Number>& dy, const Block<typename Tiles::Number>& x,
                        typename Tiles::Number* dweight, const WeightOrder& order);

}  // namespace medtrain::conv2d
