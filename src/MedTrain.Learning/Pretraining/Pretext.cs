using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Pretraining;

/// <summary>A task that images without labels set, by which a network learns what they look like.</summary>
public abstract record Pretext
{
    /// <summary>How many differently augmented images of each case it needs.</summary>
    internal virtual int Views => 1;

    /// <summary>The network that is trained in the place of <paramref name="encoder"/>, and holds it.</summary>
    internal abstract Network Build(Network encoder);

    /// <summary>The summed loss of some images, and how many terms it has.</summary>
    /// <param name="forward">Runs what <see cref="Build"/> made, under the chosen arithmetic.</param>
    /// <param name="images">The images <c>[N * Views, C, (D,) H, W]</c>; the views of a case come one after the other.</param>
    internal abstract (Tensor Sum, long Count) Loss(Func<Tensor, Tensor> forward, Tensor images);
}
