// 2D convolutions of small maps as products of matrices instead of by oneDNN, which takes up to five times as long for them: of bfloat16 with
// channels last on processors with AVX-512's bfloat16 instructions (here), of float32 on those without AVX-512 (torch_avx2.cpp).
#include "torch_conv2d.h"
#include "torch_bfloat16.h"
#include "torch_processor.h"

#include <ATen/ops/convolution_backward_native.h>
#include <ATen/ops/convolution_native.h>
#include <torch/library.h>

namespace medtrain {
namespace conv2d {
namespace {

using at::IntArrayRef;
using at::Tensor;

constexpr auto kLast = at::MemoryFormat::ChannelsLast;

constexpr int64_t kLeastTaps = 2;  // of a kernel: oneDNN multiplies single ones as fast

template <typename Tiles>
bool is_dense(const Tensor& tensor) {
  return tensor.scalar_type() == Tiles::kType && tensor.layout() == at::kStrided && tensor.numel() > 0;
}

template <typename Tiles>
bool is_in_order(const Tensor& x) {
  return x.is_contiguous(kLast) || (Tiles::kAnyOrder && x.is_contiguous());
}

at::MemoryFormat order_of(const Tensor& x) { return x.is_contiguous(kLast) ? kLast : at::MemoryFormat::Contiguous; }

bool are_whole(IntArrayRef numbers, int64_t least) {
  return (numbers.size() == 1 || numbers.size() == 2) && std::all_of(numbers.begin(), numbers.end(), [&](int64_t n) { return n >= least; });
}

// The tensor as panels can be made of it.
template <typename Tiles>
Tensor readable(const Tensor& tensor) {
  return tensor.contiguous(Tiles::kAnyOrder ? order_of(tensor) : kLast);
}

WeightOrder order_of_weight(const Tensor& weight) {
  const auto last = weight.size(1) * weight.size(2) * weight.size(3);
  return order_of(weight) == kLast ? WeightOrder{last, weight.size(1), 1} : WeightOrder{last, 1, weight.size(2) * weight.size(3)};
}

// Maps [N, C, H, W] as numbers [N, H W, C].
template <typename Tiles>
Block<typename Tiles::Number> block_of(const Tensor& maps) {
  const auto channels = maps.size(1), places = maps.size(2) * maps.size(3);
  const bool last = order_of(maps) == kLast;
  return {numbers_of<Tiles>(maps), maps.size(0), places, channels, channels * places, last ? channels : 1, last ? 1 : places};
}

}  // namespace

template <typename Tiles>
std::optional<Shape> shape_of(const Tensor& x, const Tensor& weight, const Window& window) {
  if (window.transposed || window.groups != 1 || x.dim() != 4 || weight.dim() != 4 || !is_dense<Tiles>(x) || !is_dense<Tiles>(weight) ||
      !is_in_order<Tiles>(x) || x.size(1) != weight.size(1) || x.size(1) % kChannels != 0 || weight.size(0) % kChannels != 0 ||
      !are_whole(window.stride, 1) || !are_whole(window.padding, 0) || !are_whole(window.dilation, 1)) {
    return std::nullopt;
  }
  Shape shape;
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
    if (room < 0) return std::nullopt;
    shape.out[axis] = room / shape.stride[axis] + 1;
  }
  const auto places = shape.out[0] * shape.out[1];
  const bool pays = places <= Tiles::kMostPlaces && shape.n * places >= Tiles::kLeastRows && shape.kernel[0] * shape.kernel[1] >= kLeastTaps;
  return pays ? std::make_optional(shape) : std::nullopt;
}

template <typename Tiles>
bool suits(const Shape& shape, const Tensor& dy) {
  return is_dense<Tiles>(dy) && dy.sizes() == IntArrayRef({shape.n, shape.o, shape.out[0], shape.out[1]});
}

template <typename Tiles>
bool suits(const Shape& shape, const OptionalTensor& bias) {
  return !bias || !bias->defined() || (is_dense<Tiles>(*bias) && bias->dim() == 1 && bias->numel() == shape.o);
}

template <typename Tiles>
Tensor result_of(const Shape& shape, const Tensor& x, const Tensor& given_weight, const OptionalTensor& bias) {
  const auto weight = readable<Tiles>(given_weight), maps = x.contiguous(kLast);
  const auto y = at::empty({shape.n, shape.o, shape.out[0], shape.out[1]}, x.options().memory_format(kLast));
  const auto offsets = bias && bias->defined() ? bias->to(at::kFloat).contiguous() : Tensor();
  forward<Tiles>(shape, numbers_of<Tiles>(maps), numbers_of<Tiles>(weight), order_of_weight(weight),
                 offsets.defined() ? offsets.data_ptr<float>() : nullptr, numbers_of<Tiles>(y));
  return y.contiguous(order_of(x));
}

template <typename Tiles>
Tensor gradient_of_input(const Shape& shape, const Tensor& dy, const Tensor& x, const Tensor& given_weight) {
  const auto weight = readable<Tiles>(given_weight), gradient = dy.contiguous(kLast);
  const auto dx = at::empty(x.sizes(), x.options().memory_format(kLast));
  gradient_of_input<Tiles>(shape, numbers_of<Tiles>(gradient), numbers_of<Tiles>(weight), order_of_weight(weight), numbers_of<Tiles>(dx));
  return dx.contiguous(order_of(x));
}

template <typename Tiles>
Tensor gradient_of_weight(const Shape& shape, const Tensor& dy, const Tensor& x, const Tensor& weight) {
  const auto gradient = readable<Tiles>(dy);
  const auto dweight = at::empty(weight.sizes(), weight.options().memory_format(order_of(x)));
  gradient_of_weight<Tiles>(shape, block_of<Tiles>(gradient), block_of<Tiles>(x), numbers_of<Tiles>(dweight), order_of_weight(dweight));
  return dweight;
}

template std::optional<Shape> shape_of<F32Tiles>(const Tensor&, const Tensor&, const Window&);
template bool suits<F32Tiles>(const Shape&, const Tensor&);
template bool suits<F32Tiles>(const Shape&, const OptionalTensor&);
template Tensor result_of<F32Tiles>(const Shape&, const Tensor&, const Tensor&, const OptionalTensor&);
template Tensor gradient_of_input<F32Tiles>(const Shape&, const Tensor&, const Tensor&, const Tensor&);
template Tensor gradient_of_weight<F32Tiles>(const Shape&, const Tensor&, const Tensor&, const Tensor&);

}  // namespace conv2d

