using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all transposed convolutions share.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private protected ConvolutionTranspose(string name, ConvolutionShape shape, bool bias, Device? device, ScalarType? dtype)
        : base(name, shape, true, bias, device, dtype)
    {
    }

    private protected abstract string Operator { get; }

    /// <summary>Applies the transposed convolution.</summary>
    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>Applies the transposed convolution; the output size, where given, chooses among the possible ones.</summary>
    /// <param name="input">[N, in, …] or without N.</param>
    /// <param name="output_size">The spatial sizes of the result.</param>
    /// <exception cref="ArgumentException">The output size cannot be reached.</exception>
    public Tensor forward(Tensor input, long[]? output_size) =>
        Aten.Call(
            Operator, input, weight, bias, stride, padding, output_size is null ? output_padding
            : OutputPadding(input, output_size), groups, dilation);

    private long[] OutputPadding(Tensor input, long[] wanted)
    {
        var spatial = input.shape[^kernel_size.Length..];
        var sizes = wanted[^Math.Min(wanted.Length, spatial.Length)..];
        if (sizes.Length != spatial.Length)
        {
            throw new ArgumentException($"output_size needs {spatial.Length} numbers, {wanted.Length} were given.", nameof(wanted));
        }

        var result = new long[spatial.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var least = ((spatial[i] - 1) * stride[i]) - (2 * padding![i]) + (dilation[i] * (kernel_size[i] - 1)) + 1;
            result[i] = sizes[i] - least;
            if (result[i] < 0 || result[i] >= Math.Max(stride[i], dilation[i]))
            {
                throw new ArgumentException(
                    $"output_size {sizes[i]} is out of reach: from {least} to {least + stride[i] - 1} are possible.", nameof(wanted));
            }
        }

        return result;
    }
}
