using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules under names, in order, that are together a module.</summary>
    public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)>
        where T : nn.Module
    {
        private readonly OrderedDictionary<string, T> items = [];

        /// <summary>No modules yet.</summary>
        public ModuleDict()
            : base(nameof(ModuleDict<>))
        {
        }

        /// <summary>How many modules there are.</summary>
        public int Count => items.Count;

        /// <summary>The names in order.</summary>
        public ICollection<string> Keys => items.Keys;

        /// <summary>The modules in order.</summary>
        public ICollection<T> Values => items.Values;

        /// <summary>The module with a name.</summary>
        public T this[string key]
        {
            get => items[key];
            set
            {
                Remove(key);
                Add(key, value);
            }
        }

        /// <summary>The names in order.</summary>
        public IEnumerable<string> keys() => items.Keys;

        /// <summary>The modules in order.</summary>
        public IEnumerable<T> values() => items.Values;

        /// <summary>Adds a module under a name.</summary>
        public void Add((string, T) item) => Add(item.Item1, item.Item2);

        /// <summary>Adds a module under a name.</summary>
        public void Add(string key, T value)
        {
            ArgumentNullException.ThrowIfNull(value);
            register_module(key, value);
            items.Add(key, value);
        }

        /// <summary>Whether there is a module under the name.</summary>
        public bool ContainsKey(string key) => items.ContainsKey(key);

        /// <summary>Takes the module under a name away.</summary>
        public bool Remove(string key)
        {
            register_module(key, null!);
            return items.Remove(key);
        }

        /// <summary>The module under a name, if there is one.</summary>
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => items.TryGetValue(key, out value);

        /// <summary>Forgets all modules.</summary>
        public void Clear()
        {
            ClearModules();
            items.Clear();
        }

        /// <summary>Names and modules in order.</summary>
        public IEnumerator<(string, T)> GetEnumerator() => items.Select(item => (item.Key, item.Value)).GetEnumerator();

        /// <summary>Names and modules in order.</summary>
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Modules under names.</summary>
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            /// <summary>Modules under names.</summary>
            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules)
                where T : Module
            {
                var result = new ModuleDict<T>();
                foreach (var (name, module) in modules)
                {
                    result.Add(name, module);
                }

                return result;
            }
        }
    }
}
