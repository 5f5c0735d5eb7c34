// The machine and its modes: threads, random numbers, autocast, deterministic algorithms, devices.
#include "torch_door.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

using namespace medtrain;

namespace {

const c10::impl::DeviceGuardImplInterface* cuda() {
  return c10::impl::hasDeviceGuardImpl(c10::DeviceType::CUDA) ? c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA) : nullptr;
}

bool autocast_enabled(c10::DeviceType device) {
#if MEDTRAIN_LIBTORCH(2, 4)
  return at::autocast::is_autocast_enabled(device);
#else
  return device == c10::DeviceType::CPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
#endif
}

c10::ScalarType autocast_dtype(c10::DeviceType device) {
#if MEDTRAIN_LIBTORCH(2, 4)
  return at::autocast::get_autocast_dtype(device);
#else
  return device == c10::DeviceType::CPU ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype();
#endif
}

void set_autocast(c10::DeviceType device, bool enabled, c10::ScalarType dtype) {
#if MEDTRAIN_LIBTORCH(2, 4)
  at::autocast::set_autocast_enabled(device, enabled);
  at::autocast::set_autocast_dtype(device, dtype);
#else
  if (device == c10::DeviceType::CPU) {
    at::autocast::set_cpu_enabled(enabled);
    at::autocast::set_autocast_cpu_dtype(dtype);
  } else {
    at::autocast::set_enabled(enabled);
    at::autocast::set_autocast_gpu_dtype(dtype);
  }
#endif
}

}  // namespace

// ---- threads ----

MEDTRAIN_EXPORT int mt_threads() { return guarded(kFailed, [] { return at::get_num_threads(); }); }
MEDTRAIN_EXPORT int mt_set_threads(int count) {
  return guarded(kFailed, [&] {
    TORCH_CHECK(count > 0, "the number of threads must be positive, was ", count);
    at::set_num_threads(count);
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_interop_threads() { return guarded(kFailed, [] { return at::get_num_interop_threads(); }); }
MEDTRAIN_EXPORT int mt_set_interop_threads(int count) {
  return guarded(kFailed, [&] {
    at::set_num_interop_threads(count);
    return 0;
  });
}

// ---- random numbers ----

// device -1: the CPU's default generator; otherwise that of the packed device. The caller owns the reference.
MEDTRAIN_EXPORT void* mt_default_generator(int64_t device) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    const auto where = to_device(device);
    if (where.is_cpu()) return new at::Generator(at::detail::getDefaultCPUGenerator());
    return new at::Generator(at::globalContext().defaultGenerator(where));
  });
}
MEDTRAIN_EXPORT void* mt_new_generator(int64_t device, uint64_t seed) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    const auto where = to_device(device);
    if (where.is_cpu()) return new at::Generator(at::detail::createCPUGenerator(seed));
    auto generator = at::globalContext().defaultGenerator(where).clone();
    generator.set_current_seed(seed);
    return new at::Generator(std::move(generator));
  });
}
MEDTRAIN_EXPORT void mt_free_generator(void* generator) { delete static_cast<at::Generator*>(generator); }
MEDTRAIN_EXPORT int mt_generator_seed(void* generator, uint64_t seed) {
  return guarded(kFailed, [&] {
    static_cast<at::Generator*>(generator)->set_current_seed(seed);
    return 0;
  });
}
MEDTRAIN_EXPORT uint64_t mt_generator_current_seed(void* generator) {
  return guarded(uint64_t{0}, [&] { return static_cast<at::Generator*>(generator)->current_seed(); });
}
// A new seed drawn from the system's entropy, set and returned.
MEDTRAIN_EXPORT uint64_t mt_generator_reseed(void* generator) {
  return guarded(uint64_t{0}, [&] { return static_cast<at::Generator*>(generator)->seed(); });
}
MEDTRAIN_EXPORT void* mt_generator_state(void* generator) {
  return guarded(static_cast<void*>(nullptr), [&] { return own(static_cast<at::Generator*>(generator)->get_state()); });
}
MEDTRAIN_EXPORT int mt_set_generator_state(void* generator, void* state) {
  return guarded(kFailed, [&] {
    static_cast<at::Generator*>(generator)->set_state(borrow(state));
    return 0;
  });
}
// Seeds every generator of every device.
MEDTRAIN_EXPORT int mt_manual_seed(uint64_t seed) {
  return guarded(kFailed, [&] {
    at::manual_seed(seed);
    return 0;
  });
}

