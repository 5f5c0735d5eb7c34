// Batch normalisation, what a shortcut adds, and the ReLU after it in one operator on the CPU: the maps are read and written once for all,
// and nothing but the input (with a shortcut also the output) is kept for the gradient. Every other case goes to libtorch's own operators.
#include "torch_door.h"
#include "torch_maps.h"

#include <cmath>
#include <limits>

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

namespace medtrain {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <typename Body>
void with_type(at::ScalarType type, const Body& body) {
  if (type == at::kBFloat16) body(BFloat());
  else if (type == at::kDouble) body(Plain<double>());
  else body(Plain<float>());
}

template <typename T>
Maps<T> maps_of(const Tensor& x) {
  return {x.size(0), x.size(1), x.numel() / x.size(1), !x.is_contiguous()};
}

template <typename Stored>
Stored* values_of(const Tensor& tensor) {
  return static_cast<Stored*>(tensor.data_ptr());
}

// What the forward pass and the backward pass share of each channel.
template <typename Real>
Affine<Real> affine_of(const Tensor& weight, const Tensor& bias, const Tensor& mean, const Tensor& inverse) {
  const int64_t channels = mean.numel();
  Affine<Real> affine;
  for (auto* numbers : {&affine.scale, &affine.shift, &affine.mean, &affine.slope, &affine.offset}) numbers->resize(channels);
  const auto *m = mean.data_ptr<Real>(), *i = inverse.data_ptr<Real>(), *w = weight.data_ptr<Real>(), *b = bias.data_ptr<Real>();
  for (int64_t c = 0; c < channels; ++c) {
    affine.mean[c] = m[c];
    affine.scale[c] = w[c] * i[c];
    affine.shift[c] = b[c] - m[c] * affine.scale[c];
  }
  return affine;
}

void update_running(const Tensor& running, const std::vector<double>& batch, double momentum) {
  if (!running.defined()) return;
  auto values = at::empty({static_cast<int64_t>(batch.size())}, at::kDouble);
  std::memcpy(values.data_ptr(), batch.data(), batch.size() * sizeof(double));
  running.mul_(1 - momentum).add_(values.to(running.scalar_type()), momentum);
}

struct Statistics {
  Tensor mean, inverse;  // of the batch, [C]
};

template <typename T>
Statistics statistics(const Maps<T>& maps, const Tensor& x, const Tensor& weight, const Tensor& running_mean, const Tensor& running_var,
                      double momentum, double eps) {
  const auto moments = maps.moments(values_of<typename T::Stored>(x));
  const auto channels = static_cast<int64_t>(moments.size());
  Statistics result{at::empty({channels}, weight.options()), at::empty({channels}, weight.options())};
  std::vector<double> means(channels), variances(channels);
  for (int64_t c = 0; c < channels; ++c) {
    means[c] = moments[c].mean;
    variances[c] = moments[c].squares / (moments[c].count - 1);
    result.mean.template data_ptr<typename T::Real>()[c] = static_cast<typename T::Real>(moments[c].mean);
    result.inverse.template data_ptr<typename T::Real>()[c] =
        static_cast<typename T::Real>(1 / std::sqrt(moments[c].squares / moments[c].count + eps));
  }
  update_running(running_mean, means, momentum);
  update_running(running_var, variances, momentum);
  return result;
}

template <typename T>
void rectify(const Tensor& x, const Tensor& added, const Tensor& y, const Affine<typename T::Real>& affine) {
  using Stored = typename T::Stored;
  maps_of<T>(x).forward(values_of<Stored>(x), added.defined() ? values_of<Stored>(added) : nullptr, values_of<Stored>(y), affine);
}

class NormRelu : public torch::autograd::Function<NormRelu> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight, const Tensor& bias,
                        const OptionalTensor& running_mean, const OptionalTensor& running_var, double momentum, double eps,
                        const OptionalTensor& shortcut) {
    const auto added = shortcut.value_or(Tensor());
    auto y = at::empty_like(x);
    Statistics batch;
    with_type(x.scalar_type(), [&](auto type) {
      using T = decltype(type);
      const auto maps = maps_of<T>(x);
      batch = statistics(maps, x, weight, running_mean.value_or(Tensor()), running_var.value_or(Tensor()), momentum, eps);
      rectify<T>(x, added, y, affine_of<typename T::Real>(weight, bias, batch.mean, batch.inverse));
    });
    context->save_for_backward({x, weight, bias, batch.mean, batch.inverse, added.defined() ? y : Tensor()});
    context->saved_data["eps"] = eps;
    return y;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1], &bias = saved[2], &mean = saved[3], &inverse = saved[4], &y = saved[5];
    if (at::GradMode::is_enabled()) return again(context->saved_data["eps"].toDouble(), gradients[0], x, weight, bias, y);

    const auto order = x.is_contiguous() ? at::MemoryFormat::Contiguous : x.suggest_memory_format();
    auto dy = gradients[0].to(x.scalar_type()).contiguous(order);
    if (y.defined()) dy = at::threshold_backward(dy, y, 0).contiguous(order);  // as it comes through the ReLU; the shortcut's own
    auto dx = at::empty_like(x);
    auto dweight = at::empty_like(weight), dbias = at::empty_like(bias);
    with_type(x.scalar_type(), [&](auto type) {
      using T = decltype(type);
      using Real = typename T::Real;
      const auto maps = maps_of<T>(x);
      auto affine = affine_of<Real>(weight, bias, mean, inverse);
      if (y.defined()) std::fill(affine.shift.begin(), affine.shift.end(), std::numeric_limits<Real>::infinity());  // all comes through
      const auto channels = static_cast<size_t>(mean.numel());
      std::vector<double> sums(channels), products(channels);
      const auto *in = values_of<typename T::Stored>(x), *gradient = values_of<typename T::Stored>(dy);
      maps.gradient_sums(in, gradient, affine, sums, products);
      for (size_t c = 0; c < channels; ++c) {
        const double scale = affine.scale[c], deviation = inverse.data_ptr<Real>()[c], count = static_cast<double>(maps.values());
        dbias.data_ptr<Real>()[c] = static_cast<Real>(sums[c]);
        dweight.data_ptr<Real>()[c] = static_cast<Real>(products[c] * deviation);
        affine.slope[c] = static_cast<Real>(-scale * deviation * deviation * products[c] / count);
        affine.offset[c] = static_cast<Real>(-scale * sums[c] / count);
      }
      maps.backward(in, gradient, values_of<typename T::Stored>(dx), affine);
    });
    return {dx, dweight, dbias, Tensor(), Tensor(), Tensor(), Tensor(), y.defined() ? dy : Tensor()};
  }

 private:
  // The gradient as libtorch's own operators, which can be differentiated again. Where the output is zero nothing comes through.
  static variable_list again(double eps, const Tensor& dy, const Tensor& x, const Tensor& weight, const Tensor& bias,
                             const Tensor& output) {
    const auto normed = at::batch_norm(x, weight, bias, {}, {}, true, 0, eps, false);
    const auto open = output.defined() ? output.detach().gt(0).to(x.scalar_type()) : Tensor();
    const auto y = open.defined() ? normed * open : at::relu(normed);
    variable_list inputs, found(8);
    if (open.defined()) found[7] = dy * open;
    for (const auto& tensor : {x, weight, bias}) {
      if (tensor.requires_grad()) inputs.push_back(tensor);
    }
    if (inputs.empty()) return found;  // only the shortcut is asked for
    auto gradients = torch::autograd::grad({y}, inputs, {dy}, true, true);
    size_t next = 0;
    for (const auto& [place, tensor] : {std::pair<int, Tensor>{0, x}, {1, weight}, {2, bias}}) {
      if (tensor.requires_grad()) found[place] = gradients[next++];
    }
    return found;
  }
};

