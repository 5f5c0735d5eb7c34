// What only a libtorch with CUDA has and no operator offers: a step captured as a graph and replayed, and what the cards' memory holds.
// Built where CUDA's headers are found (MEDTRAIN_CUDA); otherwise every function says so.
#include "torch_door.h"

#ifdef MEDTRAIN_CUDA
#include <memory>

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace medtrain {
namespace {

#ifdef MEDTRAIN_CUDA
using c10::cuda::CUDAStream;

// A graph, and the streams of the thread that captures it.
struct Capture {
  explicit Capture(c10::DeviceIndex device)
      : before(c10::cuda::getCurrentCUDAStream(device)), stream(c10::cuda::getStreamFromPool(false, device)) {}

  at::cuda::CUDAGraph graph;
  CUDAStream before;
  CUDAStream stream;
};

c10::DeviceIndex device_of(int index) { return index < 0 ? c10::cuda::current_device() : static_cast<c10::DeviceIndex>(index); }
#else
constexpr const char* kNoCuda =
    "this build has no CUDA graphs: build against a libtorch with CUDA (LIBTORCH=…) where CUDA's headers are installed";
#endif

}  // namespace
}  // namespace medtrain

using namespace medtrain;

MEDTRAIN_EXPORT int mt_has_cuda_headers() {
#ifdef MEDTRAIN_CUDA
  return 1;
#else
  return 0;
#endif
}

#ifdef MEDTRAIN_CUDA
// From here on this thread's work on the device (index -1: the current one) is recorded instead of done. Owned.
MEDTRAIN_EXPORT void* mt_graph_begin(int index) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    auto capture = std::make_unique<Capture>(device_of(index));
    c10::cuda::device_synchronize();
    c10::cuda::CUDACachingAllocator::emptyCache();  // what waits there cannot serve the graph's own pool
    c10::cuda::setCurrentCUDAStream(capture->stream);
    try {
      capture->graph.capture_begin();
    } catch (...) {
      c10::cuda::setCurrentCUDAStream(capture->before);
      throw;
    }
    return capture.release();
  });
}
// Ends the recording; the graph is usable unless this fails.
MEDTRAIN_EXPORT int mt_graph_end(void* handle) {
  return guarded(kFailed, [&] {
    auto& capture = *static_cast<Capture*>(handle);
    try {
      capture.graph.capture_end();
    } catch (...) {
      c10::cuda::setCurrentCUDAStream(capture.before);
      throw;
    }
    c10::cuda::setCurrentCUDAStream(capture.before);
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_graph_replay(void* handle) {
  return guarded(kFailed, [&] {
    static_cast<Capture*>(handle)->graph.replay();
    return 0;
  });
}
MEDTRAIN_EXPORT void mt_graph_free(void* handle) {
  guarded(0, [&] {
    delete static_cast<Capture*>(handle);
    return 0;
  });
}
// What tensors hold on the device, the most they held since the last reset, and what is reserved for them: bytes[3].
MEDTRAIN_EXPORT int mt_cuda_memory(int index, int64_t* bytes) {
  return guarded(kFailed, [&] {
    const auto counts = c10::cuda::CUDACachingAllocator::getDeviceStats(device_of(index));
    bytes[0] = counts.allocated_bytes[0].current;
    bytes[1] = counts.allocated_bytes[0].peak;
    bytes[2] = counts.reserved_bytes[0].current;
    return 0;
  });
}
MEDTRAIN_EXPORT int mt_reset_cuda_peak(int index) {
  return guarded(kFailed, [&] {
    c10::cuda::CUDACachingAllocator::resetPeakStats(device_of(index));
    return 0;
  });
}
#else
MEDTRAIN_EXPORT void* mt_graph_begin(int) { return set_error(kNoCuda), nullptr; }
MEDTRAIN_EXPORT int mt_graph_end(void*) { return set_error(kNoCuda), kFailed; }
MEDTRAIN_EXPORT int mt_graph_replay(void*) { return set_error(kNoCuda), kFailed; }
MEDTRAIN_EXPORT void mt_graph_free(void*) {}
MEDTRAIN_EXPORT int mt_cuda_memory(int, int64_t*) { return set_error(kNoCuda), kFailed; }
MEDTRAIN_EXPORT int mt_reset_cuda_peak(int) { return set_error(kNoCuda), kFailed; }
#endif
