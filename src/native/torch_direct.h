// Calls without a boxed stack for the commonest signatures: tensors, perhaps followed by numbers, to one tensor.
#pragma once

#include "torch_door.h"

#include <ATen/core/dispatch/Dispatcher.h>

namespace medtrain {

// How one operator can be called directly, if it can.
class DirectCall {
 public:
  explicit DirectCall(const c10::OperatorHandle& op);

  // Whether these arguments can be passed directly: as many as the signature needs, each of its kind.
  bool fits(const Value* arguments, int count) const {
    if (form_ == Form::kNone || count < needed_ || count > arity_) return false;
    for (int i = 0; i < count; ++i) {
      const bool tensor = arguments[i].tag == kTensor;
      const bool number = arguments[i].tag == kInt || arguments[i].tag == kDouble;
      if (i < tensors_ ? !tensor : !number) return false;
    }
    return true;
  }

  // Like mt_call.
  int call(const Value* arguments, int count, Value* results, int capacity) const;

 private:
  // The argument types, T a tensor and S a number; "to" forms change and return the first tensor.
  enum class Form : int8_t { kNone, kT, kTT, kTTT, kTTS, kTS, kTSS, kToT, kToTT, kToTTS, kToTS, kToTSS };

  c10::OperatorHandle handle_;
  Form form_ = Form::kNone;
  int arity_ = 0;
  int needed_ = 0;   // the arguments without default
  int tensors_ = 0;  // the tensors, which come first
  c10::Scalar last_default_;
};

}  // namespace medtrain
