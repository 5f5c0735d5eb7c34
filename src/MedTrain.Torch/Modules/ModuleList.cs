using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A list of modules that is itself a module; the names are 0, 1, 2 …</summary>
    public class ModuleList<T> : nn.Module, IList<T>
        where T : nn.Module
    {
        private readonly List<T> items = [];

        /// <summary>A list of the given modules.</summary>
        public ModuleList(params T[] modules)
            : base(nameof(ModuleList<>)) => extend(modules);

        /// <summary>How many modules there are.</summary>
        public int Count => items.Count;

        /// <summary>Modules can be added.</summary>
        public bool IsReadOnly => false;

        /// <summary>One module.</summary>
        public T this[int index]
        {
            get => items[index];
            set => Change(() => items[index] = value);
        }

        /// <summary>Adds a module at the end.</summary>
        public void Add(T item) => Change(() => items.Add(item));

        /// <summary>Adds modules at the end.</summary>
        public void append(params T[] parameters) => extend(parameters);

        /// <summary>Adds modules at the end.</summary>
        public void extend(IEnumerable<T> modules) => Change(() => items.AddRange(modules));

        /// <summary>Forgets all modules.</summary>
        public void Clear() => Change(items.Clear);

        /// <summary>Whether the module is in the list.</summary>
        public bool Contains(T item) => items.Contains(item);

        /// <summary>Copies the list to an array.</summary>
        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

        /// <summary>The modules in order.</summary>
        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        /// <summary>The modules in order.</summary>
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Where the module is; -1 when it is not in the list.</summary>
        public int IndexOf(T item) => items.IndexOf(item);

        /// <summary>Puts a module at a place.</summary>
        public void Insert(int index, T item) => Change(() => items.Insert(index, item));

        /// <summary>Takes a module out of the list.</summary>
        public bool Remove(T item)
        {
            var at = IndexOf(item);
            if (at >= 0)
            {
                RemoveAt(at);
            }

            return at >= 0;
        }

        /// <summary>Takes a module out of the list.</summary>
        public void RemoveAt(int index) => Change(() => items.RemoveAt(index));

        private void Change(Action change)
        {
            change();
            ClearModules();
            for (var i = 0; i < items.Count; i++)
            {
                register_module($"{i}", items[i] ?? throw new ArgumentNullException($"[{i}]", "A list of modules must not contain null."));
            }
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
            /// <summary>A list of modules that is itself a module.</summary>
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            /// <summary>A list of modules that is itself a module.</summary>
            public static ModuleList<T> ModuleList<T>(params T[] modules)
                where T : Module => new(modules);
        }
    }
}
