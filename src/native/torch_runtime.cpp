// What is no operator of a tensor: handles, memory, gradients and the modes of autograd.
#include "torch_door.h"

#include <atomic>
#include <cstring>
#include <mutex>
#include <sstream>

#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/grad_mode.h>

namespace medtrain {
namespace {

thread_local std::string last_error;

const char* dtype_name(c10::ScalarType type) {
  switch (type) {
    case c10::kByte: return "uint8";
    case c10::kChar: return "int8";
    case c10::kShort: return "int16";
    case c10::kInt: return "int32";
    case c10::kLong: return "int64";
    case c10::kHalf: return "float16";
    case c10::kFloat: return "float32";
    case c10::kDouble: return "float64";
    case c10::kBool: return "bool";
    case c10::kBFloat16: return "bfloat16";
    default: return c10::toString(type);
  }
}

std::vector<at::Tensor> borrow_all(void* const* handles, int count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int i = 0; i < count; ++i) tensors.push_back(borrow(handles[i]));
  return tensors;
}

using WarningReader = void (*)(const char* text, int32_t length);
std::atomic<WarningReader> warning_reader{nullptr};

void tell(const std::string& message) {
  if (WarningReader reader = warning_reader.load()) reader(message.data(), static_cast<int32_t>(message.size()));
}

// Hands libtorch's warnings to the managed side; without a reader they are dropped.
struct WarningSink final : c10::WarningHandler {
#if MEDTRAIN_LIBTORCH(2, 0)
  void process(const c10::Warning& warning) override { tell(warning.msg()); }
#else
  void process(const c10::SourceLocation&, const std::string& message, const bool) override { tell(message); }
#endif
};

// Where NNPACK does not know the processor it writes a line to the standard error at every convolution; oneDNN computes them anyhow.
template <typename Context>
auto leave_nnpack(Context& context, int) -> decltype(context.setUserEnabledNNPACK(false)) { context.setUserEnabledNNPACK(false); }
template <typename Context>
void leave_nnpack(Context&, long) {}  // this libtorch has no such switch, and no such line

c10::TensorImpl& impl(void* handle) { return *static_cast<c10::TensorImpl*>(handle); }

}  // namespace

void set_error(std::string text) { last_error = std::move(text); }

void route_warnings() {
  static WarningSink sink;
#if defined(__x86_64__)
  static std::once_flag once;
  std::call_once(once, [] { leave_nnpack(at::globalContext(), 0); });
#endif
#if MEDTRAIN_LIBTORCH(2, 0)
  c10::WarningUtils::set_warning_handler(&sink);
#else
  c10::Warning::set_warning_handler(&sink);
#endif
}

c10::Device to_device(int64_t packed) {
  return c10::Device(static_cast<c10::DeviceType>(packed / 256), static_cast<c10::DeviceIndex>(packed % 256 - 1));
}

int64_t from_device(c10::Device device) { return static_cast<int64_t>(device.type()) * 256 + device.index() + 1; }

// "float32 [2, 3]", with the device where it is not the CPU.
std::string describe(const at::Tensor& tensor) {
  if (!tensor.defined()) return "null";
  std::ostringstream out;
  out << dtype_name(tensor.scalar_type()) << " [";
  for (int64_t i = 0; i < tensor.dim(); ++i) out << (i > 0 ? ", " : "") << tensor.size(i);
  out << ']';
  if (!tensor.device().is_cpu()) out << " on " << tensor.device().str();
  return out.str();
}

}  // namespace medtrain

using namespace medtrain;

// ---- errors and version ----

MEDTRAIN_EXPORT const char* mt_last_error() { return last_error.c_str(); }
MEDTRAIN_EXPORT const char* mt_version() {
#ifdef MEDTRAIN_PACKAGE_VERSION
  return MEDTRAIN_PACKAGE_VERSION;
#else
  return TORCH_VERSION;
#endif
}
// Who is told of libtorch's warnings, on whichever thread they arise.
MEDTRAIN_EXPORT void mt_read_warnings(WarningReader reader) { warning_reader = reader; }

