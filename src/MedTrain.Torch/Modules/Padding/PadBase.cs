using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adds to both sides of the last dimensions of [N, C, …] (or without N).</summary>
public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
{
    private readonly PaddingModes mode;

    /// <summary>A padding of the last dimensions: before and after for the last one, then for the one before it, and so on.</summary>
    protected PadBase(string name, PaddingModes mode, double value, params long[] padding)
        : base(name)
    {
        this.mode = mode;
        this.value = value;
        this.padding = padding;
    }

    /// <summary>Before and after for the last dimension, then for the one before it, and so on; negative numbers cut off.</summary>
    public long[] padding { get; set; }

    /// <summary>The value that is added where the padding is constant.</summary>
    public double value { get; set; }

    /// <summary>The padded input.</summary>
    public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, mode, value);
}
