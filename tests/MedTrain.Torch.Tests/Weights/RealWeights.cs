using MedTrain.Torch.Weights;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Weights;

/// <summary>Public weights files; skipped where they are absent.</summary>
public class RealWeights
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("MEDTRAIN_DATA") ?? Path.Combine(Torch.Tests.Golden.RepositoryRoot, "..", "shared", "data"), "weights");

    [RealWeightsFact]
    public void A_checkpoint_with_its_losses_in_NumPy_arrays_is_read()
    {
        using var scope = NewDisposeScope();
        var file = WeightsFile.Load(Path.Combine(Folder, "unet3d_whole_images.pth"));
        Assert.Equal("weights", file.Metadata[WeightsFile.PartFact]);
        Assert.Equal([8, 1, 3, 3, 3], file.Tensors["encoder.encoding_blocks.0.conv1.conv_layer.weight"].shape);
        Assert.All(file.Tensors.Values.Where(tensor => tensor.is_floating_point()), tensor => Assert.True(tensor.isfinite().all().item<bool>()));
    }

    [RealWeightsFact]
    public void A_file_is_known_by_its_content()
    {
        using var scope = NewDisposeScope();
        var file = WeightsFile.Load(Path.Combine(Folder, "meshnet_gwm_5ch.safetensors"));
        Assert.Equal(("safetensors", 20, 5_598), (file.FormatName, file.Tensors.Count, file.Tensors.Values.Sum(tensor => tensor.numel())));
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class RealWeightsFactAttribute : FactAttribute
    {
        public RealWeightsFactAttribute() => Skip = Directory.Exists(Folder) ? null : $"{Folder} is absent";
    }
}
