using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// LeNet-5 as the paper has it, with 60,000 trainable numbers: subsampling with a learnt gain and bias, a second convolution whose maps
/// read 3, 4 or 6 of the first six each, and outputs that are distances from fixed codes. Logits are the negative squared distances.
/// </summary>
/// <remarks>
/// LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998, https://doi.org/10.1109/5.726791, section II.B and table I.
/// The codes are random ±1, which the paper names as a possibility, and not its drawings of the ten digits: they serve any number of
/// classes.
/// </remarks>
public sealed class LeNetOf1998 : Network
{
    private const int CodeLength = 84;

    private readonly Module<Tensor, Tensor> c1, s2, c3, s4, c5, f6;

    private LeNetOf1998(string name, NetworkOptions options)
        : base(name, options, Anatomise(options))
    {
        c1 = Child("c1", Ops.Conv(options.InputChannels, 6, 5));
        s2 = Child("s2", new Subsampling(Ops, 6));
        c3 = Child("c3", new SparseConvolution(Ops));
        s4 = Child("s4", new Subsampling(Ops, 16));
        var size = options.InputSize!;
        c5 = Child("c5", Ops.Conv(16, 120, (Halved(Halved(size[0])), Halved(Halved(size[1])))));
        f6 = Child("f6", Linear(120, CodeLength));
        foreach (var parameter in this.parameters().Where(parameter => parameter.dim() > 1))
        {
            var bound = 2.4 / (parameter.numel() / parameter.shape[0]);
            init.uniform_(parameter, -bound, bound);
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "lenet5_1998",
            Family = "LeNet",
            Source = new("https://doi.org/10.1109/5.726791"),
            Inputs = [[1, 32, 32]],
            ReferenceOutputs = 10,
            Create = (name, options) => new LeNetOf1998(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input)
    {
        var x = s2.call(Squash(c1.call(input))); // [N, 6, 14, 14]
        return s4.call(Squash(c3.call(x))); // [N, 16, 5, 5]
    }

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Squash(f6.call(Squash(c5.call(maps)).flatten(1))); // [N, 84]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => new CodeDistances(outputs);

    private static NetworkAnatomy Anatomise(NetworkOptions options) => new(
        FirstLayer: "c1",
        Head: "output",
        CamLayer: "s4",
        FeatureCount: CodeLength,
        MinimumSize: 16,
        Stages: [new("c1", "c1", "s2"), new("c3", "c3", "s4"), new("c5", "c5"), new("f6", "f6"), new("head", "output")])
    {
        FixedSize = options.InputSize,
    };

    private static long Halved(long side) => (side - 4) / 2;

    /// <summary>The paper's tanh with slope and height such that ±1 are where its curvature is largest.</summary>
    private static Tensor Squash(Tensor input) => (input * (2.0 / 3)).tanh() * 1.7159;

    /// <summary>The sum of each 2×2 window times a gain, plus a bias, squashed; one gain and bias a channel.</summary>
    private sealed class Subsampling : Block
    {
        private readonly Module<Tensor, Tensor> average;
        private readonly Parameter weight, bias;

        public Subsampling(SpatialOps ops, int channels)
            : base(nameof(Subsampling))
        {
            average = Child("average", ops.AvgPool(2));
            register_parameter("weight", weight = new Parameter(init.uniform_(empty(channels), -0.6, 0.6))); // 2.4 / 4 inputs
            register_parameter("bias", bias = new Parameter(zeros(channels)));
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var sum = average.call(input) * 4;
            return Squash((sum * weight.view(1, -1, 1, 1)) + bias.view(1, -1, 1, 1)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>5×5 convolution from 6 to 16 maps in which each map reads those of the paper's table I.</summary>
    private sealed class SparseConvolution : Block
    {
        private readonly (Module<Tensor, Tensor> Conv, long[] Reads)[] maps;

        public SparseConvolution(SpatialOps ops)
            : base(nameof(SparseConvolution)) =>
            maps = [.. Table().Select((reads, map) => (Child($"{map}", ops.Conv(reads.Length, 1, 5)), reads))];

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var each = input.split(1, 1);
            var outputs = maps.Select(map => map.Conv.call(cat(map.Reads.Select(read => each[read]).ToArray(), 1)));
            return cat(outputs.ToArray(), 1).MoveToOuterDisposeScope(); // [N, 16, …]
        }

        private static IEnumerable<long[]> Table() =>
        [
            .. Enumerable.Range(0, 6).Select(first => Neighbours(first, 3)),
            .. Enumerable.Range(0, 6).Select(first => Neighbours(first, 4)),
            [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
            [0, 1, 2, 3, 4, 5],
        ];

        private static long[] Neighbours(int first, int count) => [.. Enumerable.Range(first, count).Select(map => (long)map % 6)];
    }

    /// <summary>Negative squared distances of features <c>[N, 84]</c> from a fixed code of ±1 for each class.</summary>
    private sealed class CodeDistances : Block
    {
        private readonly Tensor codes;

        public CodeDistances(int outputs)
            : base(nameof(CodeDistances)) =>
            register_buffer("codes", codes = (randint(0, 2, [outputs, CodeLength], dtype: ScalarType.Float32) * 2) - 1);

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            return (input.unsqueeze(1) - codes).square().sum(-1).neg().MoveToOuterDisposeScope(); // [N, outputs]
        }
    }
}
