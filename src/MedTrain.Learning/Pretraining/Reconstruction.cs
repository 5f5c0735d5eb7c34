using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Learning.Models;
using static TorchSharp.torch;

namespace MedTrain.Learning.Pretraining;

/// <summary>Images are to be given back: the mean squared error over all pixels, of what the network makes of a spoiled image.</summary>
public abstract record Reconstruction : Pretext
{
    /// <summary>An autoencoder of the model table whose encoder is trained; null builds a decoder for the network itself.</summary>
    [Description("An autoencoder of 'medtrain models list' that is trained instead, whose encoder fits the network "
        + "(as clinicadl_ae_conv5_fc3 fits clinicadl_conv5_fc3); default: a decoder for the network's own feature maps.")]
    public string? Network { get; init; }

    internal override Network Build(Network encoder) =>
        Network is null ? ReconstructionNetwork.Of(encoder) : ModelTable.Find(Network).Build(encoder.Options);

    internal override (Tensor Sum, long Count) Loss(Func<Tensor, Tensor> forward, Tensor images)
    {
        var (spoiled, counts) = Spoil(images);
        var errors = (forward(spoiled).to_type(ScalarType.Float32) - images).square(); // [N, C, (D,) H, W]
        // The mean over the pixels that count, of each image; then the sum over images.
        var axes = Enumerable.Range(1, (int)images.dim() - 1).Select(axis => (long)axis).ToArray();
        var each = counts is null ? errors.mean(axes) : (errors * counts).sum(axes) / counts.expand_as(errors).sum(axes).clamp_min(1);
        return (each.sum(), images.shape[0]);
    }

    /// <summary>What the network is shown, and where its error counts (null: everywhere).</summary>
    private protected abstract (Tensor Images, Tensor? Counts) Spoil(Tensor images);
}

/// <summary>A plain autoencoder.</summary>
public sealed record Autoencoder : Reconstruction
{
    private protected override (Tensor Images, Tensor? Counts) Spoil(Tensor images) => (images, null);
}

/// <summary>A denoising autoencoder (Vincent et al. 2008): noise is added, and the image without it asked for.</summary>
public sealed record DenoisingAutoencoder : Reconstruction
{
    /// <summary>Standard deviation of the noise.</summary>
    [Description("Standard deviation of the noise, as a fraction of each image's own.")]
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double Noise { get; init; } = 0.5;

    private protected override (Tensor Images, Tensor? Counts) Spoil(Tensor images)
    {
        var axes = Enumerable.Range(1, (int)images.dim() - 1).Select(axis => (long)axis).ToArray();
        return (images + (randn_like(images) * images.std(axes, keepdim: true) * Noise), null);
    }
}

/// <summary>
/// A masked autoencoder: random patches are replaced by the image's mean, and the error counts in them alone. The whole grid goes through
/// the network, so that any network can be trained (as in SimMIM, Xie et al. 2022; He et al. 2022 leave masked patches out).
/// </summary>
public sealed record MaskedAutoencoder : Reconstruction
{
    /// <summary>Share of the patches that are masked.</summary>
    [Description("Share of the patches that are masked.")]
    [Range(0.01, 0.99)]
    public double Share { get; init; } = 0.6;

    /// <summary>Side of a patch in pixels or voxels.</summary>
    [Description("Side of a patch in pixels or voxels; patches at the far edges may be cut off.")]
    [Range(1, 512)]
    public int Patch { get; init; } = 8;

    private protected override (Tensor Images, Tensor? Counts) Spoil(Tensor images)
    {
        long[] sides = images.shape[2..];
        var axes = Enumerable.Range(1, sides.Length + 1).Select(axis => (long)axis).ToArray();
        long[] grid = [.. sides.Select(side => (side + Patch - 1) / Patch)];
        var patches = grid.Aggregate(1L, (product, side) => product * side);
        var masked = Math.Clamp((long)Math.Round(Share * patches), 1, patches);
        // Of each image exactly so many patches: those with the smallest random numbers.
        var chosen = rand([images.shape[0], patches], device: images.device).argsort(1).argsort(1).lt(masked);
        var mask = chosen.to_type(ScalarType.Float32).reshape([images.shape[0], 1, .. grid]);
        for (var axis = 0; axis < sides.Length; axis++)
        {
            mask = mask.repeat_interleave(Patch, dim: axis + 2).narrow(axis + 2, 0, sides[axis]);
        }

        var mean = images.mean(axes, keepdim: true);
        return ((images * (1 - mask)) + (mean * mask), mask); // [N, 1, (D,) H, W]
    }
}
