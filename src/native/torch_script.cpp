// TorchScript files: load, run, save. A file is code for libtorch's own interpreter and weights; it never runs anything outside it.
#include "torch_door.h"

#include <cstdlib>
#include <cstring>
#include <sstream>
#include <vector>

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

namespace medtrain {
namespace {

using torch::jit::Module;

// Kinds beyond torch_door.h's: containers, whose items follow (a dictionary's as key, value, key, value …).
constexpr int32_t kList = 100;
constexpr int32_t kTuple = 101;
constexpr int32_t kDictionary = 102;

Module& script(void* handle) { return *static_cast<Module*>(handle); }

Module load_script(std::istream& stream, int64_t device) {
  return torch::jit::load(stream, device < 0 ? c10::Device(c10::kCPU) : to_device(device));
}

c10::IValue argument(const Value& value, bool real) {
  switch (value.tag) {
    case kNone: return {};
    case kTensor: return c10::IValue(borrow(value.pointer));
    case kInt: return real ? c10::IValue(static_cast<double>(value.integer)) : c10::IValue(value.integer);
    case kDouble: return c10::IValue(value.real);
    case kBool: return c10::IValue(value.integer != 0);
    case kString: return c10::IValue(std::string(static_cast<const char*>(value.pointer), value.count));
    case kTensorList: {
      auto* const* items = static_cast<void* const*>(value.pointer);
      std::vector<at::Tensor> list;
      for (int32_t i = 0; i < value.count; ++i) list.push_back(borrow(items[i]));
      return c10::IValue(std::move(list));
    }
    default: throw std::invalid_argument("arguments of this kind cannot be given to a script");
  }
}

void flatten(const c10::IValue& item, std::vector<Value>& out);

void container(int32_t tag, size_t count, std::vector<Value>& out) {
  Value value{tag, static_cast<int32_t>(count), {}};
  value.integer = 0;
  out.push_back(value);
}

Value text(const std::string& from) {
  Value value{kString, static_cast<int32_t>(from.size()), {}};
  value.pointer = std::malloc(from.size() + 1);
  if (value.pointer == nullptr) throw std::bad_alloc();
  std::memcpy(value.pointer, from.data(), from.size());
  return value;
}

// Appends the value, and what it contains, in order.
void flatten(const c10::IValue& item, std::vector<Value>& out) {
  Value value{kNone, 0, {}};
  value.integer = 0;
  if (item.isTensor()) {
    value.pointer = own(item.toTensor());
    value.tag = value.pointer == nullptr ? kNone : kTensor;
  } else if (item.isInt()) {
    value.tag = kInt;
    value.integer = item.toInt();
  } else if (item.isDouble()) {
    value.tag = kDouble;
    value.real = item.toDouble();
  } else if (item.isBool()) {
    value.tag = kBool;
    value.integer = item.toBool();
  } else if (item.isString()) {
    value = text(item.toStringRef());
  } else if (item.isTuple()) {
    const auto& elements = item.toTupleRef().elements();
    container(kTuple, elements.size(), out);
    for (const auto& element : elements) flatten(element, out);
    return;
  } else if (item.isList()) {
    const auto elements = item.toListRef();
    container(kList, elements.size(), out);
    for (const auto& element : elements) flatten(element, out);
    return;
  } else if (item.isGenericDict()) {
    const auto entries = item.toGenericDict();
    container(kDictionary, entries.size(), out);
    for (const auto& entry : entries) {
      flatten(entry.key(), out);
      flatten(entry.value(), out);
    }
    return;
  } else if (!item.isNone()) {
    throw std::invalid_argument("the script returned a value of kind " + item.tagKind());
  }
  out.push_back(value);
}

void discard(std::vector<Value>& values) {
  for (const auto& value : values) {
    if (value.tag == kString) std::free(value.pointer);
    if (value.tag == kTensor) c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl*>(value.pointer));
  }
}

Value* flat_copy(const c10::IValue& result, int* count) {
  std::vector<Value> values;
  try {
    flatten(result, values);
    auto* copy = static_cast<Value*>(std::malloc(sizeof(Value) * (values.size() + 1)));
    if (copy == nullptr) throw std::bad_alloc();
    std::memcpy(copy, values.data(), sizeof(Value) * values.size());
    *count = static_cast<int>(values.size());
    return copy;
  } catch (...) {
    discard(values);
    throw;
  }
}

}  // namespace
}  // namespace medtrain

using namespace medtrain;

// A script from a file's bytes, its weights on the packed device (negative: the CPU); null with the error text set.
MEDTRAIN_EXPORT void* mt_script_load(const char* bytes, int64_t count, int64_t device) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    std::istringstream stream(std::string(bytes, static_cast<size_t>(count)));
    return new Module(load_script(stream, device));
  });
}

MEDTRAIN_EXPORT void mt_script_free(void* handle) { delete static_cast<Module*>(handle); }

MEDTRAIN_EXPORT int mt_script_save(void* handle, const char* path) {
  return guarded(kFailed, [&] {
    script(handle).save(path);
    return 0;
  });
}

MEDTRAIN_EXPORT int mt_script_train(void* handle, int on) {
  return guarded(kFailed, [&] {
    script(handle).train(on != 0);
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_script_training(void* handle) {
  return guarded(kFailed, [&] { return script(handle).is_training() ? 1 : 0; });
}

// The parameters (or buffers): owned handles into tensors[capacity], their names by lines into names[size]. Returns how many there are,
// whether they fit or not; nothing is written when one of the two is too small.
MEDTRAIN_EXPORT int mt_script_state(void* handle, int buffers, void** tensors, int capacity, char* names, int size) {
  return guarded(kFailed, [&] {
    std::vector<std::pair<std::string, at::Tensor>> found;
    if (buffers != 0) {
      for (const auto& entry : script(handle).named_buffers()) found.emplace_back(entry.name, entry.value);
    } else {
      for (const auto& entry : script(handle).named_parameters()) found.emplace_back(entry.name, entry.value);
    }
    std::string lines;
    for (const auto& entry : found) lines += entry.first + "\n";
    if (static_cast<int>(found.size()) <= capacity && static_cast<int>(lines.size()) < size) {
      for (size_t i = 0; i < found.size(); ++i) tensors[i] = own(found[i].second);
      std::memcpy(names, lines.c_str(), lines.size() + 1);
    }
    return static_cast<int>(found.size());
  });
}

// Calls a method. The result comes back flat: a container is followed by its items. The array, and the memory of strings in it, are the
// caller's to free with mt_free; the tensors are owned.
MEDTRAIN_EXPORT Value* mt_script_run(void* handle, const char* method, const Value* arguments, int count, int* results) {
  return guarded(static_cast<Value*>(nullptr), [&]() -> Value* {
    const auto found = script(handle).find_method(method);
    TORCH_CHECK(found.has_value(), "the script has no method '", method, "'");
    const auto& declared = found->function().getSchema().arguments();  // the first is the module itself
    std::vector<c10::IValue> stack;
    for (int i = 0; i < count; ++i) {
      const bool real = static_cast<size_t>(i) + 1 < declared.size() && declared[i + 1].type()->kind() == c10::TypeKind::FloatType;
      stack.push_back(argument(arguments[i], real));
    }
    return flat_copy((*found)(std::move(stack)), results);
  });
}
