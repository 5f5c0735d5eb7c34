// Processes that train together: c10d's Gloo group over TCP, where this libtorch has it and Gloo's headers were found.
#include "torch_door.h"

#ifdef MEDTRAIN_GLOO
#include <chrono>

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

namespace medtrain {
namespace {

constexpr const char* kAbsent =
    "this build has no process groups: install Gloo's headers (Debian: libgloo-dev) and run scripts/setup again";

#ifdef MEDTRAIN_GLOO
struct Group {
  c10::intrusive_ptr<c10d::ProcessGroupGloo> processes;
  std::chrono::milliseconds timeout;
};

// The same numbers stand in src/MedTrain.Torch/Extras/ReduceOperation.cs.
c10d::ReduceOp operation(int number) {
  switch (number) {
    case 0: return c10d::ReduceOp::SUM;
    case 1: return c10d::ReduceOp::MIN;
    case 2: return c10d::ReduceOp::MAX;
    case 3: return c10d::ReduceOp::PRODUCT;
    default: throw std::invalid_argument("unknown operation");
  }
}

template <typename Start>
int run(void* group, const Start& start) {
  return guarded(kFailed, [&] {
    auto& members = *static_cast<Group*>(group);
    start(*members.processes)->wait(members.timeout);
    return 0;
  });
}
#endif

}  // namespace
}  // namespace medtrain

using namespace medtrain;

MEDTRAIN_EXPORT int mt_has_groups() {
#ifdef MEDTRAIN_GLOO
  return 1;
#else
  return 0;
#endif
}

// Waits until all `size` processes have joined at the address, which rank 0 serves; null when that takes longer than the time-out.
MEDTRAIN_EXPORT void* mt_join_group(const char* host, int port, int rank, int size, int64_t timeout_ms) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
#ifdef MEDTRAIN_GLOO
    const std::chrono::milliseconds timeout(timeout_ms);
    c10d::TCPStoreOptions place;
    place.port = static_cast<uint16_t>(port);
    place.isServer = rank == 0;
    place.numWorkers = static_cast<size_t>(size);
    place.waitWorkers = true;
    place.timeout = timeout;
    auto store = c10::make_intrusive<c10d::TCPStore>(host, place);
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    options->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
    return new Group{c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options), timeout};
#else
    (void)host, (void)port, (void)rank, (void)size, (void)timeout_ms;
    TORCH_CHECK(false, kAbsent);
#endif
  });
}

#ifdef MEDTRAIN_GLOO
MEDTRAIN_EXPORT void mt_leave_group(void* group) { delete static_cast<Group*>(group); }
MEDTRAIN_EXPORT int mt_all_reduce(void* group, void* tensor, int number) {
  return run(group, [&](c10d::ProcessGroupGloo& processes) {
    std::vector<at::Tensor> tensors{borrow(tensor)};
    c10d::AllreduceOptions options;
    options.reduceOp = operation(number);
    return processes.allreduce(tensors, options);
  });
}
MEDTRAIN_EXPORT int mt_broadcast(void* group, void* tensor, int root) {
  return run(group, [&](c10d::ProcessGroupGloo& processes) {
    std::vector<at::Tensor> tensors{borrow(tensor)};
    c10d::BroadcastOptions options;
    options.rootRank = root;
    return processes.broadcast(tensors, options);
  });
}
MEDTRAIN_EXPORT int mt_barrier(void* group) {
  return run(group, [](c10d::ProcessGroupGloo& processes) { return processes.barrier(); });
}
#else
// Without a group nothing can be asked of one.
MEDTRAIN_EXPORT void mt_leave_group(void*) {}
MEDTRAIN_EXPORT int mt_all_reduce(void*, void*, int) { return set_error(kAbsent), kFailed; }
MEDTRAIN_EXPORT int mt_broadcast(void*, void*, int) { return set_error(kAbsent), kFailed; }
MEDTRAIN_EXPORT int mt_barrier(void*) { return set_error(kAbsent), kFailed; }
#endif
