using MedTrain.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// The Global-Local Transformer for brain age: one convolutional pathway sees the whole slice, another patches of it; each patch attends to
/// the whole in six blocks that all patches share. Every patch and the whole estimate the age; the output is the mean of the estimates.
/// </summary>
/// <remarks>
/// He et al., https://doi.org/10.1109/TMI.2021.3108910; layers and keys of https://github.com/shengfly/global-local-transformer, which
/// gives the estimates as a list and does not say how to combine them. As there, patches begin at multiples of the step below side − patch,
/// so that one which would exactly fit at the end is left out.
/// </remarks>
public sealed class GlobalLocalTransformer : Network
{
    private const int Patch = 64, Step = 32, Blocks = 6, Width = 512;
    private const string LocalHead = "locout";

    private readonly Trunk global, local;
    private readonly Module<Tensor, Tensor> average;
    private readonly Attention[] attentions;
    private readonly Module<Tensor, Tensor>[] mixers;

    private GlobalLocalTransformer(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        global = Child("global_feat", new Trunk(Ops, options.InputChannels));
        local = Child("local_feat", new Trunk(Ops, options.InputChannels));
        var (attention, feedforward) = (Child("attnlist", new Parts("attnlist")), Child("fftlist", new Parts("fftlist")));
        attentions = [.. Enumerable.Range(0, Blocks).Select(i => attention.Add($"{i}", new Attention(options.Dropout ?? 0.5)))];
        mixers =
        [
            .. Enumerable.Range(0, Blocks).Select(i => feedforward.Add($"{i}", Sequential(
                ("conv1", Trunk.Unit(Ops, 2 * Width, Width, 1)), ("conv2", Trunk.Unit(Ops, Width, Width, 1))))),
        ];
        average = Child("avg", Ops.AdaptiveAvgPool(1));
        AddHead();
        AddAuxiliaryHead(LocalHead);
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "global_local_transformer",
            Family = "GlobalLocalTransformer",
            Source = new("https://github.com/shengfly/global-local-transformer"),
            Inputs = [[5, 130, 170]],
            ReferenceOutputs = 1,
            Weights = WeightNaming.Published,
            Create = (name, options) => new GlobalLocalTransformer(name, options),
        },
    ];

    /// <summary>The estimate of the whole slice, then that of each patch, row by row.</summary>
    public override IReadOnlyList<Tensor> ReferenceOutputs(Tensor input)
    {
        using var scope = NewDisposeScope();
        return [.. Estimates(input).Select(estimate => estimate.MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => global.call(input); // [N, 512, H/16, W/16]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => average.call(maps).flatten(1); // [N, 512]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => stack([.. Estimates(input)], 0).mean([0]); // [N, outputs]

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateAuxiliaryHead(string path, int outputs) => Linear(Width, outputs);

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "global_feat.conv11.conv1",
        Head: "gloout",
        CamLayer: "global_feat",
        FeatureCount: Width,
        MinimumSize: Patch + 1,
        Stages: [new("global", "global_feat"), new("local", "local_feat"), new("attention", "attnlist", "fftlist"),
            new("head", "gloout", "locout")])
    {
        HeadReadsMaps = true,
        AuxiliaryHeads = [LocalHead],
    };

    private IEnumerable<Tensor> Estimates(Tensor input)
    {
        var whole = Maps(input);
        yield return Head.call(Pool(whole));
        var context = whole.flatten(2).transpose(1, 2); // [N, positions, 512]
        for (var y = 0L; y < input.shape[2] - Patch; y += Step)
        {
            for (var x = 0L; x < input.shape[3] - Patch; x += Step)
            {
                var patch = input.narrow(2, y, Patch).narrow(3, x, Patch);
                yield return AuxiliaryHead(LocalHead).call(Pool(Attend(local.call(patch), context)));
            }
        }
    }

    private Tensor Attend(Tensor maps, Tensor context)
    {
        for (var i = 0; i < Blocks; i++)
        {
            var seen = attentions[i].Of(maps.flatten(2).transpose(1, 2), context); // [N, positions, 512]
            maps += mixers[i].call(cat([seen.transpose(1, 2).reshape(maps.shape), maps], 1)); // [N, 512, 4, 4]
        }

        return maps;
    }

    /// <summary>Four pairs of convolutions with a halving after each.</summary>
    private sealed class Trunk : Block
    {
        private static readonly int[] Widths = [64, 128, 256, Width];

        private readonly SpatialOps ops;
        private readonly List<Module<Tensor, Tensor>> units = [];

        public Trunk(SpatialOps ops, long inputs)
            : base("Trunk")
        {
            this.ops = ops;
            for (var i = 0; i < Widths.Length; i++)
            {
                units.Add(Child($"conv{i + 1}1", Unit(ops, i == 0 ? inputs : Widths[i - 1], Widths[i], 3)));
                units.Add(Child($"conv{i + 1}2", Unit(ops, Widths[i], Widths[i], 3)));
            }
        }

        public static Module<Tensor, Tensor> Unit(SpatialOps ops, long inputs, long outputs, int kernel) => Sequential(
            ("conv1", ops.Conv(inputs, outputs, kernel, padding: kernel / 2, bias: false)), ("bn1", ops.BatchNorm(outputs)),
                ("relu", ReLU(inplace: true)));

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            using var halve = ops.MaxPool(2);
            var x = input;
            for (var i = 0; i < units.Count; i += 2)
            {
                x = halve.call(units[i + 1].call(units[i].call(x)));
            }

            return x.MoveToOuterDisposeScope(); // [N, 512, H/16, W/16]
        }
    }

    /// <summary>Attention of the patch's positions to those of the whole slice, in 8 heads.</summary>
    private sealed class Attention : Block
    {
        private const int Heads = 8;

        private readonly Linear query, key, value, output;
        private readonly Module<Tensor, Tensor> attentionDropout, outputDropout;

        public Attention(double dropout)
            : base("Attention")
        {
            (query, key) = (Child("query", Linear(Width, Width)), Child("key", Linear(Width, Width)));
            (value, output) = (Child("value", Linear(Width, Width)), Child("out", Linear(Width, Width)));
            (attentionDropout, outputDropout) = (Child("attn_dropout", Dropout(dropout)), Child("proj_dropout", Dropout(dropout)));
        }

        /// <summary>Positions of the patch <c>[N, p, 512]</c> and of the whole <c>[N, q, 512]</c> to <c>[N, p, 512]</c>.</summary>
        public Tensor Of(Tensor patch, Tensor whole)
        {
            using var scope = NewDisposeScope();
            // [N, 8, p, q]
            var scores = Split(query.call(patch)).matmul(Split(key.call(whole)).transpose(-1, -2)) / Math.Sqrt(Width / Heads);
            var seen = attentionDropout.call(scores.softmax(-1)).matmul(Split(value.call(whole))); // [N, 8, p, 64]
            return call(seen.transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
        }

        protected override Tensor Compute(Tensor input) => outputDropout.call(output.call(input));

        // [N, 8, positions, 64]
        private static Tensor Split(Tensor x) => x.reshape(x.shape[0], x.shape[1], Heads, Width / Heads).transpose(1, 2);
    }
}
