using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Networks: modules, layers, losses and what belongs to them.</summary>
    public static partial class nn
    {
        /// <summary>A part of a network: it owns parameters, buffers and child modules, all under names.</summary>
        /// <remarks>
        /// A derived class assigns its children and parameters to fields and calls <see cref="RegisterComponents"/> at the end of its
        /// constructor.
        /// Converting a module changes its parameters in place: optimizers made before stay valid and tied weights stay tied.
        /// </remarks>
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Module> childModules = [];
            private readonly OrderedDictionary<string, Parameter> ownParameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> ownBuffers = [];
            private readonly string? name;
            private bool componentsRegistered;
            private bool isTraining = true;

            /// <summary>A module with a name for messages.</summary>
            protected Module(string name) => this.name = name;

            /// <summary>Whether the module is in training mode, which dropout and batch normalisation heed.</summary>
            public virtual bool training => isTraining;

            /// <summary>The module's name, or else the name of its type.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            /// <summary>Puts the module and all below it in training mode (or evaluation mode).</summary>
            public virtual void train(bool train = true)
            {
                isTraining = train;
                foreach (var child in childModules.Values)
                {
                    child.train(train);
                }
            }

            /// <summary>Puts the module and all below it in evaluation mode.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls the function on all modules below, then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in childModules.Values)
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            /// <summary>Forgets (or sets to zero) the gradients of all parameters.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                using var mode = no_grad();
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null)
                    {
                        continue;
                    }

                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        gradient.detach_().zero_();
                    }
                }
            }

            /// <summary>Disposes all parameters, buffers and child modules.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Converts and moves all parameters and buffers in place; whole-number tensors are only moved.</summary>
            internal void Convert(Device? device, ScalarType? dtype, bool non_blocking)
            {
                if (dtype is { } wanted && !is_floating_point(wanted) && !is_complex(wanted))
                {
                    throw new ArgumentException($"A module can be converted to real types only, {wanted} is none.", nameof(dtype));
                }

                using var mode = no_grad();
                foreach (var tensor in parameters().Concat(buffers()))
                {
                    Convert(tensor, device, dtype, non_blocking);
                }
            }

            /// <summary>Disposes all parameters, buffers and child modules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (var tensor in ownParameters.Values.Concat(ownBuffers.Values.Select(buffer => buffer.Tensor)))
                {
                    tensor.Dispose();
                }

                foreach (var child in childModules.Values)
                {
                    child.Dispose();
                }
            }

            /// <summary>The device and the element type for new parameters: the given ones, or else the defaults.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static void Convert(Tensor tensor, Device? device, ScalarType? dtype, bool non_blocking)
            {
                var type = dtype is not null && !tensor.is_integral() && tensor.dtype != ScalarType.Bool ? dtype.Value : tensor.dtype;
                if (type == tensor.dtype && (device is null || device.Packed == tensor.device.Packed))
                {
                    return;
                }

                using var gradient = tensor.grad;
                using var converted = tensor.detach().to(type, device ?? tensor.device, disposeAfter: true, non_blocking: non_blocking);
                using var convertedGradient = gradient?.to(type, device ?? tensor.device, non_blocking: non_blocking);
                if (gradient is not null)
                {
                    tensor.grad = null;
                }

                tensor.SetData(converted);
                if (gradient is not null)
                {
                    tensor.grad = convertedGradient;
                }
            }
        }
    }
}
