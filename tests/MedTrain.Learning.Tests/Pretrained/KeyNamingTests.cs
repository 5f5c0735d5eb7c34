using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretrained;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Pretrained;

public class KeyNamingTests
{
    [Fact]
    public void Names_are_unique_and_the_first_leaves_names_alone()
    {
        Assert.Distinct(KeyNamingTable.Rows.Select(row => row.Name));
        using var network = ModelTable.Find("simple-cnn").Build(new(SpatialDims.Two, 1, 2));
        Assert.Equal("a.b", KeyNamingTable.Rows[0].Rename("a.b", network.Anatomy));
    }

    [Theory]
    [InlineData("timm_vit_base_patch16_224", "vit_b_16", 32, "timm-vit")]
    [InlineData("vit_b_16", "timm_vit_base_patch16_224", 32, "torchvision-vit")]
    [InlineData("timm_convnext_tiny", "convnext_tiny", 64, "timm-convnext")]
    [InlineData("convnext_tiny", "timm_convnext_tiny", 64, "torchvision-convnext")]
    [InlineData("timm_swin_tiny_patch4_window7_224", "swin_t", 64, "timm-swin")]
    [InlineData("swin_t", "timm_swin_tiny_patch4_window7_224", 64, "torchvision-swin")]
    [InlineData("chexnet_densenet121_14", "densenet121", 32, "chexnet")]
    [InlineData("densenet121", "chexnet_densenet121_14", 32, "to-chexnet")]
    public void Weights_in_the_other_naming_give_the_same_outputs(string from, string to, int side, string naming)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var source = Build(from, side);
        using var network = BuildUndrawn(to, side);
        foreach (var parameter in source.parameters().Where(parameter => parameter.ndim == 1 || parameter.shape[0] == 5))
        {
            parameter.add_(randn_like(parameter) * 0.1); // biases, scales and heads that start alike are told apart
        }

        var report = PretrainedWeights.Load(network, source.state_dict(), new() { WithHead = true });
        Assert.Equal(naming, report.Naming);
        source.eval();
        network.eval();
        var input = randn(new long[] { 1, 3, side, side });
        Assert.True(network.call(input).allclose(source.call(input), 1e-4, 1e-5));
    }

    [Theory]
    [InlineData("addl_conv5_fc3", "clinicadl_conv5_fc3_3d", "clinicadl")]
    [InlineData("clinicadl_conv5_fc3_3d", "addl_conv5_fc3", "clinicadl")]
    [InlineData("monai_densenet121_3d", "densenet121", "monai-densenet")]
    [InlineData("densenet121", "monai_densenet121_3d", "to-monai-densenet")]
    public void The_two_names_of_a_network_for_volumes_are_one_network(string from, string to, string naming)
    {
        using var source = BuildVolume(from);
        using var network = BuildVolume(to);
        Assert.Equal(naming, PretrainedWeights.Load(network, source.state_dict(), new() { WithHead = true }).Naming);
        Assert.True(Same(source, network));
    }

    [Theory]
    [InlineData("addl_autoencoder_conv5", "addl_conv5_fc3")]
    [InlineData("clinicadl_ae_conv5_fc3", "clinicadl_conv5_fc3_3d")]
    public void An_autoencoder_gives_its_encoder_and_leaves_the_classifier_as_initialised(string from, string to)
    {
        using var source = BuildVolume(from);
        using var network = BuildVolume(to);
        var classifier = network.parameters().Last().detach().clone();
        var report = PretrainedWeights.Load(network, source.state_dict());
        Assert.Equal(("autoencoder", 35, 35), (report.Naming, report.Matched.Count, report.Unused.Count));
        Assert.Equal(4, report.Initial.Count);
        Assert.Equal(2, report.HeadSkipped.Count);
        Assert.True(network.parameters().First().equal(source.parameters().First()).all().item<bool>());
        Assert.True(network.parameters().Last().equal(classifier).all().item<bool>());
    }

    [Fact]
    public void Auxiliary_heads_may_be_there_or_not()
    {
        using var network = ModelTable.Find("googlenet").Build(new(SpatialDims.Two, 3, 5));
        var weights = network.state_dict();
        var without = weights.Where(entry => !entry.Key.StartsWith("aux", StringComparison.Ordinal)).ToDictionary();
        var report = PretrainedWeights.Load(network, without);
        Assert.True(report.IsComplete);
        Assert.Equal(weights.Count - without.Count, report.Initial.Count + report.HeadSkipped.Count);
        without["aux9.conv.weight"] = zeros(3);
        Assert.Equal(["aux9.conv.weight"], PretrainedWeights.Load(network, without).Unused);
    }

    [Fact]
    public void An_asked_for_naming_is_the_only_one_tried()
    {
        using var source = BuildVolume("addl_conv5_fc3");
        using var network = BuildVolume("clinicadl_conv5_fc3_3d");
        var options = new PretrainedOptions { Naming = KeyNamingTable.Rows.Single(row => row.Name == "same") };
        Assert.Contains("34 missing", Assert.Throws<PretrainedException>(() =>
            PretrainedWeights.Load(network, source.state_dict(), options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrapper_around_the_network_is_looked_through_on_either_side()
    {
        using var source = ModelTable.Find("simple-cnn").Build(new(SpatialDims.Two, 1, 2));
        using var network = ModelTable.Find("simple-cnn").Build(new(SpatialDims.Two, 1, 2));
        var wrapped = source.state_dict().ToDictionary(entry => "module.backbone." + entry.Key, entry => entry.Value);
        Assert.True(PretrainedWeights.Load(network, wrapped, new() { WithHead = true }).IsComplete);
        Assert.True(Same(source, network));
    }

    [Fact]
    public void Two_tensors_for_one_place_are_refused()
    {
        using var network = ModelTable.Find("simple-cnn").Build(new(SpatialDims.Two, 1, 2));
        var weights = new Dictionary<string, Tensor> { ["module.a"] = zeros(1), ["a"] = ones(1) };
        Assert.Contains("two tensors for a", Assert.Throws<PretrainedException>(() => PretrainedWeights.Load(network, weights)).Message,
            StringComparison.Ordinal);
    }

    private static Network Build(string name, int side) =>
        ModelTable.Find(name).Build(new(SpatialDims.Two, 3, 5) { InputSize = [side, side] });

    private static Network BuildUndrawn(string name, int side)
    {
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn(); // all weights are loaded
        return Build(name, side);
    }

    private static Network BuildVolume(string name) => ModelTable.Find(name).Build(new(SpatialDims.Three, 1,
        2) { InputSize = [40, 33, 36] });

    private static bool Same(Network one, Network other) =>
        one.parameters().Zip(other.parameters()).All(pair => pair.First.equal(pair.Second).all().item<bool>());
}
