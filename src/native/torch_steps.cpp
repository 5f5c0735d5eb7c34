// Steps of SGD, Adam and AdamW in one pass: every number of parameters, gradients and state is read and written once, where a step of
// single operators reads and writes them three and nine times.
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

// The factors of one step; see SGD.Update.cs.
template <typename Real>
struct SgdFactors {
  Real l2;        // share of the weights in the gradient
  Real momentum;
  Real rest;      // 1 - dampening
  Real rate;      // -learning rate
  bool nesterov;
};

template <typename Real>
MEDTRAIN_VECTORS void plain_line(Real* weights, const Real* gradients, int64_t count, SgdFactors<Real> f) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) weights[i] += f.rate * (gradients[i] + f.l2 * weights[i]);
}

template <typename Real>
MEDTRAIN_VECTORS void momentum_line(Real* weights, const Real* gradients, Real* buffers, int64_t count, SgdFactors<Real> f) {
  // With Nesterov's momentum the step is gradient + momentum * buffer.
  const Real of_gradient = f.nesterov ? Real{1} : Real{0}, of_buffer = f.nesterov ? f.momentum : Real{1};
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) {
    const Real gradient = gradients[i] + f.l2 * weights[i];
    const Real buffer = buffers[i] * f.momentum + gradient * f.rest;
    buffers[i] = buffer;
    weights[i] += f.rate * (of_gradient * gradient + of_buffer * buffer);
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

// Whether one pass can do it: dense numbers of one type, and all that belongs to a weight in the weight's order.
bool fits(TensorList weights, std::initializer_list<TensorList> others) {
  for (size_t i = 0; i < weights.size(); ++i) {
    const auto& one = weights[i];
    const bool known = one.scalar_type() == at::kFloat || one.scalar_type() == at::kDouble;
    if (!known || one.scalar_type() != weights[0].scalar_type() || !alike(one, one) || !one.is_non_overlapping_and_dense()) return false;
    for (const auto& list : others) {
      if (!alike(list[i], one)) return false;
    }
  }
  return true;
}

// Calls line(tensor, first number, count) for all numbers, on all threads.
template <typename Line>
void run(TensorList weights, const Line& line) {
  std::vector<int64_t> first{0};  // the first chunk of each tensor, and the end
  for (const auto& one : weights) first.push_back(first.back() + (one.numel() + kChunk - 1) / kChunk);
  at::parallel_for(0, first.back(), 2, [&](int64_t begin, int64_t end) {
    auto at = static_cast<size_t>(std::upper_bound(first.begin(), first.end(), begin) - first.begin()) - 1;
    for (int64_t chunk = begin; chunk < end; ++chunk) {
      while (chunk >= first[at + 1]) ++at;
      const int64_t from = (chunk - first[at]) * kChunk;
      line(at, from, std::min(kChunk, weights[at].numel() - from));
    }
  });
}

template <typename Real>
void adam_run(TensorList weights, TensorList gradients, TensorList means, TensorList squares, const AdamFactors<Real>& factors) {
  run(weights, [&](size_t at, int64_t from, int64_t count) {
    adam_line(weights[at].data_ptr<Real>() + from, gradients[at].data_ptr<Real>() + from, means[at].data_ptr<Real>() + from,
              squares[at].data_ptr<Real>() + from, count, factors);
  });
}

template <typename Real>
void sgd_run(TensorList weights, TensorList gradients, TensorList buffers, const SgdFactors<Real>& factors) {
  run(weights, [&](size_t at, int64_t from, int64_t count) {
    Real* const one = weights[at].data_ptr<Real>() + from;
    const Real* const gradient = gradients[at].data_ptr<Real>() + from;
    if (buffers.empty()) {
      plain_line(one, gradient, count, factors);
    } else {
      momentum_line(one, gradient, buffers[at].data_ptr<Real>() + from, count, factors);
    }
  });
}

void changed(std::initializer_list<TensorList> lists) {
  for (const auto& list : lists) {
    for (const auto& one : list) {
      if (!one.is_inference()) one.unsafeGetTensorImpl()->bump_version();
    }
  }
}

// False when these tensors need libtorch's own operators; nothing is changed then.
bool adam(TensorList weights, TensorList gradients, TensorList means, TensorList squares, double keep, double l2, double beta1,
          double beta2, double rate, double correction, double eps) {
  TORCH_CHECK(weights.size() == gradients.size() && weights.size() == means.size() && weights.size() == squares.size(),
              "adam_ needs as many gradients, means and squares as weights");
  if (!fits(weights, {gradients, means, squares})) return false;
  if (weights.empty()) return true;
  if (weights[0].scalar_type() == at::kDouble) {
    adam_run<double>(weights, gradients, means, squares, {keep, l2, beta1, beta2, 1 - beta1, 1 - beta2, rate, correction, eps});
  } else {
    const auto f = [](double number) { return static_cast<float>(number); };
    adam_run<float>(weights, gradients, means, squares,
                    {f(keep), f(l2), f(beta1), f(beta2), f(1 - beta1), f(1 - beta2), f(rate), f(correction), f(eps)});
  }
  changed({weights, means, squares});
  return true;
}

// Without buffers there is no momentum. False as above.
bool sgd(TensorList weights, TensorList gradients, TensorList buffers, double l2, double momentum, double rest, double rate, bool nesterov) {
  TORCH_CHECK(weights.size() == gradients.size() && (buffers.empty() || weights.size() == buffers.size()),
              "sgd_ needs as many gradients, and as many buffers or none, as weights");
  if (!(buffers.empty() ? fits(weights, {gradients}) : fits(weights, {gradients, buffers}))) return false;
  if (weights.empty()) return true;
  if (weights[0].scalar_type() == at::kDouble) {
    sgd_run<double>(weights, gradients, buffers, {l2, momentum, rest, rate, nesterov});
  } else {
    const auto f = [](double number) { return static_cast<float>(number); };
    sgd_run<float>(weights, gradients, buffers, {f(l2), f(momentum), f(rest), f(rate), nesterov});
  }
  changed({weights, buffers});
  return true;
}

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_FRAGMENT(medtrain, library) {
  library.def(
      "adam_(Tensor(a!)[] weights, Tensor[] gradients, Tensor(b!)[] means, Tensor(c!)[] squares, float keep, float l2, float beta1, "
      "float beta2, float rate, float correction, float eps) -> bool",
      &medtrain::adam);
  library.def(
      "sgd_(Tensor(a!)[] weights, Tensor[] gradients, Tensor(b!)[] buffers, float l2, float momentum, float rest, float rate, "
      "bool nesterov) -> bool",
      &medtrain::sgd);
}
