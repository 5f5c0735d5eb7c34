// What the files of the torch door share: the tagged value that crosses the C boundary and the one error text per thread.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include <ATen/ATen.h>
#include <torch/version.h>

#define MEDTRAIN_EXPORT extern "C" __attribute__((visibility("default")))
#define MEDTRAIN_LIBTORCH(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace medtrain {

#if MEDTRAIN_LIBTORCH(2, 4)
using OptionalTensor = std::optional<at::Tensor>;
#else
using OptionalTensor = c10::optional<at::Tensor>;
#endif

// The same numbers stand in src/MedTrain.Torch/Native/NativeValue.cs.
enum Tag : int32_t {
  kNone = 0,
  kTensor = 1,        // pointer: TensorImpl (borrowed going in, owned coming out)
  kInt = 2,           // also dtype, layout, memory format
  kDouble = 3,
  kBool = 4,
  kIntList = 5,       // pointer: int64_t[count]
  kTensorList = 6,    // pointer: TensorImpl*[count]; coming out the array is owned and freed by mt_free
  kTensorOrNoneList = 7,
  kDoubleList = 8,
  kDevice = 9,        // integer: type * 256 + index + 1
  kString = 10,       // pointer: char[count], UTF-8
  kGenerator = 11,    // pointer: at::Generator
  kBoolList = 12,     // pointer: int64_t[count], zero or one
};

struct Value {
  int32_t tag;
  int32_t count;
  union {
    int64_t integer;
    double real;
    void* pointer;
  };
};
static_assert(sizeof(Value) == 16, "the managed side lays the same 16 bytes out");

constexpr int kFailed = -1;
constexpr int kNullArgument = -2;

void set_error(std::string text);

// Runs body; an exception becomes the thread's error text and `failed` is returned: nothing crosses the C boundary.
template <typename Body, typename Result>
Result guarded(Result failed, const Body& body) noexcept {
  try {
    return body();
  } catch (const c10::Error& error) {
    set_error(error.what_without_backtrace());
  } catch (const std::exception& error) {
    set_error(error.what());
  } catch (...) {
    set_error("unknown native error");
  }
  return failed;
}

// A new at::Tensor that shares the handle's tensor; a null handle is the undefined tensor.
inline at::Tensor borrow(void* handle) {
  if (handle == nullptr) return at::Tensor();
  auto* impl = static_cast<c10::TensorImpl*>(handle);
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(impl));
}

// The reference that the caller now owns; null for the undefined tensor.
inline void* own(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

// Makes libtorch's warnings on this thread go to the managed side; cheap when done before.
void route_warnings();
inline void adopt_thread() {
  static thread_local bool adopted = false;
  if (adopted) return;
  adopted = true;
  route_warnings();
}

c10::Device to_device(int64_t packed);
int64_t from_device(c10::Device device);
std::string describe(const at::Tensor& tensor);

}  // namespace medtrain
