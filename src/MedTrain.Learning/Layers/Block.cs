using MedTrain.Torch;
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
    /// <summary>
    /// Whether training remembers the block's input alone and computes it again in the backward pass: less memory, one more forward pass,
    /// the same numbers (activation checkpointing; Chen et al. 2016, https://arxiv.org/abs/1604.06174).
    /// </summary>
    public bool IsRecomputed { get; set; }

    /// <summary>The block's output.</summary>
    public sealed override Tensor forward(Tensor input) =>
        IsRecomputed && training ? TorchExtras.Current.Checkpoint(Compute, input) : Compute(input);

    /// <summary>Input to output.</summary>
    protected abstract Tensor Compute(Tensor input);

    /// <summary>Adds a child; its parameters' keys begin with <paramref name="name"/>.</summary>
    /// <returns>The child, to be kept in a field.</returns>
    protected T Child<T>(string name, T module)
        where T : Module
    {
        register_module(name, module);
        return module;
    }

    /// <summary>
    /// Adds a module below this one, at a path such as <c>encoder.layers.0</c>; the modules on the way that do not exist are made as
    /// <see cref="Parts"/>.
    /// </summary>
    /// <returns>The module, to be kept in a field.</returns>
    protected T Place<T>(string path, T module)
        where T : Module
    {
        var (parent, name) = ParentOf(path);
        parent.register_module(name, module);
        return module;
    }

    /// <summary>
    /// Adds modules at <c>path.0</c>, <c>path.1</c> …. Other modules can be placed beside them, which a
    /// <c>Sequential</c> would not know of.
    /// </summary>
    /// <returns>The modules, to be kept in a field.</returns>
    protected Module<Tensor, Tensor>[] PlaceInTurn(string path, params Module<Tensor, Tensor>[] modules) =>
        [.. modules.Select((module, index) => Place($"{path}.{index}", module))];

    /// <summary>Adds a parameter that belongs to no layer, at a path such as <c>class_token</c> or <c>encoder.pos_embedding</c>.</summary>
    protected void Learn(string path, Tensor initial)
    {
        var (parent, name) = ParentOf(path);
        parent.register_parameter(name, new TorchSharp.Modules.Parameter(initial));
    }

    /// <summary>The parameter at a path. It is asked for at each use, because moving a module to a device may replace it.</summary>
    protected Tensor Learnt(string path) => get_parameter(path)!;

    /// <summary>Does nothing: <see cref="Child{T}"/> has registered the children under their own names.</summary>
    protected override void RegisterComponents()
    {
    }

    private (Module Parent, string Name) ParentOf(string path)
    {
        var names = path.Split('.');
        Module parent = this;
        foreach (var name in names.SkipLast(1))
        {
            var child = parent.named_children().FirstOrDefault(entry => entry.name == name).module;
            if (child is null)
            {
                child = new Parts(name);
                parent.register_module(name, child);
            }

            parent = child;
        }

        return parent is TorchSharp.Modules.Sequential
            ? throw new InvalidOperationException($"{GetName()}: {path} would lie in a Sequential, which knows only its own modules.")
            : (parent, names[^1]);
    }
}
