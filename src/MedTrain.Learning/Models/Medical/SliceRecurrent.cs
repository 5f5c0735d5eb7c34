using MedTrain.Learning.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// A recurrent network over the slices of a volume: one small convolutional encoder sees each slice along the first axis, a bidirectional
/// GRU or LSTM reads the slices' features in order, and the head reads the mean of its states.
/// </summary>
/// <remarks>
/// Cho et al., https://arxiv.org/abs/1406.1078 (GRU); Hochreiter and Schmidhuber, https://doi.org/10.1162/neco.1997.9.8.1735 (LSTM); the
/// composition is our own.
/// </remarks>
public sealed class SliceRecurrent : Network
{
    private const int Hidden = 64;

    private readonly SliceEncoder encoder;
    private readonly Module<Tensor, Tensor> reader;

    private SliceRecurrent(string name, NetworkOptions options, bool longMemory)
        : base(name, options, Anatomise())
    {
        encoder = Child("encoder", new SliceEncoder(options.InputChannels));
        reader = Child<Module<Tensor, Tensor>>("reader", longMemory ? new LstmStates(SliceEncoder.Width, Hidden)
            : new GruStates(SliceEncoder.Width, Hidden));
        AddHead();
    }

    /// <summary>The named variants.</summary>
    public static IReadOnlyList<ModelRow> Rows { get; } = [Row("slice_gru", longMemory: false), Row("slice_lstm", longMemory: true)];

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => encoder.call(input); // [N, 128, D, H/8, W/8]

    /// <inheritdoc/>
    protected override Tensor Pool(Tensor maps) => reader.call(maps.mean([3, 4]).transpose(1, 2)).mean([1]); // [N, 2 hidden]

    private static ModelRow Row(string name, bool longMemory) => new()
    {
        Name = name,
        Family = "SliceRecurrent",
        Inputs = [[1, 48, 64, 64]],
        ReferenceOutputs = 2,
        Create = (given, options) => new SliceRecurrent(given, options, longMemory),
    };

    private static NetworkAnatomy Anatomise() => new(
        FirstLayer: "encoder.layers.0.0",
        Head: "classifier",
        CamLayer: "encoder",
        FeatureCount: 2 * Hidden,
        MinimumSize: 8,
        Stages: [new("encoder", "encoder"), new("reader", "reader"), new("head", "classifier")]);

    /// <summary>Four stages of 3×3 convolution, batch normalisation and ReLU with halvings between, applied to every slice.</summary>
    private sealed class SliceEncoder : Block
    {
        public const int Width = 128;

        private static readonly int[] Widths = [16, 32, 64, Width];

        private readonly Module<Tensor, Tensor> layers;

        public SliceEncoder(int inputs)
            : base("SliceEncoder")
        {
            var ops = new SpatialOps(SpatialDims.Two);
            layers = Child("layers", Sequential(
            [
                .. Widths.Select((width, i) =>
                {
                    var conv = ops.Conv(i == 0 ? inputs : Widths[i - 1], width, 3, padding: 1, bias: false);
                    var stage = Sequential(conv, ops.BatchNorm(width), ReLU(inplace: true));
                    return i < Widths.Length - 1 ? stage.append(ops.MaxPool(2)) : stage;
                }),
            ]));
            WeightInit.KaimingNormalConvolutions(this, init.FanInOut.FanOut);
        }

        protected override Tensor Compute(Tensor input)
        {
            using var scope = NewDisposeScope();
            var slices = input.transpose(1, 2).flatten(0, 1); // [N D, C, H, W]
            var maps = layers.call(slices); // [N D, 128, H/8, W/8]
            var volumes = maps.reshape([input.shape[0], input.shape[2], .. maps.shape[1..]]).transpose(1, 2); // [N, 128, D, H/8, W/8]
            return volumes.contiguous().MoveToOuterDisposeScope();
        }
    }

    /// <summary>States of a bidirectional GRU, <c>[N, D, inputs] -> [N, D, 2 hidden]</c>.</summary>
    private sealed class GruStates : Block
    {
        private readonly TorchSharp.Modules.GRU rnn;

        public GruStates(long inputs, long hidden)
            : base("GruStates") => rnn = Child("rnn", GRU(inputs, hidden, batchFirst: true, bidirectional: true));

        protected override Tensor Compute(Tensor input)
        {
            var (states, last) = rnn.call(input, null);
            last.Dispose();
            return states;
        }
    }

    /// <summary>States of a bidirectional LSTM, <c>[N, D, inputs] -> [N, D, 2 hidden]</c>.</summary>
    private sealed class LstmStates : Block
    {
        private readonly TorchSharp.Modules.LSTM rnn;

        public LstmStates(long inputs, long hidden)
            : base("LstmStates") => rnn = Child("rnn", LSTM(inputs, hidden, batchFirst: true, bidirectional: true));

        protected override Tensor Compute(Tensor input)
        {
            var (states, last, cell) = rnn.call(input, null);
            last.Dispose();
            cell.Dispose();
            return states;
        }
    }
}
