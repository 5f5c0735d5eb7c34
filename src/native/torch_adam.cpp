// A step of Adam or AdamW in one pass: every number of parameters, gradients and state is read and written once, where a step of single
// operators reads and writes them nine times.
#include "torch_door.h"
#include "torch_maps.h"

#include <cmath>

#include <ATen/Parallel.h>
#include <torch/library.h>

namespace medtrain {
namespace {

using at::Tensor;
using at::TensorList;

constexpr int64_t kChunk = int64_t{1} << 14;  // numbers that one thread does at a time

// The factors of one step; see AdamStep.cs.
template <typename Real>
struct AdamFactors {
  Real keep;        // of the weights: 1 without decay
  Real l2;          // share of the weights in the gradient
  Real beta1, beta2;
  Real rest1, rest2;  // 1 - beta
  Real rate;        // -learning rate / (1 - beta1^step)
  Real correction;  // sqrt(1 - beta2^step)
  Real eps;
};

template <typename Real>
MEDTRAIN_VECTORS void adam_line(Real* weights, const Real* gradients, Real* means, Real* squares, int64_t count, AdamFactors<Real> f) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) {
    const Real gradient = gradients[i] + f.l2 * weights[i];
    const Real mean = means[i] * f.beta1 + gradient * f.rest1;
    const Real square = squares[i] * f.beta2 + gradient * gradient * f.rest2;
    means[i] = mean;
    squares[i] = square;
    weights[i] = weights[i] * f.keep + f.rate * mean / (std::sqrt(square) / f.correction + f.eps);
  }
}

// Whether the numbers of both lie in the same order; the stride of an axis of one says nothing.
bool in_order(const Tensor& tensor, const Tensor& weights) {
  for (int64_t axis = 0; axis < weights.dim(); ++axis) {
    if (weights.size(axis) > 1 && tensor.stride(axis) != weights.stride(axis)) return false;
  }
  return true;
}

bool alike(const Tensor& tensor, const Tensor& weights) {
  return tensor.defined() && tensor.device().is_cpu() && tensor.layout() == at::kStrided && tensor.scalar_type() == weights.scalar_type() &&
         tensor.sizes() == weights.sizes() && in_order(tensor, weights);
}

bool fits(TensorList weights, TensorList gradients, TensorList means, TensorList squares) {
  for (size_t i = 0; i < weights.size(); ++i) {
    const auto& one = weights[i];
    const bool known = one.scalar_type() == at::kFloat || one.scalar_type() == at::kDouble;
    if (!known || one.scalar_type() != weights[0].scalar_type() || !alike(one, one) || !one.is_non_overlapping_and_dense() ||
        !alike(gradients[i], one) || !alike(means[i], one) || !alike(squares[i], one)) {
      return false;
    }
  }
  return true;
}

template <typename Real>
void run(TensorList weights, TensorList gradients, TensorList means, TensorList squares, const AdamFactors<Real>& factors) {
  std::vector<int64_t> first{0};  // the first chunk of each tensor, and the end
  for (const auto& one : weights) first.push_back(first.back() + (one.numel() + kChunk - 1) / kChunk);
  at::parallel_for(0, first.back(), 2, [&](int64_t begin, int64_t end) {
    auto at = static_cast<size_t>(std::upper_bound(first.begin(), first.end(), begin) - first.begin()) - 1;
    for (int64_t chunk = begin; chunk < end; ++chunk) {
      while (chunk >= first[at + 1]) ++at;
      const int64_t from = (chunk - first[at]) * kChunk;
      adam_line(weights[at].data_ptr<Real>() + from, gradients[at].data_ptr<Real>() + from, means[at].data_ptr<Real>() + from,
                squares[at].data_ptr<Real>() + from, std::min(kChunk, weights[at].numel() - from), factors);
    }
  });
}

// False when these tensors need libtorch's own operators; nothing is changed then.
bool adam(TensorList weights, TensorList gradients, TensorList means, TensorList squares, double keep, double l2, double beta1,
          double beta2, double rate, double correction, double eps) {
  TORCH_CHECK(weights.size() == gradients.size() && weights.size() == means.size() && weights.size() == squares.size(),
              "adam_ needs as many gradients, means and squares as weights");
  if (!fits(weights, gradients, means, squares)) return false;
  if (weights.empty()) return true;
  if (weights[0].scalar_type() == at::kDouble) {
    run<double>(weights, gradients, means, squares, {keep, l2, beta1, beta2, 1 - beta1, 1 - beta2, rate, correction, eps});
  } else {
    const auto f = [](double number) { return static_cast<float>(number); };
    run<float>(weights, gradients, means, squares,
               {f(keep), f(l2), f(beta1), f(beta2), f(1 - beta1), f(1 - beta2), f(rate), f(correction), f(eps)});
  }
  for (const auto& list : {weights, means, squares}) {
    for (const auto& one : list) {
      if (!one.is_inference()) one.unsafeGetTensorImpl()->bump_version();
    }
  }
  return true;
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_FRAGMENT(medtrain, library) {
  library.def(
      "adam_(Tensor(a!)[] weights, Tensor[] gradients, Tensor(b!)[] means, Tensor(c!)[] squares, float keep, float l2, float beta1, "
      "float beta2, float rate, float correction, float eps) -> bool",
      &medtrain::adam);
}