namespace {

using at::IntArrayRef;
using at::Tensor;

Tensor convolution(const Tensor& x, const Tensor& weight, const OptionalTensor& bias, IntArrayRef stride, IntArrayRef padding,
                   IntArrayRef dilation, bool transposed, IntArrayRef output_padding, int64_t groups) {
  const auto shape = conv2d::shape_of<Bf16Tiles>(x, weight, {stride, padding, dilation, transposed, groups});
  if (shape && conv2d::suits<Bf16Tiles>(*shape, bias)) return conv2d::result_of<Bf16Tiles>(*shape, x, weight, bias);
  return at::native::convolution(x, weight, bias, stride, padding, dilation, transposed, output_padding, groups);
}

std::tuple<Tensor, Tensor, Tensor> convolution_backward(const Tensor& dy, const Tensor& x, const Tensor& weight,
                                                        at::OptionalIntArrayRef bias_sizes, IntArrayRef stride, IntArrayRef padding,
                                                        IntArrayRef dilation, bool transposed, IntArrayRef output_padding, int64_t groups,
                                                        std::array<bool, 3> wanted) {
  const auto shape = conv2d::shape_of<Bf16Tiles>(x, weight, {stride, padding, dilation, transposed, groups});
  if (!shape || !conv2d::suits<Bf16Tiles>(*shape, dy)) {
    return at::native::convolution_backward(dy, x, weight, bias_sizes, stride, padding, dilation, transposed, output_padding, groups, wanted);
  }
  return {wanted[0] ? conv2d::gradient_of_input<Bf16Tiles>(*shape, dy, x, weight) : Tensor(),
          wanted[1] ? conv2d::gradient_of_weight<Bf16Tiles>(*shape, dy, x, weight) : Tensor(), wanted[2] ? dy.sum({0, 2, 3}) : Tensor()};
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
