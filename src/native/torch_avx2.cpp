// Processors without AVX-512.
// - libtorch has no fast convolution or matrix product of bfloat16 for them: it multiplies number by number, ten times slower than in
//   float32. Here they are widened (exactly), computed in float32 and rounded once, which is what oneDNN does where it has instructions.
// - Small 2D maps are convolved in float32 as products of matrices, which leave out the taps beside the map.
// - The gradient of a 3D convolution's weights is summed over rows of voxels where channels are few, voxel by voxel where they are many:
//   oneDNN's product over copies of the maps takes two to three times as long, eight times for a network's first layer.
#if defined(__x86_64__)
#include "torch_bfloat16.h"
#include "torch_conv2d.h"
#include "torch_conv3d_rows.h"
#include "torch_conv3d_voxels.h"
#include "torch_processor.h"

#include <ATen/CPUFunctions.h>
#include <ATen/ops/convolution_backward_native.h>
#include <ATen/ops/convolution_native.h>
#include <torch/library.h>

namespace medtrain {
namespace {

using at::IntArrayRef;
using at::Scalar;
using at::Tensor;
using Gradients = std::tuple<Tensor, Tensor, Tensor>;

Tensor mm(const Tensor& a, const Tensor& b) {
  if (!is_short(a) || !is_short(b)) return at::cpu::mm(a, b);
  return narrow(at::cpu::mm(wide(a), wide(b)));
}

Tensor bmm(const Tensor& a, const Tensor& b) {
  if (!is_short(a) || !is_short(b)) return at::cpu::bmm(a, b);
  return narrow(at::cpu::bmm(wide(a), wide(b)));
}

Tensor addmm(const Tensor& self, const Tensor& a, const Tensor& b, const Scalar& beta, const Scalar& alpha) {
  if (!is_short(self) || !is_short(a) || !is_short(b)) return at::cpu::addmm(self, a, b, beta, alpha);
  return narrow(at::cpu::addmm(wide(self), wide(a), wide(b), beta, alpha));
}

Tensor baddbmm(const Tensor& self, const Tensor& a, const Tensor& b, const Scalar& beta, const Scalar& alpha) {
  if (!is_short(self) || !is_short(a) || !is_short(b)) return at::cpu::baddbmm(self, a, b, beta, alpha);
  return narrow(at::cpu::baddbmm(wide(self), wide(a), wide(b), beta, alpha));
}

std::optional<conv2d::Shape> small_shape(const Tensor& x, const Tensor& weight, const Window& window) {
  return has_avx2() ? conv2d::shape_of<F32Tiles>(x, weight, window) : std::nullopt;
}

Tensor convolution(const Tensor& x, const Tensor& weight, const OptionalTensor& bias, IntArrayRef stride, IntArrayRef padding,
                   IntArrayRef dilation, bool transposed, IntArrayRef output_padding, int64_t groups) {
  const auto compute = [&](const Tensor& input, const Tensor& kernel, const OptionalTensor& offset) {
    const auto shape = small_shape(input, kernel, {stride, padding, dilation, transposed, groups});
    if (shape && conv2d::suits<F32Tiles>(*shape, offset)) return conv2d::result_of<F32Tiles>(*shape, input, kernel, offset);
    return at::native::convolution(input, kernel, offset, stride, padding, dilation, transposed, output_padding, groups);
  };
  const bool has_bias = bias && bias->defined();
  if (!is_short(x) || !is_short(weight) || (has_bias && !is_short(*bias))) return compute(x, weight, bias);
  return narrow(compute(wide(x), wide(weight), has_bias ? OptionalTensor(wide(*bias)) : bias));
}

Gradients convolution_backward(const Tensor& dy, const Tensor& x, const Tensor& weight, at::OptionalIntArrayRef bias_sizes, IntArrayRef stride,
                               IntArrayRef padding, IntArrayRef dilation, bool transposed, IntArrayRef output_padding, int64_t groups,
                               std::array<bool, 3> wanted) {
  const auto compute = [&](const Tensor& gradient, const Tensor& input, const Tensor& kernel) -> Gradients {
    const auto others = [&](std::array<bool, 3> mask) {
      return at::native::convolution_backward(gradient, input, kernel, bias_sizes, stride, padding, dilation, transposed, output_padding,
                                              groups, mask);
    };
    const Window window{stride, padding, dilation, transposed, groups};
    const auto shape = small_shape(input, kernel, window);
    if (shape && conv2d::suits<F32Tiles>(*shape, gradient)) {
      return {wanted[0] ? conv2d::gradient_of_input<F32Tiles>(*shape, gradient, input, kernel) : Tensor(),
              wanted[1] ? conv2d::gradient_of_weight<F32Tiles>(*shape, gradient, input, kernel) : Tensor(),
              wanted[2] ? gradient.sum({0, 2, 3}) : Tensor()};
    }
    const bool by_rows = suits_rows(gradient, input, kernel, window);
    if (!wanted[1] || !(by_rows || suits_voxels(gradient, input, kernel, window))) return others(wanted);
    return {wanted[0] ? std::get<0>(others({true, false, false})) : Tensor(),
            by_rows ? weight_gradient_by_rows(gradient, input, kernel, window) : weight_gradient_by_voxels(gradient, input, kernel, window),
            wanted[2] ? gradient.sum({0, 2, 3, 4}) : Tensor()};
  };
  if (!is_short(dy) || !is_short(x) || !is_short(weight)) return compute(dy, x, weight);
  const auto [dx, dweight, dbias] = compute(wide(dy), wide(x), wide(weight));
  return {narrow(dx), narrow(dweight), narrow(dbias)};
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_IMPL(aten, CPU, library) {
  using namespace medtrain;
  if (has_avx512()) return;
  adopt_thread();  // libtorch warns that kernels of its own are replaced, which is meant here; nobody reads warnings yet
  library.impl("mm", &mm);
  library.impl("bmm", &bmm);
  library.impl("addmm", &addmm);
  library.impl("baddbmm", &baddbmm);
  library.impl("convolution", &convolution);
  library.impl("convolution_backward", &convolution_backward);
}
#endif
