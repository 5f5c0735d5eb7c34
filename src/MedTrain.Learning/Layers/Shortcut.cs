using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>Layers whose output is added to their input where the shapes allow it, in training maybe left out at random.</summary>
public sealed class Shortcut : Block
{
    private readonly Module<Tensor, Tensor> layers;
    private readonly Module<Tensor, Tensor>? drop;
    private readonly bool isAdded;

    /// <summary>Takes the layers as a child.</summary>
    /// <param name="name">The child's name, with which its keys begin.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="isAdded">False when the layers change the shape: then there is no shortcut.</param>
    /// <param name="dropProbability">How often the layers are left out for an image in training.</param>
    public Shortcut(string name, Module<Tensor, Tensor> layers, bool isAdded, double dropProbability = 0)
        : base(nameof(Shortcut))
    {
        this.layers = Child(name, layers);
        this.isAdded = isAdded;
        drop = isAdded && dropProbability > 0 ? Child("stochastic_depth", new DropPath(dropProbability)) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        if (!isAdded)
        {
            return layers.call(input);
        }

        using var scope = NewDisposeScope();
        var output = layers.call(input);
        return (drop?.call(output) ?? output).add(input).MoveToOuterDisposeScope();
    }
}
