// What the allocator of CPU tensors knows about itself.
#pragma once

#include <cstdint>

namespace medtrain {

// All in bytes except the last two; the same layout stands in src/MedTrain.Torch/Native/MemoryCounts.cs.
struct MemoryCounts {
  int64_t used = 0;     // held by tensors
  int64_t peak = 0;     // the most that tensors of 64 KiB and more have held at once
  int64_t kept = 0;     // free, kept for the next tensors
  int64_t limit = 0;    // what the process may use
  int64_t reused = 0;   // blocks taken from those kept
  int64_t fetched = 0;  // blocks taken from the system
};

MemoryCounts memory_counts();

}  // namespace medtrain
