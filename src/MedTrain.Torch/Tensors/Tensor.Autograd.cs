using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>The tensor in the autograd graph.</content>
    public partial class Tensor
    {
        /// <summary>Whether operations on the tensor are recorded for gradients.</summary>
        public bool requires_grad
        {
            get => Kept(Door.mt_requires_grad(Handle));
            set
            {
                Door.Check(Door.mt_set_requires_grad(Handle, value ? 1 : 0), nameof(requires_grad));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Whether the tensor was made by the user rather than by a recorded operation.</summary>
        public bool is_leaf => Kept(Door.mt_is_leaf(Handle));

        /// <summary>The gradient that backward passes have accumulated, in this tensor's shape; null before the first.</summary>
        /// <remarks>Each read makes a new tensor object over the same gradient.</remarks>
        public Tensor? grad
        {
            get
            {
                var gradient = Door.mt_grad(Handle);
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }

            set
            {
                Door.Check(Door.mt_set_grad(Handle, value?.Handle ?? 0), nameof(grad));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>Switches the recording of operations on the tensor.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Switches the recording of operations on the tensor.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of this intermediate result too.</summary>
        public void retain_grad() => Aten.Run("retain_grad", this);

        /// <summary>The same elements, cut off from the autograd graph.</summary>
        public Tensor detach() => Aten.Call("detach", this);

        /// <summary>Cuts this tensor off from the autograd graph.</summary>
        public Tensor detach_() => Aten.InPlace("detach_", this);

        /// <summary>Accumulates the gradients of this one-element tensor in all leaves it depends on.</summary>
        public void backward() => autograd.backward([this]);

        /// <summary>Accumulates the gradients of this tensor, weighted by <paramref name="grad_tensors"/>, in all leaves it depends
        /// on.</summary>
        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Takes the values, element type, device and layout of another tensor and stays the same object to optimizers and
        /// graphs.</summary>
        internal void SetData(Tensor replacement)
        {
            Door.Check(Door.mt_set_data(Handle, replacement.Handle), nameof(SetData));
            GC.KeepAlive(this);
            GC.KeepAlive(replacement);
        }
    }
}
