using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>What a NASNet cell does first with the output of the cell before the last.</summary>
internal enum NasNetPrevious
{
    /// <summary>Nothing.</summary>
    AsGiven,

    /// <summary>Brings it to the cell's channels.</summary>
    Converted,

    /// <summary>Brings it to the cell's channels and to half the size, where a reduction lies between.</summary>
    Halved,
}

/// <summary>
/// A cell of NASNet-A: reads the outputs of the last cell and of the one before it, and joins five sums of two operations each, either at
/// the same size or (a reduction) at half of it.
/// </summary>
internal sealed class NasNetCell : Module<Tensor, Tensor, Tensor>
{
    /// <summary>Added to the variance by the normalisations.</summary>
    public const double Eps = 1e-3;

    private readonly Module<Tensor, Tensor> convertCurrent;
    private readonly Func<Tensor, Tensor> convertPrevious;
    private readonly Func<Tensor, Tensor, Tensor> combine;

    /// <summary>Makes the operations.</summary>
    /// <param name="operations">Makes them.</param>
    /// <param name="previous">What is done with the output of the cell before the last.</param>
    /// <param name="previousChannels">Its channels.</param>
    /// <param name="currentChannels">Channels of the last cell's output.</param>
    /// <param name="width">Channels of each operation.</param>
    /// <param name="isReduction">Whether the cell halves the size.</param>
    public NasNetCell(
        NasNetOperations operations, NasNetPrevious previous, long previousChannels, long currentChannels, long width, bool isReduction)
        : base(nameof(NasNetCell))
    {
        var ops = operations.Ops;
        if (previous == NasNetPrevious.Converted)
        {
            convertPrevious = Child("conv_prev_1x1", operations.Convert(previousChannels, width)).call;
            convertCurrent = Child("conv_1x1", operations.Convert(currentChannels, width));
        }
        else
        {
            convertCurrent = Child("conv_1x1", operations.Convert(currentChannels, width));
            convertPrevious = previous == NasNetPrevious.Halved ? Halve(ops, previousChannels, width) : given => given.alias();
        }

        var channels = previous == NasNetPrevious.AsGiven ? previousChannels : width;
        combine = isReduction ? Reduction(operations, channels, width) : Normal(operations, width);
    }

    /// <summary>Maps of the last cell and of the one before it to this cell's, <c>[N, channels, …]</c> each.</summary>
    public override Tensor forward(Tensor input1, Tensor input2)
    {
        using var scope = NewDisposeScope();
        return combine(convertCurrent.call(input1), convertPrevious(input2)).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the children are registered under their own names.</summary>
    protected override void RegisterComponents()
    {
    }

    private Func<Tensor, Tensor, Tensor> Reduction(NasNetOperations operations, long previousChannels, long width)
    {
        var left0 = Combine("0_left", operations.Separable(width, width, 5, stride: 2));
        var right0 = Combine("0_right", operations.Separable(previousChannels, width, 7, stride: 2));
        var left1 = Combine("1_left", operations.HalvingMaximum());
        var right1 = Combine("1_right", operations.Separable(previousChannels, width, 7, stride: 2));
        var left2 = Combine("2_left", operations.HalvingAverage());
        var right2 = Combine("2_right", operations.Separable(previousChannels, width, 5, stride: 2));
        var right3 = Combine("3_right", operations.Average());
        var left4 = Combine("4_left", operations.Separable(width, width, 3));
        var right4 = Combine("4_right", operations.HalvingMaximum());
        return (current, previous) =>
        {
            var first = left0.call(current) + right0.call(previous);
            var second = left1.call(current) + right1.call(previous);
            var third = left2.call(current) + right2.call(previous);
            return cat([second, third, right3.call(first) + second, left4.call(first) + right4.call(current)], 1);
        };
    }

    private Func<Tensor, Tensor, Tensor> Normal(NasNetOperations operations, long width)
    {
        var left0 = Combine("0_left", operations.Separable(width, width, 5));
        var right0 = Combine("0_right", operations.Separable(width, width, 3));
        var left1 = Combine("1_left", operations.Separable(width, width, 5));
        var right1 = Combine("1_right", operations.Separable(width, width, 3));
        var left2 = Combine("2_left", operations.Average());
        var left3 = Combine("3_left", operations.Average());
        var right3 = Combine("3_right", operations.Average());
        var left4 = Combine("4_left", operations.Separable(width, width, 3));
        return (current, previous) => cat(
            [
                previous,
                left0.call(current) + right0.call(previous),
                left1.call(previous) + right1.call(previous),
                left2.call(current) + previous,
                left3.call(previous) + right3.call(previous),
                left4.call(current) + current,
            ],
            1);
    }

    /// <summary>Every second value, and every second value from the next one on, each brought to half of the channels.</summary>
    private Func<Tensor, Tensor> Halve(SpatialOps ops, long inputs, long width)
    {
        var path1 = Child(
            "path_1", Sequential(("avgpool", ops.AvgPool(1, stride: 2)), ("conv", ops.Conv(inputs, width / 2, 1, bias: false))));
        var path2 = Child(
            "path_2", Sequential(("avgpool", ops.AvgPool(1, stride: 2)), ("conv", ops.Conv(inputs, width / 2, 1, bias: false))));
        var norm = Child("final_path_bn", ops.BatchNorm(width, Eps));
        long[] shift = [.. Enumerable.Repeat(new long[] { -1, 1 }, (int)ops.Dims).SelectMany(sides => sides)];
        return input =>
        {
            var x = input.relu();
            return norm.call(cat([path1.call(x), path2.call(functional.pad(x, shift))], 1));
        };
    }

    private T Combine<T>(string name, T operation)
        where T : Module => Child($"comb_iter_{name}", operation);

    private T Child<T>(string name, T module)
        where T : Module
    {
        register_module(name, module);
        return module;
    }
}
