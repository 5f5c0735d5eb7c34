#include "torch_direct.h"

#include <algorithm>
#include <string>


namespace medtrain {
namespace {

using at::Scalar;
using at::Tensor;

// The managed side keeps its tensor alive during the call, so its handle is read as a tensor without a reference of our own.
static_assert(sizeof(Tensor) == sizeof(void*), "a tensor is one pointer");
const Tensor& tensor_at(const Value& value) { return *reinterpret_cast<const Tensor*>(&value.pointer); }

Scalar number_at(const Value& value) { return value.tag == kInt ? Scalar(value.integer) : Scalar(value.real); }

int put(Tensor&& result, Value* results, int capacity) {
  if (capacity > 0) {
    results[0].count = 0;
    results[0].pointer = own(std::move(result));
    results[0].tag = results[0].pointer == nullptr ? kNone : kTensor;
  }
  return 1;
}

// "TTS": tensors, then numbers; empty for every other signature.
std::string letters(const c10::FunctionSchema& schema) {
  std::string result;
  for (const auto& argument : schema.arguments()) {
    const auto kind = argument.type()->kind();
    if (kind == c10::TypeKind::TensorType && result.find('S') == std::string::npos) result += 'T';
    else if (kind == c10::TypeKind::NumberType) result += 'S';
    else return "";
  }
  return result;
}

bool writes(const c10::Argument& argument) { return argument.alias_info() != nullptr && argument.alias_info()->isWrite(); }

template <typename... Types>
Tensor make(const c10::OperatorHandle& op, const Types&... arguments) {
  return op.typed<Tensor(const Types&...)>().call(arguments...);
}

template <typename... Types>
int change(const c10::OperatorHandle& op, const Value& first, Value* results, int capacity, const Types&... arguments) {
  auto self = tensor_at(first);
  op.typed<Tensor&(Tensor&, const Types&...)>().call(self, arguments...);
  return put(std::move(self), results, capacity);
}

}  // namespace

DirectCall::DirectCall(const c10::OperatorHandle& op) : handle_(op) {
  const auto& schema = op.schema();
  const auto& returns = schema.returns();
  if (returns.size() != 1 || returns[0].type()->kind() != c10::TypeKind::TensorType) return;

  const auto kinds = letters(schema);
  const auto& arguments = schema.arguments();
  const bool in_place = !arguments.empty() && writes(arguments[0]);
  for (size_t i = 1; i < arguments.size(); ++i) {
    if (writes(arguments[i])) return;  // an out form
  }
  static const std::pair<const char*, Form> forms[] = {
      {"T", Form::kT},     {"TT", Form::kTT},     {"TTT", Form::kTTT},   {"TTS", Form::kTTS}, {"TS", Form::kTS}, {"TSS", Form::kTSS},
      {"=T", Form::kToT},  {"=TT", Form::kToTT},  {"=TTS", Form::kToTTS}, {"=TS", Form::kToTS}, {"=TSS", Form::kToTSS}};
  for (const auto& [name, form] : forms) {
    if ((in_place ? "=" + kinds : kinds) == name) form_ = form;
  }
  arity_ = static_cast<int>(arguments.size());
  needed_ = arity_;
  tensors_ = static_cast<int>(std::count(kinds.begin(), kinds.end(), 'T'));
  if (form_ != Form::kNone && kinds.back() == 'S' && arguments.back().default_value()) {
    last_default_ = arguments.back().default_value()->toScalar();
    --needed_;
  }
}

int DirectCall::call(const Value* arguments, int count, Value* results, int capacity) const {
  const auto tensor = [&](int i) -> const Tensor& { return tensor_at(arguments[i]); };
  const auto number = [&](int i) { return i < count ? number_at(arguments[i]) : last_default_; };
  switch (form_) {
    case Form::kT: return put(make(handle_, tensor(0)), results, capacity);
    case Form::kTT: return put(make(handle_, tensor(0), tensor(1)), results, capacity);
    case Form::kTTT: return put(make(handle_, tensor(0), tensor(1), tensor(2)), results, capacity);
    case Form::kTTS: return put(make(handle_, tensor(0), tensor(1), number(2)), results, capacity);
    case Form::kTS: return put(make(handle_, tensor(0), number(1)), results, capacity);
    case Form::kTSS: return put(make(handle_, tensor(0), number(1), number(2)), results, capacity);
    case Form::kToT: return change(handle_, arguments[0], results, capacity);
    case Form::kToTT: return change(handle_, arguments[0], results, capacity, tensor(1));
    case Form::kToTTS: return change(handle_, arguments[0], results, capacity, tensor(1), number(2));
    case Form::kToTS: return change(handle_, arguments[0], results, capacity, number(1));
    case Form::kToTSS: return change(handle_, arguments[0], results, capacity, number(1), number(2));
    case Form::kNone: break;
  }
  throw std::logic_error("this operator has no direct form");
}

}  // namespace medtrain
