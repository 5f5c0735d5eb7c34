// bfloat16 tensors whose numbers are computed with in float32: widening is exact, and a result is rounded once.
#pragma once
#include "torch_door.h"

namespace medtrain {

inline bool is_short(const at::Tensor& tensor) { return tensor.scalar_type() == at::kBFloat16; }
inline at::Tensor wide(const at::Tensor& tensor) { return is_short(tensor) ? tensor.to(at::kFloat) : tensor; }
inline at::Tensor narrow(const at::Tensor& tensor) { return tensor.defined() ? tensor.to(at::kBFloat16) : tensor; }

}  // namespace medtrain
