using static TorchSharp.torch;

namespace MedTrain.Learning.Layers;

/// <summary>Runs layers one after another, for chains whose layers lie at different paths of a network.</summary>
public static class Chain
{
    /// <summary>
    /// The last layer's output. What the layers between give is disposed at once, so that inference holds one tensor and not all.
    /// </summary>
    public static Tensor Through(this IEnumerable<nn.Module<Tensor, Tensor>> layers, Tensor input)
    {
        var x = input;
        foreach (var layer in layers)
        {
            var next = layer.call(x);
            if (!ReferenceEquals(x, input) && !ReferenceEquals(x, next))
            {
                x.Dispose();
            }

            x = next;
        }

        return x;
    }
}
