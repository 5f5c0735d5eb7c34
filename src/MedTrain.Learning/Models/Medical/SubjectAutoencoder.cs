using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// The autoencoders with which the networks of <see cref="SubjectCnn"/> are pretrained: the encoder is the network's convolutional part,
/// the decoder the same in reverse, with values put back where the largest came from.
/// </summary>
/// <remarks>https://github.com/aramis-lab/AD-DL and https://github.com/aramis-lab/clinicadl (AE_Conv5_FC3): the same layers and
/// keys.</remarks>
public sealed class SubjectAutoencoder : Network
{
    private readonly List<Module<Tensor, Tensor>> encoder = [];
    private readonly List<Module<Tensor, Tensor>[]> decoder = [];

    private SubjectAutoencoder(string name, NetworkOptions options, int[] widths, int padding)
        : base(name, options, Anatomise(widths, padding))
    {
        var encoding = Child("encoder", new Parts("encoder"));
        encoder.AddRange(SubjectBlocks.Layers(Ops, options.InputChannels, widths, padding).Select(layer =>
            encoding.Add(layer.Name, layer.Layer)));
        var decoding = Child("decoder", new Parts("decoder"));
        for (var i = 0; i < widths.Length; i++)
        {
            var (inputs, outputs) = (widths[^(i + 1)], i == widths.Length - 1 ? options.InputChannels : widths[^(i + 2)]);
            var first = (SubjectBlocks.Depth * i) + 1; // the unpooling before it has no weights
            decoder.Add(
            [
                decoding.Add($"{first}", Ops.ConvTranspose(inputs, outputs, 3, padding: padding)),
                decoding.Add($"{first + 1}", Ops.BatchNorm(outputs)),
                decoding.Add($"{first + 2}", ReLU()),
            ]);
        }
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } =
    [
        Row("addl_autoencoder_conv5", "https://github.com/aramis-lab/AD-DL", [8, 16, 32, 64, 128]),
        Row("clinicadl_ae_conv5_fc3", "https://github.com/aramis-lab/clinicadl", [8, 16, 32, 64, 128]),
        Row("addl_autoencoder_conv4", "https://github.com/aramis-lab/AD-DL", [15, 25, 50, 50], padding: 0),
    ];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => Encode(input, []);

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps); // [N, widths[^1]]

    /// <inheritdoc/>
    protected override Tensor Score(Tensor input)
    {
        var pools = new Stack<(HalvingMaxPool Pool, Tensor Indices, long[] Size)>();
        var x = Encode(input, pools);
        var last = (HalvingMaxPool)encoder[^1];
        var (values, indices) = last.WithIndices(x);
        pools.Push((last, indices, x.shape[2..]));
        return decoder.Aggregate(values, (maps, layers) =>
        {
            var (pool, where, size) = pools.Pop();
            return layers.Aggregate(pool.Undo(maps, where, size), (y, layer) => layer.call(y));
        });
    }

    private static ModelRow Row(string name, string source, int[] widths, int padding = 1) => new()
    {
        Name = name,
        Family = "SubjectAutoencoder",
        Source = new(source),
        Inputs = padding == 1 ? [[1, 169, 208, 179], [1, 128, 128]] : [[1, 50, 50, 50], [1, 50, 50]],
        ReferenceOutputs = 1,
        Weights = WeightNaming.Published,
        Create = (given, options) => new SubjectAutoencoder(given, options, widths, padding),
    };

    private static NetworkAnatomy Anatomise(int[] widths, int padding) => new(
        FirstLayer: "encoder.0",
        Head: "",
        CamLayer: $"encoder.{(SubjectBlocks.Depth * widths.Length) - 2}",
        FeatureCount: widths[^1],
        MinimumSize: padding == 1 ? 1 : (2 << widths.Length) - 1,
        Stages:
        [
            .. SubjectBlocks.Stages("encoder", widths.Length),
            new("decoder", "decoder"),
        ])
    {
        Output = NetworkOutput.Reconstruction,
    };

    /// <summary>The maps before the last halving; what the halvings before it need to be undone is pushed onto <paramref
    /// name="pools"/>.</summary>
    private Tensor Encode(Tensor input, Stack<(HalvingMaxPool Pool, Tensor Indices, long[] Size)> pools)
    {
        var x = input;
        foreach (var layer in encoder.SkipLast(1))
        {
            if (layer is HalvingMaxPool pool)
            {
                var (values, indices) = pool.WithIndices(x);
                pools.Push((pool, indices, x.shape[2..]));
                x = values;
            }
            else
            {
                x = layer.call(x);
            }
        }

        return x; // [N, widths[^1], …], before the last halving
    }
}
