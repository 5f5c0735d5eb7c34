using System.Text;
using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>TorchScript: networks saved with their code.</summary>
    public static partial class jit
    {
        /// <summary>A network from a TorchScript file. Its parameters and buffers are registered under their full paths.</summary>
        /// <remarks>It is freed when it is disposed.</remarks>
        public class ScriptModule : nn.Module
        {
            private readonly nint script;
            private int disposed;

            internal ScriptModule(nint script)
                : base(nameof(ScriptModule))
            {
                this.script = script;
                foreach (var (name, tensor) in State(buffers: false))
                {
                    register_parameter(name, new Parameter(tensor, tensor.requires_grad));
                }

                foreach (var (name, tensor) in State(buffers: true))
                {
                    register_buffer(name, tensor);
                }
            }

            /// <inheritdoc/>
            public override bool training => Door.Check(Door.mt_script_training(Handle), nameof(training)) == 1;

            /// <inheritdoc/>
            public override void train(bool on = true) => Door.Check(Door.mt_script_train(Handle, on ? 1 : 0), nameof(train));

            /// <inheritdoc/>
            public override void eval() => train(false);

            /// <summary>Runs the script's forward method.</summary>
            /// <param name="input">Tensors, lists of tensors, numbers, truth values, strings or null.</param>
            /// <returns>A tensor, scalar, string or null; a tuple of up to five or an array of them; or a dictionary.</returns>
            /// <exception cref="TorchException">The script failed, or the arguments do not fit it.</exception>
            public object? forward(params object?[] input) => invoke(nameof(forward), input);

            /// <summary>Runs the script's forward method.</summary>
            public object? call(params object?[] input) => forward(input);

            /// <summary>Runs a method of the script.</summary>
            public object? invoke(string name, params object?[] objs)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                ArgumentNullException.ThrowIfNull(objs);
                return ScriptCall.Run(Handle, name, objs);
            }

            /// <summary>Runs a method of the script whose result is known.</summary>
            public TResult invoke<TResult>(string name, params object?[] inputs) => Cast<TResult>(invoke(name, inputs));

            /// <summary>Runs a method of the script whose result is known.</summary>
            public TResult invoke<T, TResult>(string name, params T[] inputs) =>
                Cast<TResult>(invoke(name, Array.ConvertAll(inputs, input => (object?)input)));

            internal unsafe void Save(string path)
            {
                fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
                {
                    Door.Check(Door.mt_script_save(Handle, name), nameof(save));
                }
            }

            /// <summary>The result as the type that the caller expects.</summary>
            private protected static TResult Cast<TResult>(object? result) => result switch
            {
                TResult fitting => fitting,
                null when default(TResult) is null => default!,
                null => throw new InvalidCastException($"The script returned null, not {typeof(TResult).Name}."),
                _ => throw new InvalidCastException($"The script returned {result.GetType().Name}, not {typeof(TResult).Name}."),
            };

            /// <inheritdoc/>
            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                if (disposing && Interlocked.Exchange(ref disposed, 1) == 0)
                {
                    Door.mt_script_free(script);
                }
            }

            private nint Handle => disposed == 0 ? script : throw new ObjectDisposedException(nameof(ScriptModule));

            private unsafe List<(string Name, Tensor Tensor)> State(bool buffers)
            {
                for (var (capacity, size) = (64, 1 << 12); ; (capacity, size) = (2 * capacity, 2 * size))
                {
                    var (handles, names) = (new nint[capacity], new byte[size]);
                    fixed (nint* tensors = handles)
                    fixed (byte* text = names)
                    {
                        var count = Door.Check(
                            Door.mt_script_state(script, buffers ? 1 : 0, tensors, capacity, text, size), nameof(load));
                        var lines = Encoding.UTF8.GetString(names, 0, Array.IndexOf(names, (byte)0)).Split('\n');
                        if (lines.Length == count + 1)
                        {
                            return [.. Enumerable.Range(0, count).Select(i => (lines[i], new Tensor(handles[i])))];
                        }
                    }
                }
            }
        }
    }
}
