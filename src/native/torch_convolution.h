// What the replacements of libtorch's convolutions share.
#pragma once
#include "torch_door.h"

namespace medtrain {

// How a kernel moves over the maps.
struct Window {
  at::IntArrayRef stride, padding, dilation;
  bool transposed;
  int64_t groups;
};

}  // namespace medtrain
