// 3D convolution on the CPU with channels last in memory. libtorch 1.13 turns every input, output and gradient of a 3D convolution
// between its own order and oneDNN's, a fifth of a training step; oneDNN reads and writes channels-last maps as they are. It takes the
// place of libtorch's conv3d for dense float and bfloat16 tensors; everything else goes on to libtorch.
#ifdef MEDTRAIN_DNNL
#include "torch_onednn.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

namespace medtrain {
namespace {

using namespace onednn;
using at::IntArrayRef;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Geometry {
  std::vector<int64_t> stride, padding, dilation;
};

// oneDNN's description of one convolution: what its three primitives share.
struct Convolution {
  memory::desc input, weight, bias, output;
  memory::dims strides, dilates, pads;

  Convolution(const Tensor& x, const Tensor& w, bool has_bias, IntArrayRef out, const Geometry& g)
      : input(dims_of(x.sizes()), type_of(x), Order::ndhwc),
        weight(dims_of(w.sizes()), type_of(w), Order::any),
        output(dims_of(out), type_of(x), Order::ndhwc),
        strides(g.stride),
        dilates(g.dilation),
        pads(g.padding) {
    if (has_bias) bias = memory::desc({w.size(0)}, type_of(w), Order::a);
    for (auto& axis : dilates) axis -= 1;
  }

  dnnl::convolution_forward::primitive_desc forward(const dnnl::primitive_attr& attributes) const {
    return {dnnl::convolution_forward::desc(dnnl::prop_kind::forward_training, dnnl::algorithm::convolution_direct, input, weight, bias,
                                            output, strides, dilates, pads, pads),
            attributes, engine()};
  }

  dnnl::convolution_backward_data::primitive_desc to_input(const dnnl::primitive_attr& attributes) const {
    return {dnnl::convolution_backward_data::desc(dnnl::algorithm::convolution_direct, input, weight, output, strides, dilates, pads, pads),
            attributes, engine(), forward(attributes)};
  }

