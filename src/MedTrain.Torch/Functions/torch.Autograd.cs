using System.Diagnostics.CodeAnalysis;
using MedTrain.Torch;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A region without recording of operations; it ends when the returned object is disposed. Modes belong to the
    /// thread.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>A region with (or without) recording of operations.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <summary>A region with or without recording of operations.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Whether operations are recorded now.</summary>
    public static bool is_grad_enabled() => Door.mt_grad_mode() != 0;

    /// <summary>A region whose results can never take part in autograd; it saves more bookkeeping than <see cref="no_grad"/>.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>Whether an inference region is open.</summary>
    public static bool is_inference_mode_enabled() => Door.mt_inference_mode() != 0;

    /// <summary>Gradients of functions of tensors.</summary>
    public static unsafe partial class autograd
    {
        /// <summary>The gradients of the outputs' (weighted) sum with respect to each input; leaves keep their own gradients
        /// untouched.</summary>
        /// <param name="outputs">Results of recorded operations.</param>
        /// <param name="inputs">Tensors that the outputs depend on.</param>
        /// <param name="grad_outputs">The weights, in the shapes of the outputs; may be left out for one-element outputs.</param>
        /// <param name="retain_graph">Keep the graph for another pass.</param>
        /// <param name="create_graph">Record the computation itself, for higher derivatives.</param>
        /// <param name="allow_unused">Give null for an input that the outputs do not depend on, instead of an error.</param>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            var results = new nint[inputs.Count];
            fixed (nint* roots = Handles(outputs, nameof(outputs)), leaves = Handles(inputs, nameof(inputs)),
                seeds = Handles(grad_outputs, nameof(grad_outputs)), gradients = results)
            {
                var code = Door.mt_gradients(
                    roots, outputs.Count, leaves, inputs.Count, seeds, grad_outputs?.Count ?? 0,
                    retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, gradients);
                GradientCallback.Check(code, nameof(grad));
            }

            GC.KeepAlive((outputs, inputs, grad_outputs));
            return [.. results.Select(handle => handle == 0 ? null! : new Tensor(handle))];
        }

        /// <summary>Accumulates the gradients of the tensors' (weighted) sum in all leaves they depend on, or in <paramref name="inputs"/>
        /// alone.</summary>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            fixed (nint* roots = Handles(tensors, nameof(tensors)), seeds = Handles(grad_tensors, nameof(grad_tensors)),
                leaves = Handles(inputs, nameof(inputs)))
            {
                var code = Door.mt_backward(
                    roots, tensors.Count, seeds, grad_tensors?.Count ?? 0,
                    (retain_graph ?? create_graph) ? 1 : 0, create_graph ? 1 : 0, leaves, inputs?.Count ?? 0);
                GradientCallback.Check(code, nameof(backward));
            }

            GC.KeepAlive((tensors, grad_tensors, inputs));
        }

        /// <summary>Accumulates the gradients of one tensor.</summary>
        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Accumulates the gradients of one tensor with the given weights.</summary>
        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static nint[] Handles(IList<Tensor>? tensors, string parameter)
        {
            var handles = new nint[tensors?.Count ?? 0];
            for (var i = 0; i < handles.Length; i++)
            {
                handles[i] = (tensors![i] ?? throw new ArgumentNullException($"{parameter}[{i}]")).Handle;
            }

            return handles;
        }
    }

    private sealed class GradMode : IDisposable
    {
        private readonly int before = Door.mt_grad_mode();
        private bool ended;

        internal GradMode(bool enabled) => Door.mt_set_grad_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            if (!ended)
            {
                ended = true;
                Door.mt_set_grad_mode(before);
            }
        }
    }

    [SuppressMessage("Usage", "CA2216", Justification = "The native guard belongs to the thread: a finalizer must not end it.")]
    private sealed class InferenceMode : IDisposable
    {
        private nint guard;

        internal InferenceMode(bool enabled)
        {
            guard = Door.mt_enter_inference_mode(enabled ? 1 : 0);
            if (guard == 0)
            {
                throw new TorchException(nameof(inference_mode), Door.LastError);
            }
        }

        public void Dispose()
        {
            var taken = Interlocked.Exchange(ref guard, 0);
            if (taken != 0)
            {
                Door.mt_leave_inference_mode(taken);
            }
        }
    }
}