// ---- handles ----

MEDTRAIN_EXPORT void mt_release(void* const* handles, int count) {
  for (int i = 0; i < count; ++i) {
    guarded(0, [&] {
      c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(&impl(handles[i]));
      return 0;
    });
  }
}

// A second reference to the same tensor.
MEDTRAIN_EXPORT void* mt_share(void* handle) { return own(borrow(handle)); }

// ---- what a tensor is ----

MEDTRAIN_EXPORT int mt_dtype(void* handle) {
  return guarded(kFailed, [&] { return static_cast<int>(borrow(handle).scalar_type()); });
}
MEDTRAIN_EXPORT int mt_dim(void* handle) {
  return guarded(kFailed, [&] { return static_cast<int>(impl(handle).dim()); });
}
MEDTRAIN_EXPORT int64_t mt_numel(void* handle) {
  return guarded(int64_t{kFailed}, [&] { return impl(handle).numel(); });
}
MEDTRAIN_EXPORT int64_t mt_device(void* handle) {
  return guarded(int64_t{kFailed}, [&] { return from_device(impl(handle).device()); });
}
MEDTRAIN_EXPORT int64_t mt_storage_offset(void* handle) {
  return guarded(int64_t{kFailed}, [&] { return impl(handle).storage_offset(); });
}
MEDTRAIN_EXPORT int mt_sizes(void* handle, int64_t* sizes, int capacity) {
  return guarded(kFailed, [&] {
    const auto from = impl(handle).sizes();
    for (size_t i = 0; i < from.size() && static_cast<int>(i) < capacity; ++i) sizes[i] = from[i];
    return static_cast<int>(from.size());
  });
}
MEDTRAIN_EXPORT int mt_strides(void* handle, int64_t* strides, int capacity) {
  return guarded(kFailed, [&] {
    const auto from = impl(handle).strides();
    for (size_t i = 0; i < from.size() && static_cast<int>(i) < capacity; ++i) strides[i] = from[i];
    return static_cast<int>(from.size());
  });
}
// format: 0 contiguous, 2 channels last, 3 channels last 3-D (the numbers of c10::MemoryFormat).
MEDTRAIN_EXPORT int mt_is_contiguous(void* handle, int format) {
  return guarded(kFailed, [&] { return borrow(handle).is_contiguous(static_cast<c10::MemoryFormat>(format)) ? 1 : 0; });
}
MEDTRAIN_EXPORT int mt_is_strided(void* handle) {
  return guarded(kFailed, [&] { return borrow(handle).layout() == c10::kStrided ? 1 : 0; });
}

// ---- memory ----

// The first element of a dense CPU tensor; null with the error text set otherwise (an empty tensor has no address: check numel).
MEDTRAIN_EXPORT void* mt_data(void* handle) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    const auto tensor = borrow(handle);
    TORCH_CHECK(tensor.device().is_cpu(), "the memory of ", describe(tensor), " is not on the CPU; copy it with cpu() first");
    TORCH_CHECK(tensor.layout() == c10::kStrided, "a sparse tensor has no flat memory");
    TORCH_CHECK(!tensor._is_zerotensor(), "these zeros have no memory; call clone() first");
    TORCH_CHECK(!tensor.is_conj() && !tensor.is_neg(), "a lazily conjugated tensor has no flat memory; call resolve_conj() first");
    return tensor.data_ptr();
  });
}

// A CPU tensor of the given sizes with a copy of `bytes` bytes.
MEDTRAIN_EXPORT void* mt_from_memory(int dtype, const int64_t* sizes, int dimensions, const void* data, int64_t bytes) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    auto tensor = at::empty(c10::IntArrayRef(sizes, dimensions), at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype)));
    TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == bytes, describe(tensor), " takes ", tensor.nbytes(), " bytes, was given ", bytes);
    if (bytes > 0) std::memcpy(tensor.data_ptr(), data, static_cast<size_t>(bytes));
    return own(std::move(tensor));
  });
}

