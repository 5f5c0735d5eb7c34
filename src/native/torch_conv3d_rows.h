// The gradient of a 3D convolution's weights as sums over rows of voxels, for processors without AVX-512.
#pragma once
#include "torch_convolution.h"

namespace medtrain {

// Whether sums over rows are the faster way: maps with long rows in float32, and few channels.
bool suits_rows(const at::Tensor& dy, const at::Tensor& x, const at::Tensor& weight, const Window& window);

// [O, C, KD, KH, KW] of x [N, C, D, H, W] and dy [N, O, D', H', W'].
at::Tensor weight_gradient_by_rows(const at::Tensor& dy, const at::Tensor& x, const at::Tensor& weight, const Window& window);

}  // namespace medtrain
