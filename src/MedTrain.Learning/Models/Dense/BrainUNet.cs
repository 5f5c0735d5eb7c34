using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// The U-Net of the public brain-tumour segmentation on MRI slices, half as wide as the original; its probability map is the sigmoid of the
/// logits.
/// </summary>
/// <remarks>Buda et al., https://doi.org/10.1016/j.compbiomed.2019.05.002;
/// https://github.com/mateuszbuda/brain-segmentation-pytorch.</remarks>
public sealed class BrainUNet : Network
{
    private const int Width = 32, Depth = 4;

    private readonly Module<Tensor, Tensor>[] encoders, pools, enlargements, decoders;
    private readonly Module<Tensor, Tensor> bottleneck;

    private BrainUNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        (encoders, pools) = (new Module<Tensor, Tensor>[Depth], new Module<Tensor, Tensor>[Depth]);
        for (var i = 0; i < Depth; i++)
        {
            encoders[i] = Child($"encoder{i + 1}", Twice(i == 0 ? options.InputChannels : Width << (i - 1), Width << i, $"enc{i + 1}"));
            pools[i] = Child($"pool{i + 1}", Ops.MaxPool(2));
        }

        bottleneck = Child("bottleneck", Twice(Width << (Depth - 1), Width << Depth, "bottleneck"));
        (enlargements, decoders) = (new Module<Tensor, Tensor>[Depth], new Module<Tensor, Tensor>[Depth]);
        for (var i = Depth - 1; i >= 0; i--)
        {
            enlargements[i] = Child($"upconv{i + 1}", Ops.ConvTranspose(Width << (i + 1), Width << i, 2, stride: 2));
            decoders[i] = Child($"decoder{i + 1}", Twice(Width << (i + 1), Width << i, $"dec{i + 1}"));
        }

        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "unet_brain_hub",
            Family = "UNet",
            Source = new("https://github.com/mateuszbuda/brain-segmentation-pytorch"),
            Inputs = [[3, 256, 256], [1, 96, 96, 96]],
            ReferenceOutputs = 1,
            Weights = WeightNaming.Published,
            Create = (name, options) => new BrainUNet(name, options),
        },
    ];

    /// <summary>Probabilities <c>[N, outputs, H, W]</c>.</summary>
    public override IReadOnlyList<Tensor> ReferenceOutputs(Tensor input)
    {
        using var logits = call(input);
        return [logits.sigmoid()];
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => bottleneck.call(Encode(input, [])); // [N, 512, H/16, W/16]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var skips = new Stack<Tensor>();
        var x = bottleneck.call(Encode(input, skips));
        for (var i = Depth - 1; i >= 0; i--)
        {
            x = decoders[i].call(cat([enlargements[i].call(x), skips.Pop()], 1)); // [N, 32 << i, H >> i, W >> i]
        }

        return Head.call(x); // [N, outputs, H, W]
    }

    /// <inheritdoc/>
    protected override Module<Tensor, Tensor> CreateHead(int outputs) => Ops.Conv(Width, outputs, 1);

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "encoder1.enc1conv1",
        Head: "conv",
        CamLayer: "bottleneck",
        FeatureCount: Width << Depth,
        MinimumSize: 1 << Depth,
        Stages:
        [
            .. Enumerable.Range(1, Depth).Select(i => new NetworkStage($"encoder{i}", $"encoder{i}")),
            new("bottleneck", "bottleneck"),
            .. Enumerable.Range(1, Depth).Reverse().Select(i => new NetworkStage($"decoder{i}", $"upconv{i}", $"decoder{i}")),
            new("head", "conv"),
        ])
    {
        Output = NetworkOutput.Maps,
        HeadReadsMaps = true,
        SizeMultiple = 1 << Depth,
    };

    private Tensor Encode(Tensor input, Stack<Tensor> skips)
    {
        var x = input;
        for (var i = 0; i < Depth; i++)
        {
            skips.Push(encoders[i].call(x));
            x = pools[i].call(skips.Peek());
        }

        return x; // [N, 256, H/16, W/16]
    }

    private Module<Tensor, Tensor> Twice(long inputs, long outputs, string name) => DoubleConv.Make(
        Ops, inputs, outputs, outputs, [$"{name}conv1", $"{name}norm1", $"{name}relu1", $"{name}conv2", $"{name}norm2", $"{name}relu2"]);
}
