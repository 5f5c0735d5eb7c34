using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Models;

/// <summary>Sizes that papers and reference implementations give for networks without a record, or with another head.</summary>
public class PublishedSizesTests
{
    /// <summary>Parameters and state-dict entries of reference implementations that were built and counted.</summary>
    [Theory]
    [InlineData("timm_dpn98", 3, 1000, 61_570_728, 613)]
    [InlineData("timm_dpn131", 3, 1000, 79_254_504, 811)]
    [InlineData("timm_dpn107", 3, 1000, 86_917_800, 667)]
    [InlineData("timm_nfnet_f0", 3, 1000, 71_489_272, 221)]
    [InlineData("timm_cspresnext50", 3, 1000, 20_569_896, 332)]
    [InlineData("timm_xception65", 3, 1000, 39_916_312, null)]
    [InlineData("timm_xception71", 3, 1000, 42_338_736, null)]
    [InlineData("timm_coatnet_0_224", 3, 1000, 25_036_820, 227)]
    [InlineData("cct_2_3x2_32", 3, 10, 283_723, 31)]
    [InlineData("fcn16s", 3, 21, 134_815_994, 36)]
    [InlineData("timm_resnet50", 3, 1000, 25_557_032, 320)]
    [InlineData("addl_resnet18_slice", 3, 2, 11_691_514, 124)]
    [InlineData("lenet5", 1, 10, 61_706, 10)]
    public void Networks_for_images_have_them(string name, int channels, int outputs, long parameters, int? keys) =>
        Check(name, SpatialDims.Two, channels, outputs, parameters, keys);

    [Theory]
    [InlineData("monai_basic_unet", 2, 5_749_410, 82)]
    [InlineData("monai_vnet", 1, 45_593_892, 150)]
    public void Networks_for_volumes_have_them(string name, int outputs, long parameters, int keys) =>
        Check(name, SpatialDims.Three, 1, outputs, parameters, keys);

    /// <summary>ImageNet's networks with one output, as they are compared for the age of brains.</summary>
    [Theory]
    [InlineData("shufflenet_v2_x2_0", 5_347_045)]
    [InlineData("squeezenet1_0", 735_937)]
    [InlineData("resnet50", 23_510_081)]
    [InlineData("resnet101", 42_502_209)]
    [InlineData("wide_resnet50_2", 66_836_289)]
    [InlineData("wide_resnet101_2", 124_839_745)]
    [InlineData("densenet121", 6_954_881)]
    [InlineData("densenet201", 18_094_849)]
    public void Networks_with_one_output_have_them(string name, long parameters) => Check(name, SpatialDims.Two, 3, 1, parameters, null);

    private static void Check(string name, SpatialDims dims, int channels, int outputs, long parameters, int? keys)
    {
        using var scope = NewDisposeScope();
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        using var network = ModelTable.Find(name).Build(new(dims, channels, outputs));
        Assert.Equal(parameters, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(keys ?? ModuleTree.State(network).Count(), ModuleTree.State(network).Count());
    }
}
