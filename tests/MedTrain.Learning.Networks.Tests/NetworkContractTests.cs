using MedTrain.Learning.Tests.Models;
using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Learning.Networks.Tests;

/// <summary>Every row of the table keeps <see cref="NetworkContract"/>. A new row is tested without a new test.</summary>
/// <remarks>
/// In 3D a family is represented by its first row, whose code the larger ones share with billions of operations more; rows that only exist
/// in 3D are all tested. What takes a backward pass is asked of the first row of a family, and of the families that have most variants.
/// </remarks>
public class NetworkContractTests
{
    /// <summary>From this many parameters on a row is in the slow tier.</summary>
    private const long Large = 60_000_000;

    /// <summary>
    /// From this many on, gradients and copies of the weights would need more memory than a small machine has: the family's other rows test
    /// them.
    /// </summary>
    private const long Huge = 200_000_000;

    /// <summary>
    /// Sizes that are used instead of the usual ones for networks that are built for one size, where that size takes long.
    /// </summary>
    private static readonly IReadOnlyDictionary<(string Name, SpatialDims Dims), long[]> Sizes = new Dictionary<(string, SpatialDims),
        long[]>
    {
        [("clinicadl_resnet3d", SpatialDims.Three)] = [70, 63, 64],
        [("clinicadl_secnn3d", SpatialDims.Three)] = [70, 63, 64],
        [("addl_conv5_fc3", SpatialDims.Three)] = [40, 33, 36],
        [("addl_conv5_fc3_mni", SpatialDims.Three)] = [40, 33, 36],
        [("clinicadl_conv5_fc3_default", SpatialDims.Three)] = [40, 33, 36],
        [("vit_h_14", SpatialDims.Two)] = [28, 42],
    };

    /// <summary>The same for all rows of a family.</summary>
    private static readonly IReadOnlyDictionary<(string Family, SpatialDims Dims),
        long[]> FamilySizes = new Dictionary<(string, SpatialDims), long[]>
    {
        [("ViT", SpatialDims.Two)] = [64, 96],
        [("ViT", SpatialDims.Three)] = [64, 32, 32],
        [("MaxViT", SpatialDims.Two)] = [64, 96],
        [("MaxViT", SpatialDims.Three)] = [64, 32, 32],
        [("CoAtNet", SpatialDims.Two)] = [64, 96],
        [("CoAtNet", SpatialDims.Three)] = [64, 32, 32],
        [("CCT", SpatialDims.Two)] = [32, 48],
    };

    private static readonly IReadOnlyDictionary<string, long> Parameters =
        GoldenRecord.Names.Where(ModelTable.Names.Contains).ToDictionary(name => name, name => GoldenRecord.Read(name).Params);

    public static TheoryData<string, SpatialDims> Rows => Select(name => Parameters.GetValueOrDefault(name) < Large);

    public static TheoryData<string, SpatialDims> LargeRows => Select(name => Parameters.GetValueOrDefault(name) >= Large);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_network_keeps_the_contract(string name, SpatialDims dims) => Check(name, dims);

    [Theory]
    [Trait("Tier", "slow")]
    [MemberData(nameof(LargeRows))]
    public void A_large_network_keeps_the_contract(string name, SpatialDims dims) => Check(name, dims);

    [Theory]
    [InlineData("simple-cnn")]
    [InlineData("googlenet")]
    public void New_heads_are_of_the_networks_type_and_mode(string name)
    {
        using var scope = NewDisposeScope();
        using var network = ModelTable.Find(name).Build(new(SpatialDims.Two, InputChannels: 1, Outputs: 3));
        network.to(ScalarType.Float64);
        network.eval();
        network.ReplaceHead(5);
        Assert.All([network.Anatomy.Head, .. network.Anatomy.AuxiliaryHeads], path =>
        {
            var head = ModuleTree.Find(network, path);
            Assert.False(head.training);
            Assert.All(head.parameters(), parameter => Assert.Equal((ScalarType.Float64, 5), (parameter.dtype, parameter.shape[0])));
        });
    }

    private static void Check(string name, SpatialDims dims)
    {
        manual_seed(5);
        var row = ModelTable.Find(name);
        var size = Sizes.GetValueOrDefault((name, dims)) ?? FamilySizes.GetValueOrDefault((row.Family, dims));
        using var network = Build(row, new(dims, InputChannels: 1, Outputs: 3) { InputSize = size });
        var contract = new NetworkContract(network);
        contract.Wrong_shapes_are_refused_with_what_is_needed();
        contract.The_smallest_size_gives_finite_outputs_in_training_and_evaluation();
        contract.The_layer_table_has_every_parameter_once();
        if (Parameters.GetValueOrDefault(name) < Huge)
        {
            contract.Parts_are_where_the_anatomy_says();
            contract.The_state_dict_is_the_whole_network();
            if (IsFirst(row, dims) || row.Family is "ResNet" or "DenseNet")
            {
                contract.Every_parameter_learns();
                if (IsFirst(row, row.Dims.First()) && dims == row.Dims.First() && Parameters.GetValueOrDefault(name) < Large
                    && TorchExtras.Current.IsSupported(TorchFeature.Checkpointing))
                {
                    contract.Recomputed_blocks_train_alike();
                }

                if (IsFirst(row, dims) && TorchExtras.Current.IsSupported(TorchFeature.Autocast))
                {
                    contract.It_trains_in_bfloat16();
                }

                contract.The_head_can_be_replaced(); // last: the new head goes with its scope
            }
        }

        network.Dispose();
    }

    /// <summary>Large networks are filled, which is faster than drawing; how they are drawn is another test's question.</summary>
    private static Network Build(ModelRow row, NetworkOptions options)
    {
        if (Parameters.GetValueOrDefault(row.Name) < Large)
        {
            return row.Build(options);
        }

        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        var network = row.Build(options);
        FillV1.Fill(network, gainPermille: 1000);
        return network;
    }

    private static TheoryData<string, SpatialDims> Select(Func<string, bool> isChosen)
    {
        var data = new TheoryData<string, SpatialDims>();
        foreach (var row in ModelTable.Rows.Where(row => isChosen(row.Name)))
        {
            foreach (var dims in row.Dims.Where(dims => dims == SpatialDims.Two || row.Dims.Count() == 1 || IsFirst(row, dims)))
            {
                data.Add(row.Name, dims);
            }
        }

        return data;
    }

    private static bool IsFirst(ModelRow row, SpatialDims dims) =>
        ModelTable.Rows.First(each => each.Family == row.Family && each.Dims.Contains(dims)) == row;
}
