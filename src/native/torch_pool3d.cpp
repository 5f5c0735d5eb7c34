// Largest value or mean of windows of volumes with channels last in memory, on the CPU. libtorch 1.13 turns such volumes into its own
// order before, and their gradients after; oneDNN pools them as they are, and in bfloat16 too.
#include "torch_door.h"

#include <torch/library.h>

#ifdef MEDTRAIN_DNNL
#include "torch_onednn.h"

#include <torch/csrc/autograd/custom_function.h>
#endif

namespace medtrain {
namespace {

using at::IntArrayRef;
using at::Tensor;

#ifdef MEDTRAIN_DNNL
using namespace onednn;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Pooling {
  dnnl::algorithm algorithm;
  memory::desc input, output;
  memory::dims strides, kernel, pads;

  Pooling(dnnl::algorithm algorithm, IntArrayRef in, IntArrayRef out, memory::data_type type, const std::vector<std::vector<int64_t>>& window)
      : algorithm(algorithm),
        input(dims_of(in), type, Order::ndhwc),
        output(dims_of(out), type, Order::ndhwc),
        strides(window[1]),
        kernel(window[0]),
        pads(window[2]) {}

  dnnl::pooling_forward::primitive_desc forward() const {
    return {dnnl::pooling_forward::desc(dnnl::prop_kind::forward_training, algorithm, input, output, strides, kernel, pads, pads),
            attributes(), engine()};
  }

  dnnl::pooling_backward::primitive_desc backward() const {
    return {dnnl::pooling_backward::desc(algorithm, input, output, strides, kernel, pads, pads), attributes(), engine(), forward()};
  }
};

class Pool3d : public torch::autograd::Function<Pool3d> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, int64_t algorithm, std::vector<int64_t> sizes,
                        std::vector<int64_t> kernel, std::vector<int64_t> stride, std::vector<int64_t> padding) {
    auto y = at::empty(sizes, x.options().memory_format(kLast));
    const auto description =
        Pooling(static_cast<dnnl::algorithm>(algorithm), x.sizes(), sizes, type_of(x), {kernel, stride, padding}).forward();
    const auto wanted = description.workspace_desc();  // which value of a window was the largest
    const auto workspace = bytes(wanted.get_size());
    std::unordered_map<int, memory> arguments{{DNNL_ARG_SRC, maps_of(x)}, {DNNL_ARG_DST, maps_of(y)}};
    if (wanted.get_size() > 0) arguments.insert({DNNL_ARG_WORKSPACE, memory(wanted, engine(), workspace.data_ptr())});
    execute(dnnl::pooling_forward(description), description.scratchpad_desc(), arguments);
    context->save_for_backward({workspace});
    context->saved_data["algorithm"] = algorithm;
    context->saved_data["input"] = x.sizes().vec();
    context->saved_data["kernel"] = kernel;
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    return y;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    TORCH_CHECK(!at::GradMode::is_enabled(), "the gradient of pooled channels-last volumes cannot be differentiated again; lay them out plainly (contiguous) for that");
    auto& data = context->saved_data;
    const auto workspace = context->get_saved_variables()[0];
    const auto dy = gradients[0].contiguous(kLast);
    const auto sizes = data["input"].toIntVector();
    auto dx = at::empty(sizes, dy.options().memory_format(kLast));
    const auto description = Pooling(static_cast<dnnl::algorithm>(data["algorithm"].toInt()), sizes, dy.sizes(), type_of(dy),
                                     {data["kernel"].toIntVector(), data["stride"].toIntVector(), data["padding"].toIntVector()})
                                 .backward();
    std::unordered_map<int, memory> arguments{{DNNL_ARG_DIFF_DST, maps_of(dy)}, {DNNL_ARG_DIFF_SRC, maps_of(dx)}};
    if (workspace.numel() > 0) arguments.insert({DNNL_ARG_WORKSPACE, memory(description.workspace_desc(), engine(), workspace.data_ptr())});
    execute(dnnl::pooling_backward(description), description.scratchpad_desc(), arguments);
    return {dx, Tensor(), Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

// The pooled volumes; undefined where libtorch has to do it, errors among them.
Tensor pooled(dnnl::algorithm algorithm, const Tensor& x, const std::vector<int64_t>& kernel, const std::vector<int64_t>& stride,
              const std::vector<int64_t>& padding) {
  const auto type = x.scalar_type();
  if (!has_avx512() || !at::globalContext().userEnabledMkldnn() || (type != at::kFloat && type != at::kBFloat16) || x.dim() != 5 ||
      !is_dense(x, type) || !x.is_contiguous(kLast) || kernel.size() != 3 || stride.size() != 3 || padding.size() != 3) {
    return {};
  }
  std::vector<int64_t> sizes{x.size(0), x.size(1)};
  for (size_t axis = 0; axis < 3; ++axis) {
    const auto room = x.size(static_cast<int64_t>(axis) + 2) + 2 * padding[axis] - kernel[axis];
    if (kernel[axis] < 1 || stride[axis] < 1 || padding[axis] < 0 || 2 * padding[axis] > kernel[axis] || room < 0) return {};
    sizes.push_back(room / stride[axis] + 1);
  }
  return Pool3d::apply(x, static_cast<int64_t>(algorithm), sizes, kernel, stride, padding);
}
#endif

Tensor max_pool3d(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding, IntArrayRef dilation, bool ceil_mode) {
#ifdef MEDTRAIN_DNNL
  const auto dilations = each_axis(dilation);
  if (!ceil_mode && dilations == std::vector<int64_t>{1, 1, 1}) {
    const auto y = pooled(dnnl::algorithm::pooling_max, x, each_axis(kernel), each_axis(stride.empty() ? kernel : stride), each_axis(padding));
    if (y.defined()) return y;
  }
#endif
  return at::max_pool3d(x, kernel, stride, padding, dilation, ceil_mode);
}

Tensor avg_pool3d(const Tensor& x, IntArrayRef kernel, IntArrayRef stride, IntArrayRef padding, bool ceil_mode, bool count_include_pad,
                  c10::optional<int64_t> divisor) {
#ifdef MEDTRAIN_DNNL
  if (!ceil_mode && !divisor) {
    const auto algorithm = count_include_pad ? dnnl::algorithm::pooling_avg_include_padding : dnnl::algorithm::pooling_avg_exclude_padding;
    const auto y = pooled(algorithm, x, each_axis(kernel), each_axis(stride.empty() ? kernel : stride), each_axis(padding));
    if (y.defined()) return y;
  }
#endif
  return at::avg_pool3d(x, kernel, stride, padding, ceil_mode, count_include_pad, divisor);
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_FRAGMENT(medtrain, library) {
  library.def("max_pool3d(Tensor x, int[3] kernel, int[3] stride, int[3] padding, int[3] dilation, bool ceil_mode) -> Tensor",
              &medtrain::max_pool3d);
  library.def(
      "avg_pool3d(Tensor x, int[3] kernel, int[3] stride, int[3] padding, bool ceil_mode, bool count_include_pad, int? divisor) -> Tensor",
      &medtrain::avg_pool3d);
}
