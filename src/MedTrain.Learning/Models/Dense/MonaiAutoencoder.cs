using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>MONAI's autoencoder: four strided convolutions of 4 to 32 channels, four transposed ones back.</summary>
/// <remarks>https://github.com/Project-MONAI/MONAI, networks/nets/autoencoder.py.</remarks>
public sealed class MonaiAutoencoder : Network
{
    private static readonly int[] Widths = [4, 8, 16, 32];

    private readonly Module<Tensor, Tensor> encode, decode;

    private MonaiAutoencoder(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        int[] widths = [options.InputChannels, .. Widths];
        encode = Child("encode", Sequential(
        [
            .. Widths.Select((width, i) => ($"encode_{i}", MonaiUnits.Convolution(Ops, widths[i], width, stride: 2))),
        ]));
        decode = Child("decode", Sequential(
        [
            .. Widths.Select((_, i) => ($"decode_{i}", (Module<Tensor, Tensor>)Sequential(
                ("conv", MonaiUnits.Enlargement(Ops, widths[^(i + 1)], widths[^(i + 2)], activates: i < Widths.Length - 1))))),
        ]));
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("monai_autoencoder_2d", [1, 224, 224]),
        Row("monai_autoencoder_3d", [1, 96, 96, 96]),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => encode.call(input); // [N, 32, H/16, W/16]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input) => decode.call(Maps(input)); // [N, C, H, W]

    private static ModelRow Row(string name, long[] input) => new()
    {
        Name = name,
        Family = "MonaiAutoencoder",
        Source = new("https://github.com/Project-MONAI/MONAI"),
        Inputs = [input],
        ReferenceOutputs = 1,
        Weights = WeightNaming.Monai,
        Create = (given, options) => new MonaiAutoencoder(given, options),
    };

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "encode.encode_0.conv",
        Head: "",
        CamLayer: "encode",
        FeatureCount: Widths[^1],
        MinimumSize: 2 << Widths.Length, // instance normalisation needs more than one position
        Stages: [new("encode", "encode"), new("decode", "decode")])
    {
        Output = NetworkOutput.Reconstruction,
        SizeMultiple = 1 << Widths.Length,
    };
}
