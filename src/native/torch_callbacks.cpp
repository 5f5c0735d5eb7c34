// Managed code within the backward pass: hooks on gradients, and regions that are computed again instead of being remembered.
#include "torch_door.h"

#include <memory>

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>

namespace medtrain {
namespace {

using torch::autograd::Node;
using torch::autograd::variable_list;

// Given a gradient (borrowed) fills `results` (owned; null for none) and returns how many it filled; negative when it failed.
using GradientFunction = int (*)(intptr_t context, void* gradient, void** results, int capacity);
using Release = void (*)(intptr_t context);

// A managed function as long as anything native may call it.
class Callback {
 public:
  Callback(GradientFunction function, Release release, intptr_t context) : function_(function), release_(release), context_(context) {}
  Callback(const Callback&) = delete;
  Callback& operator=(const Callback&) = delete;
  ~Callback() { release_(context_); }

  std::vector<at::Tensor> operator()(const at::Tensor& gradient, int most) const {
    std::vector<void*> handles(static_cast<size_t>(most), nullptr);
    const int count = function_(context_, gradient.unsafeGetTensorImpl(), handles.data(), most);
    TORCH_CHECK(count >= 0, "managed code failed in the backward pass");
    std::vector<at::Tensor> results;
    for (int i = 0; i < count; ++i) {
      auto* impl = static_cast<c10::TensorImpl*>(handles[static_cast<size_t>(i)]);
      results.push_back(impl == nullptr ? at::Tensor()
                                        : at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(impl)));
    }
    return results;
  }

 private:
  GradientFunction function_;
  Release release_;
  intptr_t context_;
};

// The place of a region in the graph: its gradient is asked of managed code, which computes the region again.
class RecomputedRegion : public Node {
 public:
  RecomputedRegion(std::unique_ptr<Callback> callback, int inputs) : callback_(std::move(callback)), inputs_(inputs) {}

  variable_list apply(variable_list&& gradients) override {
    TORCH_CHECK(callback_ != nullptr, "a recomputed region can be passed backward once only");
    auto results = gradients[0].defined() ? (*callback_)(gradients[0], inputs_) : variable_list(static_cast<size_t>(inputs_));
    results.resize(static_cast<size_t>(inputs_));
    return results;
  }

  void release_variables() override { callback_.reset(); }

 private:
  std::unique_ptr<Callback> callback_;
  int inputs_;
};

}  // namespace
}  // namespace medtrain

using namespace medtrain;

// Calls `function` with each gradient of the tensor; one result replaces the gradient, none leaves it. Returns the hook's number.
MEDTRAIN_EXPORT int mt_add_hook(void* handle, GradientFunction function, Release release, intptr_t context) {
  auto callback = std::make_shared<Callback>(function, release, context);
  return guarded(kFailed, [&] {
    const auto tensor = borrow(handle);
    TORCH_CHECK(tensor.requires_grad(), "a hook needs a tensor that requires a gradient, this is ", describe(tensor));
    return static_cast<int>(tensor.register_hook([callback](at::Tensor gradient) {
      const auto replaced = (*callback)(gradient, 1);
      return replaced.empty() || !replaced[0].defined() ? gradient : replaced[0];
    }));
  });
}
MEDTRAIN_EXPORT int mt_remove_hook(void* handle, int hook) {
  return guarded(kFailed, [&] {
    borrow(handle).remove_hook(static_cast<unsigned>(hook));
    return 0;
  });
}

// The output of a region that was computed without recording, as a tensor whose gradient `function` turns into those of the inputs.
MEDTRAIN_EXPORT void* mt_recomputed(void* output, void* const* inputs, int count, GradientFunction function, Release release,
                                    intptr_t context) {
  auto callback = std::make_unique<Callback>(function, release, context);
  return guarded(static_cast<void*>(nullptr), [&] {
    variable_list from;
    for (int i = 0; i < count; ++i) from.push_back(borrow(inputs[i]));
    auto result = borrow(output).detach();
    auto node = std::shared_ptr<RecomputedRegion>(new RecomputedRegion(std::move(callback), count), torch::autograd::deleteNode);
    node->set_next_edges(torch::autograd::collect_next_edges(from));
    torch::autograd::set_history(result, node);
    return own(std::move(result));
  });
}
