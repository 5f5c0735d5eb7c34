// Convolutions of bfloat16 maps with channels last as products of matrices, tap by tap.
// A tap that falls beside the map is never multiplied: of a 3 × 3 kernel on a 2 × 2 map those are five of nine.
#pragma once
#include "torch_bf16_tiles.h"

namespace medtrain::conv2d {

using bf16::Short;

constexpr int64_t kChannels = 32;  // channel counts are multiples of this

// Convolution of maps [N, H, W, C] to [N, OH, OW, O].
struct Shape {
  int64_t n, c, o;
  int64_t size[2], kernel[2], out[2];
  int64_t stride[2], padding[2], dilation[2];
};

// y [N, OH, OW, O] of x [N, H, W, C], weight [O, KH, KW, C] and bias [O], which may be null.
void forward(const Shape& shape, const Short* x, const Short* weight, const float* bias, Short* y);

// dx [N, H, W, C] of dy [N, OH, OW, O] and weight [O, KH, KW, C].
void gradient_of_input(const Shape& shape, const Short* dy, const Short* weight, Short* dx);

// dweight [O, KH, KW, C] of dy [N, OH, OW, O] and x [N, H, W, C]. The sum of each weight is in float32 and in one order, however many
// threads there are.
void gradient_of_weight(const Shape& shape, const Short* dy, const Short* x, Short* dweight);

}  // namespace medtrain::conv2d
