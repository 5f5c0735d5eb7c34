using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// ClinicaDL's U-Net that reproduces its input in −1…1: five strided convolutions, four transposed ones joined with the encoder's maps, and
/// a final enlargement, with instance normalisation throughout.
/// </summary>
/// <remarks>https://github.com/aramis-lab/clinicadl, network GeneratorUNet.</remarks>
public sealed class GeneratorUNet : Network
{
    private static readonly int[] Down = [64, 128, 256, 512, 512], Up = [512, 256, 128, 64];

    private readonly Module<Tensor, Tensor>[] downs, ups;
    private readonly Module<Tensor, Tensor> last;

    private GeneratorUNet(string name, NetworkOptions options)
        : base(name, options, Anatomise())
    {
        downs =
        [
            .. Down.Select((width, i) => Child($"down{i + 1}", Model(
                Ops.Conv(i == 0 ? options.InputChannels : Down[i - 1], width, 3, stride: 2, padding: 1), Ops.InstanceNorm(width),
                    LeakyReLU(0.2)))),
        ];
        ups =
        [
            .. Up.Select((width, i) => Child($"up{i + 1}", Model(
                Ops.ConvTranspose(i == 0 ? Down[^1] : 2 * Up[i - 1], width, 4, stride: 2, padding: 1), Ops.InstanceNorm(width),
                    ReLU(inplace: true)))),
        ];
        last = Child("final", Model(
            Upsample(scale_factor: Ops.Dims == SpatialDims.Two ? [2, 2] : [2, 2, 2]),
            Ops.Conv(2 * Up[^1], options.InputChannels, 3, padding: 1), Tanh()));
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        new()
        {
            Name = "clinicadl_unet",
            Family = "GeneratorUNet",
            Source = new("https://github.com/aramis-lab/clinicadl"),
            Inputs = [[1, 128, 128, 128], [1, 128, 128]],
            ReferenceOutputs = 1,
            Weights = WeightNaming.Published,
            Create = (name, options) => new GeneratorUNet(name, options),
        },
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => downs.Through(input); // [N, 512, D/32, H/32, W/32]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var skips = new Stack<Tensor>();
        foreach (var down in downs)
        {
            skips.Push(down.call(skips.Count == 0 ? input : skips.Peek()));
        }

        var x = skips.Pop();
        foreach (var up in ups)
        {
            x = cat([up.call(x), skips.Pop()], 1);
        }

        return last.call(x); // [N, C, D, H, W]
    }

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "down1.model.0",
        Head: "",
        CamLayer: $"down{Down.Length}",
        FeatureCount: Down[^1],
        MinimumSize: 1 << Down.Length,
        Stages:
        [
            .. Enumerable.Range(1, Down.Length).Select(i => new NetworkStage($"down{i}", $"down{i}")),
            .. Enumerable.Range(1, Up.Length).Select(i => new NetworkStage($"up{i}", $"up{i}")),
            new("final", "final"),
        ])
    {
        Output = NetworkOutput.Reconstruction,
        SizeMultiple = 1 << Down.Length,
    };

    private static Module<Tensor, Tensor> Model(params Module<Tensor, Tensor>[] layers) => Sequential(("model", Sequential(layers)));
}
