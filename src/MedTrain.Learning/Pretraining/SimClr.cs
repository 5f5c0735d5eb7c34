using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Pretraining;

/// <summary>
/// SimCLR (Chen et al. 2020): two augmented views of an image are to lie nearer to each other, behind a small projection, than to the views
/// of the batch's other images; normalised temperature-scaled cross-entropy.
/// </summary>
public sealed record SimClr : Pretext
{
    /// <summary>The temperature of the similarities.</summary>
    [Description("What the cosine similarities are divided by; smaller looks harder at the nearest other images.")]
    [Range(0.001, 100.0)]
    public double Temperature { get; init; } = 0.2;

    /// <summary>Width of the projection.</summary>
    [Description("Width of the projection in which views are compared.")]
    [Range(2, 8192)]
    public int Projection { get; init; } = 128;

    internal override int Views => 2;

    internal override Network Build(Network encoder) => ProjectionNetwork.Of(encoder, Projection);

    internal override (Tensor Sum, long Count) Loss(Func<Tensor, Tensor> forward, Tensor images) => Contrast(forward(images), Temperature);

    /// <summary>The loss of projections <c>[2 N, width]</c> whose rows 2 k and 2 k + 1 are views of one image.</summary>
    internal static (Tensor Sum, long Count) Contrast(Tensor projections, double temperature)
    {
        var count = projections.shape[0];
        var unit = nn.functional.normalize(projections.to_type(ScalarType.Float32), 2, 1);
        var itself = eye(count, dtype: ScalarType.Bool, device: unit.device);
        var similar = (unit.matmul(unit.t()) / temperature).masked_fill(itself, float.NegativeInfinity); // [2 N, 2 N]
        long[] partners = [.. Enumerable.Range(0, (int)count).Select(row => (long)(row ^ 1))];
        return (nn.functional.cross_entropy(similar, tensor(partners, device: unit.device), reduction: nn.Reduction.Sum), count);
    }
}
