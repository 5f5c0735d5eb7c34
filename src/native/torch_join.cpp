// Two maps with channels last, one behind the other along the channels: each voxel's channels are two plain copies. libtorch's cat walks
// such maps number by number, and its gradient leaves strided views that the next operator has to copy.
#include "torch_door.h"

#include <cstring>

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

namespace medtrain {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kGrain = 1024;  // voxels that one thread does at a time, at least

at::MemoryFormat last_of(const Tensor& maps) { return maps.dim() == 5 ? at::MemoryFormat::ChannelsLast3d : at::MemoryFormat::ChannelsLast; }

// Bytes of one voxel's channels.
size_t width_of(const Tensor& maps) { return static_cast<size_t>(maps.size(1)) * maps.element_size(); }

char* start_of(const Tensor& maps) { return static_cast<char*>(maps.data_ptr()); }

// Calls copy(voxel) for all voxels, on all threads.
template <typename Copy>
void each_voxel(const Tensor& maps, const Copy& copy) {
  at::parallel_for(0, maps.numel() / maps.size(1), kGrain, [&](int64_t begin, int64_t end) {
    for (auto voxel = static_cast<size_t>(begin); voxel < static_cast<size_t>(end); ++voxel) copy(voxel);
  });
}

class Join : public torch::autograd::Function<Join> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& a, const Tensor& b) {
    auto sizes = a.sizes().vec();
    sizes[1] += b.size(1);
    auto y = at::empty(sizes, a.options().memory_format(last_of(a)));
    const size_t wa = width_of(a), wb = width_of(b);
    char *const from_a = start_of(a), *const from_b = start_of(b), *const to = start_of(y);
    each_voxel(y, [=](size_t voxel) {
      std::memcpy(to + voxel * (wa + wb), from_a + voxel * wa, wa);
      std::memcpy(to + voxel * (wa + wb) + wa, from_b + voxel * wb, wb);
    });
    context->saved_data["channels"] = std::vector<int64_t>{a.size(1), b.size(1)};
    return y;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto channels = context->saved_data["channels"].toIntVector();
    if (at::GradMode::is_enabled()) {  // to be differentiated again: libtorch's own operators
      return {gradients[0].narrow(1, 0, channels[0]), gradients[0].narrow(1, channels[0], channels[1])};
    }
    const auto dy = gradients[0].contiguous(last_of(gradients[0]));
    auto sizes = dy.sizes().vec();
    const auto part = [&](int64_t count) {
      sizes[1] = count;
      return at::empty(sizes, dy.options().memory_format(last_of(dy)));
    };
    auto da = part(channels[0]), db = part(channels[1]);
    const size_t wa = width_of(da), wb = width_of(db);
    char *const from = start_of(dy), *const to_a = start_of(da), *const to_b = start_of(db);
    each_voxel(dy, [=](size_t voxel) {
      std::memcpy(to_a + voxel * wa, from + voxel * (wa + wb), wa);
      std::memcpy(to_b + voxel * wb, from + voxel * (wa + wb) + wa, wb);
    });
    return {da, db};
  }
};

bool joins(const Tensor& a, const Tensor& b) {
  if (!a.defined() || !b.defined() || (a.dim() != 4 && a.dim() != 5) || a.dim() != b.dim() || !a.device().is_cpu() || !b.device().is_cpu() ||
      a.layout() != at::kStrided || b.layout() != at::kStrided || a.scalar_type() != b.scalar_type() || a.numel() == 0 || b.numel() == 0) {
    return false;
  }
  for (int64_t axis = 0; axis < a.dim(); ++axis) {
    if (axis != 1 && a.size(axis) != b.size(axis)) return false;
  }
  const auto format = last_of(a);
  return !a.is_contiguous() && a.is_contiguous(format) && b.is_contiguous(format);
}

// cat({a, b}, 1).
Tensor join(const Tensor& a, const Tensor& b) { return joins(a, b) ? Join::apply(a, b) : at::cat({a, b}, 1); }

}  // namespace
}  // namespace medtrain

TORCH_LIBRARY_FRAGMENT(medtrain, library) { library.def("join_channels(Tensor a, Tensor b) -> Tensor", &medtrain::join); }
