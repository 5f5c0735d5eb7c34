// The generic door to every ATen operator: look it up once by name, then call it with a stack of tagged values.
// Autograd, autocast and CUDA work through it unchanged, because the dispatcher itself makes the call.
#include "torch_direct.h"

#include <cstdlib>
#include <cstring>
#include <sstream>
#include <vector>

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>

namespace medtrain {
namespace {

#if MEDTRAIN_LIBTORCH(2, 4)
using TensorOrNone = std::optional<at::Tensor>;
#else
using TensorOrNone = c10::optional<at::Tensor>;
#endif

using Stack = std::vector<c10::IValue>;

// One operator as the managed side holds it; lives as long as the process.
struct Operator {
  explicit Operator(c10::OperatorHandle found) : handle(found), direct(handle) {
    const auto& arguments = handle.schema().arguments();
    arity = arguments.size();
    for (size_t i = 0; i < arity && i < 64; ++i) {
      const auto kind = arguments[i].type()->kind();
      if (kind == c10::TypeKind::FloatType) reals |= uint64_t{1} << i;
      if (kind != c10::TypeKind::OptionalType) required |= uint64_t{1} << i;
      if (arguments[i].N()) windows |= uint64_t{1} << i;
    }
  }

  c10::OperatorHandle handle;
  DirectCall direct;
  size_t arity = 0;
  uint64_t required = 0;  // arguments for which null is an error
  uint64_t reals = 0;     // arguments for which an integer is widened
  uint64_t windows = 0;   // lists of declared length (kernel sizes, strides, paddings): libtorch's arithmetic on them may overflow
};

void check_window(const Value& value) {
  const auto* items = static_cast<const int64_t*>(value.pointer);
  for (int32_t i = 0; i < value.count; ++i) {
    if (items[i] > INT32_MAX || items[i] < INT32_MIN) throw std::invalid_argument(std::to_string(items[i]) + " is out of range");
  }
}

c10::IValue to_ivalue(const Value& value, bool real) {
  switch (value.tag) {
    case kNone: return {};
    case kTensor: return c10::IValue(borrow(value.pointer));
    case kInt: return real ? c10::IValue(static_cast<double>(value.integer)) : c10::IValue(value.integer);
    case kDouble: return c10::IValue(value.real);
    case kBool: return c10::IValue(value.integer != 0);
    case kIntList: {
      const auto* items = static_cast<const int64_t*>(value.pointer);
      return c10::IValue(std::vector<int64_t>(items, items + value.count));
    }
    case kDoubleList: {
      const auto* items = static_cast<const double*>(value.pointer);
      return c10::IValue(std::vector<double>(items, items + value.count));
    }
    case kBoolList: {
      const auto* items = static_cast<const int64_t*>(value.pointer);
      c10::List<bool> list;
      for (int32_t i = 0; i < value.count; ++i) list.push_back(items[i] != 0);
      return c10::IValue(std::move(list));
    }
    case kTensorList: {
      auto* const* items = static_cast<void* const*>(value.pointer);
      std::vector<at::Tensor> list;
      list.reserve(value.count);
      for (int32_t i = 0; i < value.count; ++i) list.push_back(borrow(items[i]));
      return c10::IValue(std::move(list));
    }
    case kTensorOrNoneList: {
      auto* const* items = static_cast<void* const*>(value.pointer);
      c10::List<TensorOrNone> list;
      for (int32_t i = 0; i < value.count; ++i) {
        list.push_back(items[i] == nullptr ? TensorOrNone() : TensorOrNone(borrow(items[i])));
      }
      return c10::IValue(std::move(list));
    }
    case kDevice: return c10::IValue(to_device(value.integer));
    case kString: return c10::IValue(std::string(static_cast<const char*>(value.pointer), value.count));
    case kGenerator: return c10::IValue(*static_cast<at::Generator*>(value.pointer));
    default: throw std::invalid_argument("unknown value tag " + std::to_string(value.tag));
  }
}

Value list_value(Tag tag, size_t count, void* items) {
  Value value{tag, static_cast<int32_t>(count), {}};
  value.pointer = items;
  return value;
}

Value from_ivalue(c10::IValue&& item) {
  Value value{kNone, 0, {}};
  value.integer = 0;
  if (item.isTensor()) {
    value.pointer = own(std::move(item).toTensor());
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
  } else if (item.isTensorList()) {
    auto tensors = item.toTensorVector();
    auto** items = static_cast<void**>(std::malloc(sizeof(void*) * (tensors.size() + 1)));
    if (items == nullptr) throw std::bad_alloc();
    for (size_t i = 0; i < tensors.size(); ++i) items[i] = own(std::move(tensors[i]));
    return list_value(kTensorList, tensors.size(), items);
  } else if (item.isIntList()) {
    const auto numbers = item.toIntVector();
    auto* items = static_cast<int64_t*>(std::malloc(sizeof(int64_t) * (numbers.size() + 1)));
    if (items == nullptr) throw std::bad_alloc();
    std::memcpy(items, numbers.data(), sizeof(int64_t) * numbers.size());
    return list_value(kIntList, numbers.size(), items);
  } else if (!item.isNone()) {
    throw std::invalid_argument("cannot return a value of kind " + item.tagKind());
  }
  return value;
}

void describe_list(std::ostream& out, const Value& value) {
  constexpr int32_t kShown = 8;
  out << '[';
  for (int32_t i = 0; i < value.count && i < kShown; ++i) {
    if (i > 0) out << ", ";
    if (value.tag == kDoubleList) out << static_cast<const double*>(value.pointer)[i];
    else if (value.tag == kIntList || value.tag == kBoolList) out << static_cast<const int64_t*>(value.pointer)[i];
    else out << describe(borrow(static_cast<void* const*>(value.pointer)[i]));
  }
  if (value.count > kShown) out << ", … " << value.count << " in all";
  out << ']';
}

void describe_value(std::ostream& out, const Value& value) {
  switch (value.tag) {
    case kNone: out << "null"; break;
    case kTensor: out << describe(borrow(value.pointer)); break;
    case kInt: out << value.integer; break;
    case kDouble: out << value.real; break;
    case kBool: out << (value.integer != 0 ? "true" : "false"); break;
    case kDevice: out << to_device(value.integer).str(); break;
    case kString: out << '"' << std::string(static_cast<const char*>(value.pointer), value.count) << '"'; break;
    case kGenerator: out << "generator"; break;
    default: describe_list(out, value);
  }
}

// "aten::mm(self: float32 [2, 3], mat2: float32 [4, 5])"
std::string describe_call(const Operator& op, const Value* arguments, int count) {
  std::ostringstream out;
  out << op.handle.operator_name() << '(';
  const auto& declared = op.handle.schema().arguments();
  for (int i = 0; i < count && static_cast<size_t>(i) < declared.size(); ++i) {
    if (i > 0) out << ", ";
    out << declared[i].name() << ": ";
    describe_value(out, arguments[i]);
  }
  out << ')';
  return out.str();
}

void push_defaults(const Operator& op, size_t from, Stack& stack) {
  const auto& declared = op.handle.schema().arguments();
  for (size_t i = from; i < op.arity; ++i) {
    if (!declared[i].default_value()) throw std::invalid_argument("argument '" + declared[i].name() + "' is missing");
    stack.push_back(*declared[i].default_value());
  }
}

// The stack is kept per thread, so that a call allocates nothing for it; a call made from within a call takes its own.
class BorrowedStack {
 public:
  BorrowedStack() : nested_(depth_++ > 0) {}
  ~BorrowedStack() {
    --depth_;
    if (!nested_) shared_.clear();
  }
  Stack& get() { return nested_ ? own_ : shared_; }

