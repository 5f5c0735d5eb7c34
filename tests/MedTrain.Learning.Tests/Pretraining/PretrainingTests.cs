using MedTrain.Learning.Batching;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretrained;
using MedTrain.Learning.Pretraining;
using MedTrain.Learning.Tests.Training;
using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Pretraining;

public sealed class PretrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("medtrain-pretraining-").FullName;

    public static TheoryData<string> Methods => new(PretextTable.Pretexts.Select(row => row.Name));

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_pretext_of_the_table_lowers_its_loss_and_leaves_the_head_bit_for_bit(string name)
    {
        using var scope = NewDisposeScope();
        var (session, encoder) = Session(name);
        var (head, body) = (Bits(encoder, "classifier."), Bits(encoder, "features."));

        var results = ToyTask.Train(session, epochs: 4).History;

        Assert.True(results[^1].TrainingLoss < results[0].TrainingLoss, $"{results[0].TrainingLoss} -> {results[^1].TrainingLoss}");
        Assert.True(results[^1].Validation.Loss < results[0].Validation.Loss, $"{results[0].Validation.Loss} -> {results[^1].Validation.Loss}");
        Assert.Equal(head, Bits(encoder, "classifier."));
        Assert.NotEqual(body, Bits(encoder, "features."));
    }

    [Theory]
    [InlineData("masked_autoencoder")]
    [InlineData("simclr")]
    public void A_stopped_pretraining_goes_on_to_the_same_weights(string name)
    {
        using var scope = NewDisposeScope();
        var (whole, _) = Session(name);
        ToyTask.Train(whole, epochs: 2);

        var (first, _) = Session(name);
        var checkpoints = new CheckpointFolder(folder, "plan");
        checkpoints.SaveState(first, ToyTask.Train(first, epochs: 1));
        var (second, _) = Session(name);
        ToyTask.Train(second, epochs: 1, checkpoints.Resume(second));

        Assert.Equal(ToyTask.Bits(whole), ToyTask.Bits(second));
    }

    [Fact]
    public void The_mask_covers_whole_patches_of_the_asked_share_and_only_they_count()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var images = rand([2, 1, 16, 16]);
        Tensor? shown = null;

        var (sum, count) = new MaskedAutoencoder { Share = 0.5, Patch = 4 }.Loss(spoiled => shown = spoiled.clone(), images);

        var hidden = shown!.ne(images).to_type(ScalarType.Float32);
        Assert.Equal(2, count);
        Assert.All(hidden.mean([1, 2, 3]).data<float>().ToArray(), share => Assert.Equal(0.5, share, 1e-6));
        var patches = nn.functional.avg_pool2d(hidden, 4);
        Assert.All(patches.data<float>().ToArray(), share => Assert.True(share is 0 or 1, $"{share}"));
        var expected = ((shown - images).square() * hidden).sum([1, 2, 3]) / hidden.sum([1, 2, 3]);
        Assert.Equal(expected.sum().item<float>(), sum.item<float>(), 1e-5);
    }

    [Theory]
    [InlineData("resnet18", 2, 32)]
    [InlineData("cct_2_3x2_32", 2, 32)]
    [InlineData("simple-cnn", 3, 16)]
    public void A_decoder_gives_images_of_the_encoder_s_size_back(string name, int dims, int side)
    {
        using var scope = NewDisposeScope();
        long[] sides = [.. Enumerable.Repeat((long)side, dims)];
        var encoder = ModelTable.Find(name).Build(new NetworkOptions((SpatialDims)dims, 1, 2) { InputSize = sides });

        var output = new Autoencoder().Build(encoder).call(zeros([2, 1, .. sides]));

        Assert.Equal([2, 1, .. sides], output.shape);
    }

    [Fact]
    public void The_encoder_of_a_named_autoencoder_fills_the_network_it_belongs_to()
    {
        using var scope = NewDisposeScope();
        var options = new NetworkOptions(SpatialDims.Three, 1, 2) { InputSize = [32, 32, 32] };
        var network = ModelTable.Find("clinicadl_conv5_fc3_3d").Build(options);
        var whole = new Autoencoder { Network = "clinicadl_ae_conv5_fc3" }.Build(network);

        var report = PretrainedWeights.Load(network, whole.state_dict());

        // Five convolutions with biases and normalisations: what the fully connected part adds stays as it was.
        var convolutional = whole.named_parameters().Where(entry => entry.name.StartsWith("encoder.", StringComparison.Ordinal)).Sum(entry => entry.parameter.numel());
        Assert.Equal(convolutional, report.TransferredParameters);
        Assert.Contains($"{convolutional} of {report.AllParameters} parameters transferred", $"{report}");
        var refused = Assert.Throws<PretrainedException>(
            () => PretrainedWeights.Load(network, whole.state_dict(), new() { TransferredParameters = convolutional + 1 }));
        Assert.Contains($"fill {convolutional} of", refused.Message);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (TrainingSession Session, Network Encoder) Session(string name)
    {
        var pretext = (Pretext)Activator.CreateInstance(PretextTable.Pretexts.Single(row => row.Name == name).Type)!;
        pretext = pretext is MaskedAutoencoder masked ? masked with { Patch = 4 } : pretext;
        var config = new PretrainingConfig
        {
            Method = pretext, Epochs = 4, BatchSize = 8, Augmentation = [new RandomShift { Fraction = 0.1 }],
            Optimizer = new OptimizerConfig { Name = "adamw", LearningRate = 0.003 },
        }.Settings(ToyTask.Config);
        manual_seed(3);
        var encoder = ModelTable.Find("simple-cnn").Build(new NetworkOptions(SpatialDims.Two, 1, 1) { InputSize = ToyTask.Images.Shape.Skip(1).ToArray() });
        var network = pretext.Build(encoder);
        BatchLoader Loader(int first, int count, Sampler sampler) => new(
            ToyTask.Images, [.. Enumerable.Range(first, count).Select(index => new LabelledCase(index, $"case-{index}", []))], config.BatchSize,
            [new RandomShift { Fraction = 0.1 }], 5, new BatchingConfig { Sampler = sampler }, pretext.Views);
        return (new TrainingSession(
            network, new PretextCriterion(pretext, network, config, 5, CPU), Loader(0, 48, new ShuffledSampler()), Loader(1000, 16, new SequentialSampler()),
            config, seed: 5, fold: 0, CPU), encoder);
    }

    private static byte[] Bits(Network network, string prefix) =>
        [.. network.state_dict().Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).SelectMany(entry => entry.Value.contiguous().bytes.ToArray())];
}
