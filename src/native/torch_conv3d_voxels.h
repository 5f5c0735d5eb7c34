// The gradient of a 3D convolution's weights for processors without AVX-512, for which oneDNN multiplies copies of the maps.
#pragma once
#include "torch_convolution.h"

namespace medtrain {

// Whether the gradient can be summed over voxels: float32, neither transposed nor dilated nor in groups, kernels of more than a voxel.
bool suits_voxels(const at::Tensor& dy, const at::Tensor& x, const at::Tensor& weight, const Window& window);

// [O, C, KD, KH, KW] of x [N, C, D, H, W] and dy [N, O, D', H', W'], whose memory may lie in any order. The bits do not depend on the
// number of threads.
at::Tensor weight_gradient_by_voxels(const at::Tensor& dy, const at::Tensor& x, const at::Tensor& weight, const Window& window);

}  // namespace medtrain
