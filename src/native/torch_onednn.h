// What operators over oneDNN share: volumes [N, C, D, H, W] with channels last as oneDNN's memory, and the call of a primitive.
#pragma once
#include "torch_door.h"
#include "torch_processor.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace medtrain::onednn {

using at::Tensor;
using dnnl::memory;
using Order = memory::format_tag;

constexpr auto kLast = at::MemoryFormat::ChannelsLast3d;

inline dnnl::engine& engine() {
  static dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

inline memory::data_type type_of(const Tensor& tensor) {
  return tensor.scalar_type() == at::kBFloat16 ? memory::data_type::bf16 : memory::data_type::f32;
}

inline memory::dims dims_of(at::IntArrayRef sizes) { return {sizes.begin(), sizes.end()}; }

// Where a tensor lies, whatever its order.
inline memory memory_of(const Tensor& tensor) {
  return {memory::desc(dims_of(tensor.sizes()), type_of(tensor), dims_of(tensor.strides())), engine(), tensor.data_ptr()};
}

// Maps [N, C, D, H, W] with channels last, whose strides say nothing where an axis has one element.
inline memory maps_of(const Tensor& tensor) {
  return {memory::desc(dims_of(tensor.sizes()), type_of(tensor), Order::ndhwc), engine(), tensor.data_ptr()};
}

// Work memory comes from libtorch's allocator: oneDNN's own takes fresh pages from the system.
inline dnnl::primitive_attr attributes() {
  dnnl::primitive_attr result;
  result.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return result;
}

inline Tensor bytes(size_t count) { return at::empty({static_cast<int64_t>(count)}, at::kByte); }

inline void execute(const dnnl::primitive& primitive, const memory::desc& scratch, std::unordered_map<int, memory> arguments) {
  const auto room = bytes(scratch.get_size());
  arguments.insert({DNNL_ARG_SCRATCHPAD, memory(scratch, engine(), room.data_ptr())});
  dnnl::stream stream(engine());
  primitive.execute(stream, arguments);
  stream.wait();
}

inline bool is_dense(const Tensor& tensor, at::ScalarType type) {
  return tensor.device().is_cpu() && tensor.layout() == at::kStrided && tensor.scalar_type() == type && tensor.numel() > 0 && !tensor.is_mkldnn();
}

inline std::vector<int64_t> each_axis(at::IntArrayRef numbers) {
  return numbers.size() == 1 ? std::vector<int64_t>(3, numbers[0]) : numbers.vec();
}

}  // namespace medtrain::onednn