 private:
  static thread_local int depth_;
  static thread_local Stack shared_;
  bool nested_;
  Stack own_;
};
thread_local int BorrowedStack::depth_ = 0;
thread_local Stack BorrowedStack::shared_;

int call(Operator& op, const Value* arguments, int count, Value* results, int capacity) {
  if (count < 0 || static_cast<size_t>(count) > op.arity) {
    throw std::invalid_argument("takes " + std::to_string(op.arity) + " arguments, was given " + std::to_string(count));
  }
  BorrowedStack borrowed;
  Stack& stack = borrowed.get();
  for (int i = 0; i < count; ++i) {
    if (arguments[i].tag == kNone && ((op.required >> i) & 1) != 0) {
      set_error(op.handle.schema().arguments()[i].name() + "\n" + describe_call(op, arguments, count));
      return kNullArgument;
    }
    if (arguments[i].tag == kIntList && ((op.windows >> i) & 1) != 0) check_window(arguments[i]);
    stack.push_back(to_ivalue(arguments[i], ((op.reals >> i) & 1) != 0));
  }
  if (static_cast<size_t>(count) < op.arity) push_defaults(op, count, stack);
  op.handle.callBoxed(stack);
  const int returned = static_cast<int>(stack.size());
  for (int i = 0; i < returned && i < capacity; ++i) results[i] = from_ivalue(std::move(stack[i]));
  return returned;
}

}  // namespace
}  // namespace medtrain

using namespace medtrain;

// The operator "aten::add" with overload "Tensor" (or ""); null, with the error text set, when this libtorch has none.
MEDTRAIN_EXPORT void* mt_find(const char* name, const char* overload) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    return new Operator(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

// Calls the operator; fills up to `capacity` results and returns how many it has, or kFailed / kNullArgument.
// Fewer arguments than declared are completed by the schema's defaults. Results beyond capacity are dropped.
MEDTRAIN_EXPORT int mt_call(void* op, const Value* arguments, int count, Value* results, int capacity) {
  auto& target = *static_cast<Operator*>(op);
  const auto failed = [&](const char* reason) noexcept {
    guarded(0, [&] {
      set_error(describe_call(target, arguments, count) + ": " + reason);
      return 0;
    });
    return kFailed;
  };
  adopt_thread();
  try {
    if (target.direct.fits(arguments, count)) return target.direct.call(arguments, count, results, capacity);
    return call(target, arguments, count, results, capacity);
  } catch (const c10::Error& error) {
    return failed(error.what_without_backtrace());
  } catch (const std::exception& error) {
    return failed(error.what());
  } catch (...) {
    return failed("unknown native error");
  }
}

// Frees an array that mt_call or mt_gradients returned (not the tensors in it).
MEDTRAIN_EXPORT void mt_free(void* array) { std::free(array); }