// ---- autocast ----

// Switches autocast for the device (0 CPU, 1 CUDA) and returns what was before: enabled * 256 + dtype.
MEDTRAIN_EXPORT int mt_enter_autocast(int device, int enabled, int dtype) {
  return guarded(kFailed, [&] {
    const auto type = static_cast<c10::DeviceType>(device);
    const int before = (autocast_enabled(type) ? 256 : 0) + static_cast<int>(autocast_dtype(type));
    set_autocast(type, enabled != 0, static_cast<c10::ScalarType>(dtype));
    at::autocast::increment_nesting();
    return before;
  });
}
// Restores what mt_enter_autocast returned. The casts of weights are kept until the outermost region ends, as PyTorch does.
MEDTRAIN_EXPORT int mt_leave_autocast(int device, int before) {
  return guarded(kFailed, [&] {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    set_autocast(static_cast<c10::DeviceType>(device), before >= 256, static_cast<c10::ScalarType>(before % 256));
    return 0;
  });
}

// What mt_enter_autocast would return, without switching anything.
MEDTRAIN_EXPORT int mt_autocast(int device) {
  return guarded(kFailed, [&] {
    const auto type = static_cast<c10::DeviceType>(device);
    return (autocast_enabled(type) ? 256 : 0) + static_cast<int>(autocast_dtype(type));
  });
}

// ---- algorithms and devices ----

MEDTRAIN_EXPORT int mt_set_deterministic(int enabled) {
  return guarded(kFailed, [&] {
    at::globalContext().setDeterministicAlgorithms(enabled != 0, false);
    at::globalContext().setDeterministicCuDNN(enabled != 0);
    if (enabled != 0) at::globalContext().setBenchmarkCuDNN(false);
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_set_cudnn_benchmark(int enabled) {
  return guarded(kFailed, [&] {
    at::globalContext().setBenchmarkCuDNN(enabled != 0);
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_set_tensor_float32(int allowed) {
  return guarded(kFailed, [&] {
    at::globalContext().setAllowTF32CuBLAS(allowed != 0);
    at::globalContext().setAllowTF32CuDNN(allowed != 0);
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_cuda_devices() {
  return guarded(0, [] { return cuda() == nullptr ? 0 : static_cast<int>(cuda()->deviceCount()); });
}
// Waits for the work queued on the device's current stream (index -1: the current device).
MEDTRAIN_EXPORT int mt_cuda_synchronize(int index) {
  return guarded(kFailed, [&] {
    const auto* device = cuda();
    TORCH_CHECK(device != nullptr, "this libtorch has no CUDA; build against one that has (LIBTORCH=…)");
    const auto where = index < 0 ? device->getDevice() : c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index));
    device->synchronizeStream(device->getStream(where));
    return 0;
  });
}

// ---- CUDA streams ----

// Makes another stream of the device (index -1: the current one) this thread's current stream. What was current goes to `before`:
// stream number, device index, device type. Waits for the work queued there so far, so that the new stream finds its results.
MEDTRAIN_EXPORT int mt_enter_stream(int index, int64_t* before) {
  return guarded(kFailed, [&] {
    const auto* device = cuda();
    TORCH_CHECK(device != nullptr, "this libtorch has no CUDA; build against one that has (LIBTORCH=…)");
    const auto where = index < 0 ? device->getDevice() : c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index));
    device->synchronizeStream(device->getStream(where));
    const auto previous = device->exchangeStream(device->getStreamFromGlobalPool(where, false));
    before[0] = previous.id();
    before[1] = previous.device_index();
    before[2] = static_cast<int64_t>(previous.device_type());
    return 0;
  });
}
// Waits for the current stream and makes the one of `before` current again.
MEDTRAIN_EXPORT int mt_leave_stream(const int64_t* before) {
  return guarded(kFailed, [&] {
    const auto* device = cuda();
    TORCH_CHECK(device != nullptr, "this libtorch has no CUDA");
    const c10::Device where(static_cast<c10::DeviceType>(before[2]), static_cast<c10::DeviceIndex>(before[1]));
    device->synchronizeStream(device->getStream(where));
    device->exchangeStream(c10::Stream(c10::Stream::UNSAFE, where, static_cast<c10::StreamId>(before[0])));
    return 0;
  });
}
