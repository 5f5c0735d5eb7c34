using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretrained;
using MedTrain.Learning.Tests.Models;
using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Pretrained;

public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"medtrain-{Guid.NewGuid():N}.safetensors");
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        File.Delete(file);
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("densenet121")]
    public void A_torchvision_file_gives_the_reference_logits(string name)
    {
        var record = GoldenRecord.Read(name);
        using var source = Build(name, 3, 1000);
        FillV1.Fill(source, record.GainPermille);
        Safetensors.Save(file, new Dictionary<string,
            Tensor>(ModuleTree.State(source).Select(entry => KeyValuePair.Create(entry.Key, entry.Value))));

        using var network = Build(name, 3, 1000);
        var report = PretrainedWeights.Load(network, new WeightsSource(file));
        Assert.True(report.IsComplete);
        Assert.Equal(record.StateKeys, report.Matched.Count);
        network.eval();
        using var noGradient = no_grad();
        var logits = network.call(FillV1.Input(record.Inputs![0])).to_type(ScalarType.Float64);
        Assert.InRange(Math.Abs(logits.norm().item<double>() - record.Outputs![0].L2F64), 0, 1e-4 * record.Outputs[0].L2F64);
    }

    [Theory]
    [InlineData("densenet121", "features.denseblock2.denselayer3.conv2.weight")]
    [InlineData("chexnet_densenet121_14", "densenet121.features.denseblock2.denselayer3.conv2.weight")]
    public void Names_of_data_parallel_and_old_dense_net_files_are_understood(string name, string kernel)
    {
        Assert.Equal("features.denseblock1.denselayer2.norm1.weight",
            KeyNamingTable.Modern("module.features.denseblock1.denselayer2.norm.1.weight"));
        Assert.Equal("features.denseblock4.denselayer16.conv2.weight",
            KeyNamingTable.Modern("features.denseblock4.denselayer16.conv.2.weight"));
        Assert.Equal("features.denseblock1.denselayer1.norm2.running_var",
            KeyNamingTable.Modern("features.denseblock1.denselayer1.norm.2.running_var"));
        Assert.Equal("layer1.0.conv1.weight", KeyNamingTable.Modern("layer1.0.conv1.weight"));

        using var source = Build(name, 1, 2);
        var old = ModuleTree.State(source)
            .Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToDictionary(
            entry => "module." + entry.Key.Replace("norm1.", "norm.1.").Replace("conv2.", "conv.2."), entry => entry.Value);
        using var network = Build(name, 1, 2);
        Assert.True(PretrainedWeights.Load(network, old).IsComplete);
        Assert.True(network.get_parameter(kernel)!.equal(
            source.get_parameter(kernel)!).all().item<bool>());
    }

    [Fact]
    public void A_head_of_another_size_stays_as_initialised()
    {
        using var source = Build("resnet18", 3, 1000);
        using var network = Build("resnet18", 3, 14);
        var head = network.get_parameter("fc.weight")!.detach().clone();
        var report = PretrainedWeights.Load(network, source.state_dict());
        Assert.Equal(["fc.weight", "fc.bias"], report.HeadSkipped);
        Assert.True(report.IsComplete);
        Assert.Equal("120 matched, 2 of the head left as initialised; 11176512 of 11183694 parameters transferred", report.ToString());
        Assert.True(head.equal(network.get_parameter("fc.weight")!).all().item<bool>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_first_layer_is_adapted_to_the_input_channels(int channels)
    {
        using var source = Build("resnet18", 3, 2);
        using var network = Build("resnet18", channels, 2);
        var report = PretrainedWeights.Load(network, source.state_dict());
        Assert.Equal([$"conv1.weight: 3 to {channels} channels"], report.Reshaped);
        var (before, after) = (source.get_parameter("conv1.weight")!.detach(), network.get_parameter("conv1.weight")!.detach());
        if (channels == 1)
        {
            Assert.True(after.allclose(before.mean([1], keepdim: true)));
        }
        else
        {
            Assert.True(after.narrow(1, channels - 1, 1).allclose(before.narrow(1, (channels - 1) % 3, 1) * (3.0 / channels)));
        }
    }

    [Fact]
    public void What_does_not_match_is_refused_and_changes_nothing_unless_it_may()
    {
        using var network = Build("resnet18", 3, 2);
        var before = network.get_parameter("conv1.weight")!.detach().clone();
        var weights = new Dictionary<string, Tensor>(Build("resnet18", 3, 2).state_dict());
        weights.Remove("layer1.0.conv1.weight");
        weights["layer1.0.bn1.weight"] = zeros(7);
        weights["neck.weight"] = zeros(7);

        var problem = Assert.Throws<PretrainedException>(() => PretrainedWeights.Load(network, weights, origin: "w.safetensors")).Message;
        Assert.StartsWith("w.safetensors do not fit resnet18: 120 matched, 1 missing (layer1.0.conv1.weight), 1 unexpected "
            + "(neck.weight), 1 of another shape (layer1.0.bn1.weight: [7] in the file, [64] in the network).", problem,
            StringComparison.Ordinal);
        Assert.True(before.equal(network.get_parameter("conv1.weight")!).all().item<bool>());

        Assert.Equal(120, PretrainedWeights.Load(network, weights, new() { Strict = false }).Matched.Count);
        Assert.False(before.equal(network.get_parameter("conv1.weight")!).all().item<bool>());
    }

    [Fact]
    public void Weights_of_which_nothing_fits_are_refused_even_when_not_strict()
    {
        using var network = Build("resnet18", 3, 2);
        Assert.Throws<PretrainedException>(
            () => PretrainedWeights.Load(network, new Dictionary<string, Tensor> { ["a"] = zeros(1) }, new() { Strict = false }));
    }

    [Fact]
    public void A_checkpoint_of_python_with_its_training_state_is_taken_apart()
    {
        var golden = new WeightsSource(Path.Combine(GoldenRecord.Folder, "weights", "checkpoint-zip.pth"));
        using var network = Build("simple-cnn", 1, 2);
        var problem = Assert.Throws<PretrainedException>(() => PretrainedWeights.Load(network, golden)).Message;
        Assert.Contains("checkpoint-zip.pth do not fit simple-cnn", problem, StringComparison.Ordinal);
        Assert.Contains("17 unexpected (brain, byte, complex, …)", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Inflation.Average)]
    [InlineData(Inflation.Centre)]
    public void Weights_of_images_become_those_of_volumes(Inflation inflation)
    {
        using var source = Build("resnet18", 3, 2);
        using var network = ModelTable.Find("resnet18").Build(new(SpatialDims.Three, 1, 2));
        var report = PretrainedWeights.Load(network, source.state_dict(), new() { Inflate = inflation });
        Assert.Contains($"conv1.weight: a filter of 7 slices ({inflation}), 3 to 1 channels".ToLowerInvariant(),
            report.Reshaped[0].ToLowerInvariant(), StringComparison.Ordinal);
        Assert.Equal(122, report.Matched.Count);
        var (plane, volume) =
            (source.get_parameter("layer1.0.conv1.weight")!.detach(), network.get_parameter("layer1.0.conv1.weight")!.detach());
        Assert.True(volume.sum(2).allclose(plane));
        Assert.True(volume.select(2, inflation == Inflation.Centre ? 1 : 0).allclose(inflation == Inflation.Centre ? plane : plane / 3));
    }

    [Fact]
    public void Weights_of_images_are_refused_for_volumes_with_what_to_do()
    {
        using var source = Build("resnet18", 3, 2);
        using var network = ModelTable.Find("resnet18").Build(new(SpatialDims.Three, 3, 2));
        var problem = Assert.Throws<PretrainedException>(() => PretrainedWeights.Load(network, source.state_dict())).Message;
        Assert.Contains("set model.inflate: centre", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_table_is_interpolated_to_another_image_size()
    {
        using var source = ModelTable.Find("timm_vit_tiny_patch16_224").Build(new(SpatialDims.Two, 3, 2) { InputSize = [64, 64] });
        using var network = ModelTable.Find("timm_vit_tiny_patch16_224").Build(new(SpatialDims.Two, 3, 2) { InputSize = [64, 96] });
        using (no_grad())
        {
            var ramp = arange(4, ScalarType.Float32).unsqueeze(0).expand(4, 4).reshape(1, 16, 1).expand(1, 16, 192); // grows along W
            source.get_parameter("pos_embed")!.narrow(1, 1, 16).copy_(ramp);
        }

        var report = PretrainedWeights.Load(network, source.state_dict());
        Assert.Equal(["pos_embed: 17 to 25 positions"], report.Reshaped);
        var table = network.get_parameter("pos_embed")!.detach();
        Assert.True(table.narrow(1, 0, 1).allclose(source.get_parameter("pos_embed")!.detach().narrow(1, 0, 1)));
        var row = table.narrow(1, 1, 24).reshape(4, 6, 192)[2, .., 0];
        Assert.True(row[1..].gt(row[..5]).all().item<bool>());
        Assert.InRange(row[5].item<float>(), 2.8f, 3.2f);
    }

    [Fact]
    public void A_weights_file_of_a_whole_network_must_match_with_its_head_when_it_is_to_be_run()
    {
        using var source = Build("resnet18", 3, 7);
        using var network = Build("resnet18", 3, 2);
        var problem =
            Assert.Throws<PretrainedException>(
            () => PretrainedWeights.Load(network, source.state_dict(), new() { WithHead = true })).Message;
        Assert.Contains("number of outputs", problem, StringComparison.Ordinal);
    }

    private static Network Build(string name, int channels, int outputs) =>
        ModelTable.Find(name).Build(new(SpatialDims.Two, channels, outputs));
}
