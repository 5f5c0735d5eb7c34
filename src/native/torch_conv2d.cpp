// 2D convolutions of small bfloat16 maps with channels last, for processors with AVX-512's bfloat16 instructions: as products of matrices
// (torch_conv2d_tiles.h) instead of by oneDNN, which takes up to five times as long for them. Everything else goes on to libtorch.
#include "torch_bfloat16.h"
#include "torch_conv2d_tiles.h"
#include "torch_convolution.h"
#include "torch_processor.h"

#include <ATen/ops/convolution_backward_native.h>
#include <ATen/ops/convolution_native.h>
#include <torch/library.h>

namespace medtrain {
namespace {

using at::IntArrayRef;
using at::Tensor;
using conv2d::Shape;
using conv2d::Short;

constexpr auto kLast = at::MemoryFormat::ChannelsLast;

bool is_dense(const Tensor& tensor) { return is_short(tensor) && tensor.layout() == at::kStrided && tensor.numel() > 0; }

bool are_whole(IntArrayRef numbers, int64_t least) {
  return (numbers.size() == 1 || numbers.size() == 2) && std::all_of(numbers.begin(), numbers.end(), [&](int64_t n) { return n >= least; });
}

// The largest map and the smallest kernel for which the products are faster: there is little padding to leave out of larger maps.
constexpr int64_t kMostPlaces = 16 * 16;
constexpr int64_t kLeastTaps = 2;

// What is computed here; false where the convolution is left to libtorch, errors among them.
bool describes(const Tensor& x, const Tensor& weight, const Window& window, Shape& shape) {
  if (window.transposed || window.groups != 1 || x.dim() != 4 || weight.dim() != 4 || !is_dense(x) || !is_dense(weight) ||
      !x.is_contiguous(kLast) || x.size(1) != weight.size(1) || x.size(1) % conv2d::kChannels != 0 || weight.size(0) % conv2d::kChannels != 0 ||
      !are_whole(window.stride, 1) || !are_whole(window.padding, 0) || !are_whole(window.dilation, 1)) {
    return false;
  }
  shape.n = x.size(0);
  shape.c = x.size(1);
  shape.o = weight.size(0);
  for (int axis = 0; axis < 2; ++axis) {
    const auto of = [&](IntArrayRef numbers) { return numbers[numbers.size() == 1 ? 0 : axis]; };
    shape.size[axis] = x.size(axis + 2);
    shape.kernel[axis] = weight.size(axis + 2);
    shape.stride[axis] = of(window.stride);
    shape.padding[axis] = of(window.padding);
    shape.dilation[axis] = of(window.dilation);
    const auto room = shape.size[axis] + 2 * shape.padding[axis] - shape.dilation[axis] * (shape.kernel[axis] - 1) - 1;
    if (room < 0) return false;
    shape.out[axis] = room / shape.stride[axis] + 1;
  }
  return shape.out[0] * shape.out[1] <= kMostPlaces && shape.kernel[0] * shape.kernel[1] >= kLeastTaps;
}

const Short* read(const Tensor& tensor) { return static_cast<const Short*>(tensor.data_ptr()); }
Short* write(const Tensor& tensor) { return static_cast<Short*>(tensor.data_ptr()); }

Tensor convolution(const Tensor& x, const Tensor& weight, const OptionalTensor& bias, IntArrayRef stride, IntArrayRef padding,
                   IntArrayRef dilation, bool transposed, IntArrayRef output_padding, int64_t groups) {
  const bool has_bias = bias && bias->defined();
  Shape shape;
  if (!describes(x, weight, {stride, padding, dilation, transposed, groups}, shape) ||
      (has_bias && (!is_dense(*bias) || bias->dim() != 1 || bias->numel() != shape.o))) {
    return at::native::convolution(x, weight, bias, stride, padding, dilation, transposed, output_padding, groups);
  }
  const auto y = at::empty({shape.n, shape.o, shape.out[0], shape.out[1]}, x.options().memory_format(kLast));
  const auto offsets = has_bias ? wide(*bias).contiguous() : Tensor();
  conv2d::forward(shape, read(x), read(weight.contiguous(kLast)), has_bias ? offsets.data_ptr<float>() : nullptr, write(y));
  return y;
}

std::tuple<Tensor, Tensor, Tensor> convolution_backward(const Tensor& dy, const Tensor& x, const Tensor& weight,
                                                        at::OptionalIntArrayRef bias_sizes, IntArrayRef stride, IntArrayRef padding,
                                                        IntArrayRef dilation, bool transposed, IntArrayRef output_padding, int64_t groups,
                                                        std::array<bool, 3> wanted) {
  Shape shape;
  if (!describes(x, weight, {stride, padding, dilation, transposed, groups}, shape) || !is_dense(dy) ||
      dy.sizes() != IntArrayRef({shape.n, shape.o, shape.out[0], shape.out[1]})) {
    return at::native::convolution_backward(dy, x, weight, bias_sizes, stride, padding, dilation, transposed, output_padding, groups, wanted);
  }
  const auto gradient = dy.contiguous(kLast);
  Tensor dx, dweight;
  if (wanted[0]) {
    dx = at::empty(x.sizes(), x.options().memory_format(kLast));
    conv2d::gradient_of_input(shape, read(gradient), read(weight.contiguous(kLast)), write(dx));
  }
  if (wanted[1]) {
    dweight = at::empty(weight.sizes(), weight.options().memory_format(kLast));
    conv2d::gradient_of_weight(shape, read(gradient), read(x), write(dweight));
  }
  return {dx, dweight, wanted[2] ? gradient.sum({0, 2, 3}) : Tensor()};
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_IMPL(aten, CPU, library) {
  using namespace medtrain;
  if (!has_bf16_products()) return;
  adopt_thread();  // libtorch warns that kernels of its own are replaced, which is meant here; nobody reads warnings yet
  library.impl("convolution", &convolution);
  library.impl("convolution_backward", &convolution_backward);
}