// ---- autograd ----

MEDTRAIN_EXPORT int mt_requires_grad(void* handle) {
  return guarded(kFailed, [&] { return borrow(handle).requires_grad() ? 1 : 0; });
}
MEDTRAIN_EXPORT int mt_set_requires_grad(void* handle, int value) {
  return guarded(kFailed, [&] {
    auto tensor = borrow(handle);
    TORCH_CHECK(tensor.is_leaf() || value != 0, "requires_grad can be switched off only for a leaf tensor; use detach()");
    tensor.set_requires_grad(value != 0);
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_is_leaf(void* handle) {
  return guarded(kFailed, [&] { return borrow(handle).is_leaf() ? 1 : 0; });
}
// The gradient as a new reference; null when there is none.
MEDTRAIN_EXPORT void* mt_grad(void* handle) {
  return guarded(static_cast<void*>(nullptr), [&] {
    auto gradient = borrow(handle).grad();
    if (gradient.defined() && gradient._is_zerotensor()) gradient = gradient.clone();  // zeros that autograd left without memory
    return own(std::move(gradient));
  });
}
MEDTRAIN_EXPORT int mt_set_grad(void* handle, void* gradient) {
  return guarded(kFailed, [&] {
    auto tensor = borrow(handle);
    auto value = borrow(gradient);
    if (value.defined()) {
      TORCH_CHECK(value.sizes() == tensor.sizes(), "a gradient of ", describe(value), " does not fit ", describe(tensor));
      TORCH_CHECK(value.scalar_type() == tensor.scalar_type() && value.device() == tensor.device(), "a gradient of ", describe(value),
                  " does not fit ", describe(tensor));
    }
    tensor.mutable_grad() = value;
    return 0;
  });
}
// The tensor keeps its identity (and its place in an optimizer) and takes the other's values, dtype, device and layout.
MEDTRAIN_EXPORT int mt_set_data(void* handle, void* replacement) {
  return guarded(kFailed, [&] {
    borrow(handle).set_data(borrow(replacement));
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_backward(void* const* roots, int root_count, void* const* seeds, int seed_count, int retain_graph, int create_graph,
                                void* const* inputs, int input_count) {
  adopt_thread();
  return guarded(kFailed, [&] {
    torch::autograd::backward(borrow_all(roots, root_count), borrow_all(seeds, seed_count), retain_graph != 0, create_graph != 0,
                              borrow_all(inputs, input_count));
    return 0;
  });
}
// The gradients of the roots with respect to each input, into results[input_count]; null where unused and allowed.
MEDTRAIN_EXPORT int mt_gradients(void* const* roots, int root_count, void* const* inputs, int input_count, void* const* seeds, int seed_count,
                                 int retain_graph, int create_graph, int allow_unused, void** results) {
  return guarded(kFailed, [&] {
    auto gradients = torch::autograd::grad(borrow_all(roots, root_count), borrow_all(inputs, input_count), borrow_all(seeds, seed_count),
                                           retain_graph != 0, create_graph != 0, allow_unused != 0);
    for (int i = 0; i < input_count; ++i) results[i] = own(std::move(gradients.at(i)));
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_grad_mode() { return c10::GradMode::is_enabled() ? 1 : 0; }
MEDTRAIN_EXPORT void mt_set_grad_mode(int enabled) { c10::GradMode::set_enabled(enabled != 0); }
MEDTRAIN_EXPORT int mt_inference_mode() { return c10::InferenceMode::is_enabled() ? 1 : 0; }
MEDTRAIN_EXPORT void* mt_enter_inference_mode(int enabled) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* { return new c10::InferenceMode(enabled != 0); });
}
MEDTRAIN_EXPORT void mt_leave_inference_mode(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
