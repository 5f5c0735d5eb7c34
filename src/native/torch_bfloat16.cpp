// What libtorch 1.13 lacks for bfloat16 on the CPU, without which networks of several families cannot be trained in it: pooling of volumes,
// the gradient of ReLU6, and layer normalisation with weights in float32.
#include <torch/version.h>
#if TORCH_VERSION_MAJOR == 1
#include "torch_bfloat16.h"
#include "torch_pool.h"

#include <ATen/CPUFunctions.h>
#include <torch/library.h>

namespace medtrain {
namespace {

using at::IntArrayRef;
using at::Scalar;
using at::Tensor;
using Three = std::tuple<Tensor, Tensor, Tensor>;

std::tuple<Tensor, Tensor> max_pool3d_with_indices(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding,
                                                   IntArrayRef dilation, bool ceil_mode) {
  auto result = max_pool_of_volumes(wide(x), kernel, stride, padding, dilation, ceil_mode);
  if (is_short(x)) std::get<0>(result) = narrow(std::get<0>(result));
  return result;
}

Tensor max_pool3d_with_indices_backward(const Tensor& dy, const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding,
                                        IntArrayRef dilation, bool ceil_mode, const Tensor& indices) {
  const auto compute = [&](const Tensor& gradient, const Tensor& input) {
    return at::cpu::max_pool3d_with_indices_backward(gradient, input, kernel, stride, padding, dilation, ceil_mode, indices);
  };
  return is_short(dy) && is_short(x) ? narrow(compute(wide(dy), wide(x))) : compute(dy, x);
}

Tensor avg_pool3d(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding, bool ceil_mode, bool count_include_pad,
                  c10::optional<int64_t> divisor) {
  const auto y = at::cpu::avg_pool3d(wide(x), kernel, stride, padding, ceil_mode, count_include_pad, divisor);
  return is_short(x) ? narrow(y) : y;
}

Tensor avg_pool3d_backward(const Tensor& dy, const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding, bool ceil_mode,
                           bool count_include_pad, c10::optional<int64_t> divisor) {
  const auto compute = [&](const Tensor& gradient, const Tensor& input) {
    return at::cpu::avg_pool3d_backward(gradient, input, kernel, stride, padding, ceil_mode, count_include_pad, divisor);
  };
  return is_short(dy) && is_short(x) ? narrow(compute(wide(dy), wide(x))) : compute(dy, x);
}

Tensor hardtanh_backward(const Tensor& dy, const Tensor& x, const Scalar& least, const Scalar& most) {
  if (!is_short(dy) || !is_short(x)) return at::cpu::hardtanh_backward(dy, x, least, most);
  return narrow(at::cpu::hardtanh_backward(wide(dy), wide(x), least, most));
}

// Whether only the maps are short, as within autocast.
bool is_mixed(const Tensor& x, const OptionalTensor& weight) {
  return is_short(x) && weight && weight->defined() && weight->scalar_type() == at::kFloat;
}

Three native_layer_norm(const Tensor& x, IntArrayRef shape, const OptionalTensor& weight, const OptionalTensor& bias, double eps) {
  if (!is_mixed(x, weight)) return at::cpu::native_layer_norm(x, shape, weight, bias, eps);
  const auto [y, mean, inverse] = at::cpu::native_layer_norm(wide(x), shape, weight, bias, eps);
  return {narrow(y), mean, inverse};
}

Three native_layer_norm_backward(const Tensor& dy, const Tensor& x, IntArrayRef shape, const Tensor& mean, const Tensor& inverse,
                                 const OptionalTensor& weight, const OptionalTensor& bias, std::array<bool, 3> wanted) {
  if (!is_mixed(x, weight)) return at::cpu::native_layer_norm_backward(dy, x, shape, mean, inverse, weight, bias, wanted);
  const auto [dx, dweight, dbias] = at::cpu::native_layer_norm_backward(wide(dy), wide(x), shape, mean, inverse, weight, bias, wanted);
  return {narrow(dx), dweight, dbias};
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_IMPL(aten, CPU, library) {
  using namespace medtrain;
  adopt_thread();  // libtorch warns that kernels of its own are replaced, which is meant here; nobody reads warnings yet
  library.impl("max_pool3d_with_indices", &max_pool3d_with_indices);
  library.impl("max_pool3d_with_indices_backward", &max_pool3d_with_indices_backward);
  library.impl("avg_pool3d", &avg_pool3d);
  library.impl("avg_pool3d_backward", &avg_pool3d_backward);
  library.impl("hardtanh_backward", &hardtanh_backward);
  library.impl("native_layer_norm", &native_layer_norm);
  library.impl("native_layer_norm_backward", &native_layer_norm_backward);
}
#endif
