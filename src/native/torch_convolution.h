// What the replacements of libtorch's convolutions share.
#pragma once
#include "torch_door.h"

#include <algorithm>
#include <mutex>

#include <ATen/Parallel.h>

namespace medtrain {

inline bool all_ones(at::IntArrayRef numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](int64_t number) { return number == 1; });
}

// How a kernel moves over the maps.
struct Window {
  at::IntArrayRef stride, padding, dilation;
  bool transposed;
  int64_t groups;

  // Neither transposed nor dilated nor in groups.
  bool is_plain() const { return !transposed && groups == 1 && all_ones(dilation); }
};

// Each thread takes some of the tasks that are left, fewer and fewer, when it is done with those it took: other programs and threads take
// their time from one and not from another.
template <typename Body>
void in_parallel(int64_t count, const Body& body) {
  std::mutex gate;
  int64_t next = 0;
  const int64_t threads = at::get_num_threads();
  at::parallel_for(0, std::min(count, threads), 1, [&](int64_t, int64_t) {
    for (int64_t from = 0, end = 0; from < count; from = end) {
      {
        std::lock_guard<std::mutex> lock(gate);
        from = next;
        end = next = std::min(count, from + 1 + (count - from) / (2 * threads));
      }
      for (auto task = from; task < end; ++task) body(task);
    }
  });
}

}  // namespace medtrain