  dnnl::convolution_backward_weights::primitive_desc to_weight(const dnnl::primitive_attr& attributes) const {
    return {dnnl::convolution_backward_weights::desc(dnnl::algorithm::convolution_direct, input, weight, bias, output, strides, dilates,
                                                     pads, pads),
            attributes, engine(), forward(attributes)};
  }
};

// The same numbers in the order that a primitive wants; `room` keeps them.
memory in_order(const memory& given, const memory::desc& wanted, Tensor& room) {
  if (given.get_desc() == wanted) return given;
  room = bytes(wanted.get_size());
  memory result(wanted, engine(), room.data_ptr());
  dnnl::stream stream(engine());
  dnnl::reorder(given, result).execute(stream, const_cast<memory&>(given), result);
  stream.wait();
  return result;
}

Tensor forward(const Tensor& x, const Tensor& weight, const OptionalTensor& bias, IntArrayRef sizes, const Geometry& geometry) {
  auto y = at::empty(sizes, x.options().memory_format(kLast));
  const Convolution convolution(x, weight, bias.has_value(), sizes, geometry);
  const auto description = convolution.forward(attributes());
  Tensor room;
  std::unordered_map<int, memory> arguments{{DNNL_ARG_SRC, maps_of(x)},
                                            {DNNL_ARG_WEIGHTS, in_order(memory_of(weight), description.weights_desc(), room)},
                                            {DNNL_ARG_DST, maps_of(y)}};
  if (bias) arguments.insert({DNNL_ARG_BIAS, memory_of(*bias)});
  execute(dnnl::convolution_forward(description), description.scratchpad_desc(), arguments);
  return y;
}

Tensor gradient_of_input(const Tensor& dy, const Tensor& x, const Tensor& weight, const Geometry& geometry) {
  auto dx = at::empty(x.sizes(), x.options().memory_format(kLast));
  const auto description = Convolution(x, weight, false, dy.sizes(), geometry).to_input(attributes());
  Tensor room;
  execute(dnnl::convolution_backward_data(description), description.scratchpad_desc(),
          {{DNNL_ARG_DIFF_DST, maps_of(dy)},
           {DNNL_ARG_WEIGHTS, in_order(memory_of(weight), description.weights_desc(), room)},
           {DNNL_ARG_DIFF_SRC, maps_of(dx)}});
  return dx;
}

std::pair<Tensor, Tensor> gradients_of_weights(const Tensor& dy, const Tensor& x, const Tensor& weight, bool has_bias, const Geometry& geometry) {
  auto dweight = at::empty_like(weight);
  auto dbias = has_bias ? at::empty({weight.size(0)}, weight.options().memory_format(at::MemoryFormat::Contiguous)) : Tensor();
  const auto description = Convolution(x, weight, has_bias, dy.sizes(), geometry).to_weight(attributes());
  auto result = memory_of(dweight);
  Tensor room;
  auto made = result;
  if (result.get_desc() != description.diff_weights_desc()) {
    room = bytes(description.diff_weights_desc().get_size());
    made = memory(description.diff_weights_desc(), engine(), room.data_ptr());
  }
  std::unordered_map<int, memory> arguments{{DNNL_ARG_DIFF_DST, maps_of(dy)}, {DNNL_ARG_SRC, maps_of(x)}, {DNNL_ARG_DIFF_WEIGHTS, made}};
  if (has_bias) arguments.insert({DNNL_ARG_DIFF_BIAS, memory_of(dbias)});
  execute(dnnl::convolution_backward_weights(description), description.scratchpad_desc(), arguments);
  if (room.defined()) {
    dnnl::stream stream(engine());
    dnnl::reorder(made, result).execute(stream, made, result);
    stream.wait();
  }
  return {dweight, dbias};
}

class Conv3d : public torch::autograd::Function<Conv3d> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight, const OptionalTensor& bias,
                        std::vector<int64_t> sizes, std::vector<int64_t> stride, std::vector<int64_t> padding,
                        std::vector<int64_t> dilation) {
    context->save_for_backward({x, weight});
    context->saved_data["has_bias"] = bias.has_value();
    context->saved_data["needs_input"] = x.requires_grad();
    context->saved_data["needs_weight"] = weight.requires_grad() || (bias && bias->requires_grad());
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    context->saved_data["dilation"] = dilation;
    return medtrain::forward(x, weight, bias, sizes, {stride, padding, dilation});
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1];
    auto& data = context->saved_data;
    const Geometry g{data["stride"].toIntVector(), data["padding"].toIntVector(), data["dilation"].toIntVector()};
    const bool has_bias = data["has_bias"].toBool(), needs_input = data["needs_input"].toBool(), needs_weight = data["needs_weight"].toBool();
    Tensor dx, dweight, dbias;
    if (at::GradMode::is_enabled()) {  // to be differentiated again: libtorch's own operator
      std::tie(dx, dweight, dbias) =
          at::convolution_backward(gradients[0], x, weight, at::OptionalIntArrayRef(IntArrayRef{weight.size(0)}), g.stride, g.padding,
                                   g.dilation, false, {0, 0, 0}, 1, {needs_input, needs_weight, needs_weight && has_bias});
    } else {
      const auto dy = gradients[0].to(x.scalar_type()).contiguous(kLast);
      if (needs_input) dx = gradient_of_input(dy, x, weight, g);
      if (needs_weight) std::tie(dweight, dbias) = gradients_of_weights(dy, x, weight, has_bias, g);
    }
    return {dx, dweight, dbias, Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

// The sizes of the output, [N, C, D, H, W]; nothing where the convolution is left to libtorch, errors among them.
std::vector<int64_t> sizes_of(const Tensor& x, const Tensor& weight, const OptionalTensor& bias, const Geometry& g, int64_t groups) {
  const auto type = x.scalar_type();
  if (groups != 1 || !has_avx512() || !at::globalContext().userEnabledMkldnn() || (type != at::kFloat && type != at::kBFloat16) ||
      x.dim() != 5 || weight.dim() != 5 || !is_dense(x, type) || !is_dense(weight, type) || !weight.is_non_overlapping_and_dense() ||
      x.size(1) != weight.size(1) || (bias && (!is_dense(*bias, type) || bias->dim() != 1 || bias->numel() != weight.size(0) || !bias->is_contiguous()))) {
    return {};
  }
  std::vector<int64_t> sizes{x.size(0), weight.size(0)};
  for (size_t axis = 0; axis < 3; ++axis) {
    const auto at = static_cast<int64_t>(axis) + 2;
    const auto room = x.size(at) + 2 * g.padding[axis] - g.dilation[axis] * (weight.size(at) - 1) - 1;
    if (g.stride[axis] < 1 || g.dilation[axis] < 1 || g.padding[axis] < 0 || room < 0) return {};
    sizes.push_back(room / g.stride[axis] + 1);
  }
  return sizes;
}

Tensor conv3d(const Tensor& x, const Tensor& weight, const OptionalTensor& given, IntArrayRef stride, IntArrayRef padding, IntArrayRef dilation,
              int64_t groups) {
  const auto bias = given && given->defined() ? given : c10::nullopt;
  const Geometry g{each_axis(stride), each_axis(padding), each_axis(dilation)};
  std::vector<int64_t> sizes;
  if (g.stride.size() == 3 && g.padding.size() == 3 && g.dilation.size() == 3) sizes = sizes_of(x, weight, bias, g, groups);
  // Put in order out here, where autograd records it: a copy made within is no input of the gradient's own derivative.
  if (!sizes.empty()) return Conv3d::apply(x.contiguous(kLast), weight, bias, sizes, g.stride, g.padding, g.dilation);

  // As libtorch's own conv3d does it, which takes an image without a batch too.
  const bool alone = x.dim() == 4 && weight.dim() == 5;
  const auto y = at::convolution(alone ? x.unsqueeze(0) : x, weight, given, stride, padding, dilation, false, {0, 0, 0}, groups);
  return alone ? y.squeeze(0) : y;
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_IMPL(aten, AutogradCPU, library) { library.impl("conv3d", &medtrain::conv3d); }
#endif
