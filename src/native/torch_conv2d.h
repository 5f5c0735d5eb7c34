// 2D convolutions of small maps as products of matrices (torch_conv2d_tiles.h).
#pragma once
#include "torch_conv2d_tiles.h"
#include "torch_convolution.h"

#include <optional>

namespace medtrain::conv2d {

// What is computed by products; nothing where the convolution is left to libtorch, errors among them.
template <typename Tiles>
std::optional<Shape> shape_of(const at::Tensor& x, const at::Tensor& weight, const Window& window);

// Whether dy [N, O, OH, OW] is the gradient of such a convolution.
template <typename Tiles>
bool suits(const Shape& shape, const at::Tensor& dy);

// Whether a bias [O], which may be absent, belongs to such a convolution.
template <typename Tiles>
bool suits(const Shape& shape, const OptionalTensor& bias);

// [N, O, OH, OW] in the order of x's memory.
template <typename Tiles>
at::Tensor result_of(const Shape& shape, const at::Tensor& x, const at::Tensor& weight, const OptionalTensor& bias);

// [N, C, H, W] in the order of x's memory.
template <typename Tiles>
at::Tensor gradient_of_input(const Shape& shape, const at::Tensor& dy, const at::Tensor& x, const at::Tensor& weight);

// [O, C, KH, KW] in the order of x's memory.
template <typename Tiles>
at::Tensor gradient_of_weight(const Shape& shape, const at::Tensor& dy, const at::Tensor& x, const at::Tensor& weight);

}  // namespace medtrain::conv2d
