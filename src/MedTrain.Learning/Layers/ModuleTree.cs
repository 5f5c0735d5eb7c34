using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>Walks over a module's tree in PyTorch's order: a module before its children, children in the order they were added.</summary>
public static class ModuleTree
{
    /// <summary>
    /// Every module below <paramref name="root"/> and the root itself (path ""), each with its path, e.g. <c>layer1.0.conv1</c>.
    /// </summary>
    public static IEnumerable<(string Path, Module Module)> Walk(Module root) => Walk(root, "");

    /// <summary>The module at a path such as <c>layer1.0.conv1</c>.</summary>
    /// <exception cref="ArgumentException">There is no module at the path.</exception>
    public static Module Find(Module root, string path)
    {
        var module = root;
        foreach (var name in path.Split('.'))
        {
            module = module.named_children().FirstOrDefault(child => child.name == name).module
                ?? throw new ArgumentException($"{root.GetName()} has no module '{path}': '{name}' is none of "
                    + $"{string.Join(", ", module.named_children().Select(child => child.name))}.");
        }

        return module;
    }

    /// <summary>
    /// The state dict's entries in PyTorch's order: for each module its parameters, then its buffers, then its children's.
    /// (TorchSharp's own <c>state_dict()</c> puts all parameters before all buffers.)
    /// </summary>
    public static IEnumerable<(string Key, Tensor Value)> State(Module root)
    {
        foreach (var (path, module) in Walk(root))
        {
            var prefix = path.Length == 0 ? "" : path + ".";
            foreach (var (name, parameter) in module.named_parameters(recurse: false))
            {
                yield return (prefix + name, parameter);
            }

            foreach (var (name, buffer) in module.named_buffers(recurse: false, include_nonpersistent: false))
            {
                yield return (prefix + name, buffer);
            }
        }
    }

    private static IEnumerable<(string Path, Module Module)> Walk(Module module, string path)
    {
        yield return (path, module);
        foreach (var (name, child) in module.named_children())
        {
            foreach (var below in Walk(child, path.Length == 0 ? name : $"{path}.{name}"))
            {
                yield return below;
            }
        }
    }
}
