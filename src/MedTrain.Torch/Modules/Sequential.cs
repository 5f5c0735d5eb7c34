using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules that run one after the other, each on the result of the one before.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<(string Name, nn.Module<Tensor, Tensor> Module)> steps = [];

        /// <summary>A chain of named modules.</summary>
        protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
            : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules)
            {
                Add(name, module);
            }
        }

        /// <summary>A chain of modules, named 0, 1, 2 …</summary>
        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
            : base(nameof(Sequential))
        {
            foreach (var module in modules)
            {
                Add($"{steps.Count}", module);
            }
        }

        /// <summary>How many modules the chain has.</summary>
        public int Count => steps.Count;

        /// <summary>One module of the chain.</summary>
        [IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => steps[index].Module;

        /// <summary>A chain of some of the modules, which both chains then share.</summary>
        [IndexerName("SequentialItems")]
        public Sequential this[(int? start, int? end) index] => this[(index.start ?? 0)..(index.end ?? Count)];

        /// <summary>A chain of some of the modules, which both chains then share.</summary>
        [IndexerName("SequentialItems")]
        public Sequential this[Range index] => new(steps.ToArray()[index]);

        /// <summary>Adds a named module at the end; returns the chain.</summary>
        public Sequential append(string name, nn.IModule<Tensor, Tensor> module) => Add(name, (nn.Module<Tensor, Tensor>)module);

        /// <summary>Adds a module at the end, named by its place; returns the chain.</summary>
        public Sequential append(nn.IModule<Tensor, Tensor> module) => append($"{steps.Count}", module);

        /// <summary>Runs the chain. Results between two modules are disposed: a hook that keeps one must keep an alias.</summary>
        public override Tensor forward(Tensor tensor)
        {
            if (steps.Count == 0)
            {
                return tensor.Shared();
            }

            var result = tensor;
            for (var i = 0; i < steps.Count; i++)
            {
                var before = result;
                if (i + 1 < steps.Count && RectifiedNorm.Of(steps[i].Module, steps[i + 1].Module) is { } norm)
                {
                    result = norm.RectifiedForward(before);
                    i++;
                }
                else
                {
                    result = steps[i].Module.call(before);
                }

                if (!ReferenceEquals(before, result) && !ReferenceEquals(before, tensor))
                {
                    before.Dispose();
                }
            }

            return result;
        }

        private Sequential Add(string name, nn.Module<Tensor, Tensor> module)
        {
            ArgumentNullException.ThrowIfNull(module);
            register_module(name, module);
            steps.Add((name, module));
            return this;
        }
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>An empty chain.</summary>
            public static Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());

            /// <summary>A chain of named modules.</summary>
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            /// <summary>A chain of modules, named 0, 1, 2 …</summary>
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            /// <summary>A chain of named modules.</summary>
            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                new(modules.ToArray());

            /// <summary>A chain of modules, named 0, 1, 2 …</summary>
            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.ToArray());
        }
    }
}