bool fuses(const Tensor& x, const OptionalTensor& weight, const OptionalTensor& bias, const Tensor& added) {
  if (!x.device().is_cpu() || x.dim() < 3 || x.numel() <= x.size(1) || !weight || !weight->defined() || !bias || !bias->defined() ||
      (added.defined() && (added.sizes() != x.sizes() || added.strides() != x.strides() || added.scalar_type() != x.scalar_type() ||
                           !added.device().is_cpu()))) {
    return false;
  }
  const auto type = x.scalar_type(), real = type == at::kBFloat16 ? at::kFloat : type;
  const bool known = type == at::kFloat || type == at::kDouble || type == at::kBFloat16;
  const bool dense = x.is_contiguous() || (x.dim() == 4 && x.is_contiguous(at::MemoryFormat::ChannelsLast)) ||
                     (x.dim() == 5 && x.is_contiguous(at::MemoryFormat::ChannelsLast3d));
  return known && dense && weight->scalar_type() == real && bias->scalar_type() == real && weight->is_contiguous() && bias->is_contiguous() &&
         weight->numel() == x.size(1) && bias->numel() == x.size(1);
}

// By the running statistics, where no gradient is asked for.
Tensor evaluate(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& running_mean, const Tensor& running_var, double eps,
                const Tensor& added) {
  auto y = at::empty_like(x);
  const auto inverse = running_var.add(eps).rsqrt();
  with_type(x.scalar_type(), [&](auto type) {
    using T = decltype(type);
    rectify<T>(x, added, y, affine_of<typename T::Real>(weight, bias, running_mean, inverse));
  });
  return y;
}

// relu(batch_norm(x) + added) for maps [N, C, …].
Tensor batch_norm_relu(const Tensor& x, const OptionalTensor& weight, const OptionalTensor& bias, const OptionalTensor& running_mean,
                       const OptionalTensor& running_var, bool training, double momentum, double eps, const OptionalTensor& shortcut) {
  const auto mean = running_mean.value_or(Tensor()), var = running_var.value_or(Tensor()), added = shortcut.value_or(Tensor());
  if (fuses(x, weight, bias, added)) {
    if (training) return NormRelu::apply(x, *weight, *bias, running_mean, running_var, momentum, eps, shortcut);
    const auto real = weight->scalar_type();
    if (!at::GradMode::is_enabled() && mean.defined() && var.defined() && mean.scalar_type() == real && var.scalar_type() == real &&
        mean.is_contiguous() && mean.numel() == x.size(1) && var.numel() == x.size(1)) {
      return evaluate(x, *weight, *bias, mean, var, eps, added);
    }
  }
  auto y = at::batch_norm(x, weight, bias, running_mean, running_var, training, momentum, eps, true);
  return at::relu_(added.defined() ? y.add_(added) : y);
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY(medtrain, library) {
  library.def(
      "batch_norm_relu(Tensor x, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, "
      "float eps, Tensor? added) -> Tensor",
      &medtrain::batch_norm_relu);
}
