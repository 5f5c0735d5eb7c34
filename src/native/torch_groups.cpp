// Processes that train together: c10d's groups over TCP, Gloo for tensors in the CPU's memory and NCCL for tensors on cards, each where
// this libtorch has it and its headers were found.
#include "torch_door.h"

#if defined(MEDTRAIN_GLOO) || defined(MEDTRAIN_NCCL)
#define MEDTRAIN_GROUPS
#include <chrono>
#include <thread>

#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif
#ifdef MEDTRAIN_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef MEDTRAIN_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace medtrain {
namespace {

constexpr int kGloo = 1;
constexpr int kNccl = 2;

#ifndef MEDTRAIN_GLOO
constexpr const char* kNoGloo =
    "this build has no process groups: install Gloo's headers (Debian: libgloo-dev) and run scripts/setup again";
#endif
#ifndef MEDTRAIN_NCCL
constexpr const char* kNoNccl =
    "this build has no process groups on cards: build against a libtorch with NCCL (LIBTORCH=…) where nccl.h is installed";
#endif

#ifdef MEDTRAIN_GROUPS
using std::chrono::milliseconds;
using std::chrono::steady_clock;

#if MEDTRAIN_LIBTORCH(2, 0)
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

struct Group {
  c10::intrusive_ptr<Backend> processes;
  milliseconds timeout;
  int card;  // negative: Gloo
};

c10::intrusive_ptr<c10d::Store> meet(const char* host, int port, int rank, int size, milliseconds timeout) {
  c10d::TCPStoreOptions place;
  place.port = static_cast<uint16_t>(port);
  place.isServer = rank == 0;
  place.numWorkers = static_cast<size_t>(size);
  place.waitWorkers = true;
  place.timeout = timeout;
  return c10::make_intrusive<c10d::TCPStore>(host, place);
}

c10::intrusive_ptr<Backend> over_gloo(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, milliseconds timeout) {
#ifdef MEDTRAIN_GLOO
  auto options = c10d::ProcessGroupGloo::Options::create(timeout);
  options->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
  return c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
#else
  (void)store, (void)rank, (void)size, (void)timeout;
  TORCH_CHECK(false, kNoGloo);
#endif
}

c10::intrusive_ptr<Backend> over_nccl(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size, milliseconds timeout) {
#ifdef MEDTRAIN_NCCL
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = timeout + std::chrono::minutes(1);  // NCCL ends the process at its own time-out: ours comes first
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, options);
#else
  (void)store, (void)rank, (void)size, (void)timeout;
  TORCH_CHECK(false, kNoNccl);
#endif
}

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

// NCCL's own wait only orders the card's work; a process that never comes must show here, within the time-out.
template <typename Work>
void finish(Work& work, const Group& group) {
  if (group.card < 0) {
    work.wait(group.timeout);
    return;
  }
  const auto deadline = steady_clock::now() + group.timeout;
  while (!work.isCompleted()) {
    TORCH_CHECK(steady_clock::now() < deadline, "the other processes did not answer within ", group.timeout.count(), " ms");
    std::this_thread::sleep_for(std::chrono::microseconds(20));
  }
  work.wait();
}

template <typename Start>
int run(void* handle, const Start& start) {
  return guarded(kFailed, [&] {
    auto& group = *static_cast<Group*>(handle);
    finish(*start(group), group);
    return 0;
  });
}
#endif

}  // namespace
}  // namespace medtrain

using namespace medtrain;

// Which kinds of groups this build has: 1 Gloo, 2 NCCL, 3 both.
MEDTRAIN_EXPORT int mt_has_groups() {
  int kinds = 0;
#ifdef MEDTRAIN_GLOO
  kinds |= kGloo;
#endif
#ifdef MEDTRAIN_NCCL
  kinds |= kNccl;
#endif
  return kinds;
}

#ifdef MEDTRAIN_GROUPS
// Waits until all `size` processes have joined at the address, which rank 0 serves; null when that takes longer than the time-out.
// card: the index of this process's CUDA card, for NCCL; negative for Gloo.
MEDTRAIN_EXPORT void* mt_join_group(const char* host, int port, int rank, int size, int64_t timeout_ms, int card) {
  return guarded(static_cast<void*>(nullptr), [&]() -> void* {
    const milliseconds timeout(timeout_ms);
    const auto store = meet(host, port, rank, size, timeout);
    return new Group{card < 0 ? over_gloo(store, rank, size, timeout) : over_nccl(store, rank, size, timeout), timeout, card};
  });
}
MEDTRAIN_EXPORT void mt_leave_group(void* group) { delete static_cast<Group*>(group); }
MEDTRAIN_EXPORT int mt_all_reduce(void* handle, void* tensor, int number) {
  return run(handle, [&](const Group& group) {
    std::vector<at::Tensor> tensors{borrow(tensor)};
    c10d::AllreduceOptions options;
    options.reduceOp = operation(number);
    return group.processes->allreduce(tensors, options);
  });
}
MEDTRAIN_EXPORT int mt_broadcast(void* handle, void* tensor, int root) {
  return run(handle, [&](const Group& group) {
    std::vector<at::Tensor> tensors{borrow(tensor)};
    c10d::BroadcastOptions options;
    options.rootRank = root;
    return group.processes->broadcast(tensors, options);
  });
}
MEDTRAIN_EXPORT int mt_barrier(void* handle) {
  return run(handle, [](const Group& group) {
    c10d::BarrierOptions options;
    if (group.card >= 0) options.device_ids = {group.card};
    return group.processes->barrier(options);
  });
}
#else
// Without a group nothing can be asked of one.
MEDTRAIN_EXPORT void* mt_join_group(const char*, int, int, int, int64_t, int card) {
  set_error(card < 0 ? kNoGloo : kNoNccl);
  return nullptr;
}
MEDTRAIN_EXPORT void mt_leave_group(void*) {}
MEDTRAIN_EXPORT int mt_all_reduce(void*, void*, int) { return set_error(kNoGloo), kFailed; }
MEDTRAIN_EXPORT int mt_broadcast(void*, void*, int) { return set_error(kNoGloo), kFailed; }
MEDTRAIN_EXPORT int mt_barrier(void*) { return set_error(kNoGloo), kFailed; }
#endif
