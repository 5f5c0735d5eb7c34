using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// A module whose children are named where they are made. State-dict keys are thus written in the code as the reference writes them,
/// in its order, and do not depend on the names of fields.
/// </summary>
/// <param name="kind">What the module is, for messages and tables.</param>
public abstract class Block(string kind) : Module<Tensor, Tensor>(kind)
{
    /// <summary>Adds a child; its parameters' keys begin with <paramref name="name"/>.</summary>
    /// <returns>The child, to be kept in a field.</returns>
    protected T Child<T>(string name, T module)
        where T : Module
    {
        register_module(name, module);
        return module;
    }

    /// <summary>Adds a parameter of the block itself, not of a layer in it; its key is <paramref name="name"/>.</summary>
    protected void Learn(string name, Tensor initial) => register_parameter(name, new TorchSharp.Modules.Parameter(initial));

    /// <summary>The parameter of that name. It is asked for at each use, because moving a module to a device may replace it.</summary>
    protected Tensor Learnt(string name) => get_parameter(name)!;

    /// <summary>Does nothing: <see cref="Child{T}"/> has registered the children under their own names.</summary>
    protected override void RegisterComponents()
    {
    }
}
