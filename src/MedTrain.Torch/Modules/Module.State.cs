namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <content>The state of a module as a dictionary.</content>
        public partial class Module
        {
            /// <summary>All parameters and persistent buffers under their paths, in PyTorch's order. The tensors are the module's own:
            /// clone them to keep a copy.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : $"{prefix}.";
                foreach (var (key, parameter) in ownParameters)
                {
                    destination.TryAdd(start + key, parameter);
                }

                foreach (var (key, (tensor, persistent)) in ownBuffers)
                {
                    if (persistent)
                    {
                        destination.TryAdd(start + key, tensor);
                    }
                }

                foreach (var (key, child) in named_children())
                {
                    child.state_dict(destination, start + key);
                }

                return destination;
            }

            /// <summary>Copies values into the module's parameters and buffers.</summary>
            /// <param name="source">Tensors by path.</param>
            /// <param name="strict">Refuse when a path is missing on either side.</param>
            /// <param name="skip">Paths to leave alone.</param>
            /// <returns>The paths that only the module has, and those that only the source has.</returns>
            /// <exception cref="InvalidOperationException">Paths or shapes do not match; nothing has been copied then.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var left = new HashSet<string>(skip ?? []);
                var destination = state_dict();
                var missing = destination.Keys.Where(key => !left.Contains(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => !left.Contains(key) && !destination.ContainsKey(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"The state does not fit {GetName()}: {Listed("missing", missing)}; {Listed("unexpected", unexpected)}. "
                        + "Pass strict: false or skip: to load the rest.");
                }

                var shared = source.Keys.Where(key => !left.Contains(key) && destination.ContainsKey(key)).ToList();
                var misfits = shared.Where(key => !source[key].shape.SequenceEqual(destination[key].shape))
                    .Select(key => $"{key} is {Sizes(source[key])}, the module needs {Sizes(destination[key])}")
                    .ToList();
                if (misfits.Count > 0)
                {
                    throw new InvalidOperationException($"The state does not fit {GetName()}: {Listed("wrong shapes", misfits)}.");
                }

                using var mode = no_grad();
                foreach (var key in shared)
                {
                    destination[key].copy_(source[key]);
                }

                return (missing, unexpected);
            }

            private static string Sizes(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

            private static string Listed(string what, List<string> entries)
            {
                const int Shown = 5;
                var more = entries.Count > Shown ? $" and {entries.Count - Shown} more" : "";
                return entries.Count == 0 ? $"no {what}" : $"{entries.Count} {what} ({string.Join("; ", entries.Take(Shown))}{more})";
            }
        }
    }
}
