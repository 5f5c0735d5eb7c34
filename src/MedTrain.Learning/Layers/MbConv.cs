using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// The pre-normalised inverted bottleneck of networks that mix convolution and attention: 1×1 to more channels, 3×3 of each channel,
/// squeeze and excitation, 1×1 back, beside a shortcut that is pooled where the map is halved.
/// </summary>
/// <remarks>Dai et al., CoAtNet, https://arxiv.org/abs/2106.04803; Tu et al., MaxViT, https://arxiv.org/abs/2204.01697.</remarks>
public sealed class MbConv : Block
{
    private readonly Form form;
    private readonly int depthwiseStride;
    private readonly Module<Tensor, Tensor> preNorm, conv1, norm1, conv2, norm2, squeeze, conv3, drop;
    private readonly Module<Tensor, Tensor>? pool, expand, down;

    /// <summary>Makes the layers for <c>[N, inputs, …] -> [N, outputs, …]</c>; the map is halved if <paramref name="halves"/>.</summary>
    public MbConv(SpatialOps ops, long inputs, long outputs, bool halves, double dropPath, Form form)
        : base(nameof(MbConv))
    {
        this.form = form;
        var keys = form.Keys;
        var middle = 4 * (form.WidensInputs ? inputs : outputs);
        depthwiseStride = halves && !form.PoolsFirst ? 2 : 1;
        pool = halves ? (form.PoolsByThree ? ops.AvgPool(3, 2) : ops.AvgPool(2)) : null;
        expand = inputs != outputs || (halves && form.AlwaysProjects)
            ? Place(keys.Shortcut, ops.Conv(inputs, outputs, 1, bias: form.OutputBias))
            : null;
        preNorm = Place(keys.PreNorm, Norm(ops, inputs));
        down = halves && form.PoolsFirst ? ops.AvgPool(2) : null;
        conv1 = Place(keys.Conv1, ops.Conv(inputs, middle, 1, bias: false));
        norm1 = Place(keys.Norm1, Norm(ops, middle));
        conv2 = Place(keys.Conv2, ops.Conv(middle, middle, 3, depthwiseStride, form.SamePadding ? 0 : 1, groups: middle, bias: false));
        var excite = new SqueezeExcite(
            ops, middle, (long)((form.WidensInputs ? middle : outputs) * form.SqueezeRatio), SqueezeExcite.TorchvisionNames,
            form.SqueezeActivation, () => Sigmoid());
        squeeze = form.SqueezesEarly ? Place(keys.EarlySqueeze, excite) : excite;
        norm2 = Place(keys.Norm2, Norm(ops, middle));
        squeeze = form.SqueezesEarly ? squeeze : Place(keys.Squeeze, excite);
        conv3 = Place(keys.Conv3, ops.Conv(middle, outputs, 1, bias: form.OutputBias));
        drop = Child("drop_path", new DropPath(dropPath));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shortcut = pool?.call(form.PoolsByThree ? Framed(input) : input) ?? input;
        shortcut = expand?.call(shortcut) ?? shortcut;
        var x = preNorm.call(input);
        x = form.ActivatesFirst ? form.Activation(x) : x;
        x = form.Activation(norm1.call(conv1.call(down?.call(x) ?? x))); // [N, 4 outputs, …]
        x = conv2.call(form.SamePadding ? SamePadding.Pad(x, 3, depthwiseStride) : x);
        x = form.SqueezesEarly ? form.Activation(norm2.call(squeeze.call(x))) : squeeze.call(form.Activation(norm2.call(x)));
        return (drop.call(conv3.call(x)) + shortcut).MoveToOuterDisposeScope();
    }

    /// <summary>The maps with a frame of zeros: libtorch itself frames only volumes that are as large as the window.</summary>
    private static Tensor Framed(Tensor maps) => functional.pad(maps, [.. Enumerable.Repeat(1L, 2 * (maps.shape.Length - 2))]);

    private Module<Tensor, Tensor> Norm(SpatialOps ops, long channels) => ops.BatchNorm(channels, form.Eps, form.Momentum);

    /// <summary>What a reference does in its own way.</summary>
    /// <param name="Keys">The names of the parts.</param>
    /// <param name="Activation">The activation after each normalisation.</param>
    /// <param name="SqueezeActivation">The activation between the two layers of squeeze and excitation.</param>
    /// <param name="SqueezeRatio">Width of the squeeze, as a part of the outputs (or of the widened inputs).</param>
    /// <param name="Eps">Added to the variance in batch normalisation.</param>
    /// <param name="Momentum">Weight of the new batch in the running statistics.</param>
    public sealed record Form(
        Names Keys, Func<Tensor, Tensor> Activation, Func<Module<Tensor, Tensor>> SqueezeActivation, double SqueezeRatio = 0.25,
        double Eps = 1e-5, double Momentum = 0.1)
    {
        /// <summary>The width in the middle is four times the inputs'; else four times the outputs'.</summary>
        public bool WidensInputs { get; init; }

        /// <summary>The first normalisation is followed by an activation.</summary>
        public bool ActivatesFirst { get; init; }

        /// <summary>The map is halved by a pooling before the first convolution; else by the 3×3 convolution.</summary>
        public bool PoolsFirst { get; init; }

        /// <summary>The shortcut is pooled by overlapping windows of 3; else of 2.</summary>
        public bool PoolsByThree { get; init; }

        /// <summary>The shortcut has a convolution wherever the map is halved; else only where the channels change.</summary>
        public bool AlwaysProjects { get; init; }

        /// <summary>The last convolution and the shortcut's have a bias.</summary>
        public bool OutputBias { get; init; } = true;

        /// <summary>Squeeze and excitation come before the second normalisation; else after it.</summary>
        public bool SqueezesEarly { get; init; }

        /// <summary>Padding as in TensorFlow.</summary>
        public bool SamePadding { get; init; }
    }

    /// <summary>The keys of the parts.</summary>
    public sealed record Names(
        string Shortcut, string PreNorm, string Conv1, string Norm1, string Conv2, string EarlySqueeze, string Norm2, string Squeeze,
        string Conv3)
    {
        /// <summary>timm's.</summary>
        public static Names Timm { get; } = new(
            "shortcut.expand", "pre_norm", "conv1_1x1", "norm1", "conv2_kxk", "se_early", "norm2", "se", "conv3_1x1");

        /// <summary>torchvision's.</summary>
        public static Names Torchvision { get; } = new(
            "proj.1", "layers.pre_norm", "layers.conv_a.0", "layers.conv_a.1", "layers.conv_b.0", "layers.squeeze_excitation",
            "layers.conv_b.1", "layers.squeeze_excitation", "layers.conv_c");
    }
}
