namespace TorchSharp.Modules;

/// <summary>The numbers that define a convolution.</summary>
internal sealed record ConvolutionShape(long InChannels, long OutChannels, long[] Kernel, long Groups, PaddingModes Mode)
{
    internal long[] Stride { get; init; } = [.. Kernel.Select(_ => 1L)];

    internal long[]? Padding { get; init; } = [.. Kernel.Select(_ => 0L)];

    internal Padding? PaddingType { get; init; }

    internal long[] Dilation { get; init; } = [.. Kernel.Select(_ => 1L)];

    internal long[] OutputPadding { get; init; } = [.. Kernel.Select(_ => 0L)];

    /// <summary>Refuses what libtorch would refuse later, or not survive.</summary>
    internal void Check(string layer, bool transposed)
    {
        var problem =
            Groups <= 0 ? $"groups must be positive, was {Groups}"
            : InChannels <= 0 || InChannels % Groups != 0 ? $"in_channels ({InChannels}) must be a positive multiple of groups ({Groups})"
            : OutChannels <= 0 || OutChannels % Groups != 0
                ? $"out_channels ({OutChannels}) must be a positive multiple of groups ({Groups})"
            : Kernel.Concat(Stride).Concat(Dilation).Any(value => value <= 0) ? "kernel_size, stride and dilation must be positive"
            : (Padding ?? []).Concat(OutputPadding).Any(value => value < 0) ? "padding must not be negative"
            : PaddingType == TorchSharp.Padding.Same && Stride.Any(value => value != 1) ? "padding Same needs stride 1"
            : transposed && Mode != PaddingModes.Zeros ? $"a transposed convolution pads with zeros only, not with {Mode}"
            : null;
        if (problem is not null)
        {
            throw new ArgumentException($"{layer}: {problem}.");
        }
    }
}
