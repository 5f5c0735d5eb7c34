using static TorchSharp.torch;

namespace MedTrain.Learning.Layers;

/// <summary>Gives several modules a common beginning of their keys, e.g. <c>classifier.</c>; whoever owns it calls them.</summary>
/// <param name="kind">What the modules are together, for messages.</param>
public sealed class Parts(string kind) : nn.Module(kind)
{
    /// <summary>Adds a module under a name.</summary>
    /// <returns>The module, to be kept in a field.</returns>
    public T Add<T>(string name, T module)
        where T : nn.Module
    {
        register_module(name, module);
        return module;
    }

    /// <summary>Does nothing: <see cref="Add{T}"/> has registered the modules under their own names.</summary>
    protected override void RegisterComponents()
    {
    }
}
