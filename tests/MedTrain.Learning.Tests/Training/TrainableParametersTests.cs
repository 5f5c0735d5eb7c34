using MedTrain.Learning.Layers;
using MedTrain.Learning.Models;
using MedTrain.Learning.Training;
using MedTrain.Torch;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

// simple-cnn has the stages stage1 … stage4 and head, one convolution in each of the first four.
public class TrainableParametersTests
{
    public static TheoryData<string, string[]> Freezing => new()
    {
        { "stages", ["features.stage1.", "features.stage3."] },
        { "pattern", ["features.stage1.conv", "features.stage2.conv", "features.stage3.conv", "features.stage4.conv"] },
        { "last two convolutions", ["features.stage1.", "features.stage2."] },
        { "no convolution", ["features."] },
    };

    [Theory]
    [MemberData(nameof(Freezing))]
    public void Frozen_parameters_stay_equal_bit_for_bit_and_the_others_change(string how, string[] frozen)
    {
        using var scope = NewDisposeScope();
        var transfer = how switch
        {
            "stages" => new TransferConfig { Freeze = ["stage1", "stage3"] },
            "pattern" => new TransferConfig { FreezeMatching = @"\.conv\." },
            "last two convolutions" => new TransferConfig { TrainLastConvolutions = 2 },
            _ => new TransferConfig { TrainLastConvolutions = 0, Freeze = ["stage4"] },
        };
        var session = Session(transfer);
        var before = Bytes(session.Network);

        ToyTask.Train(session, 2);

        var after = Bytes(session.Network);
        Assert.NotEmpty(before);
        Assert.All(before.Keys, key => Assert.Equal(
            frozen.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)), before[key].SequenceEqual(after[key])));
    }

    [Fact]
    public void The_last_five_convolutions_of_the_slice_network_are_its_last_stage_and_its_linear_layers_follow()
    {
        using var scope = NewDisposeScope();
        using var undrawn = TorchExtras.Current.LeaveWeightsUndrawn();
        using var network = ModelTable.Find("addl_resnet18_slice").Build(new(SpatialDims.Two, InputChannels: 3, Outputs: 2));
        var trainable = new TrainableParameters(network, new TransferConfig { TrainLastConvolutions = 5 }, ToyTask.Config.Optimizer);
        Assert.Equal(8_908_730, trainable.CountIn(1));
        trainable.Begin(1);
        var trained = network.named_parameters().Where(entry => entry.parameter.requires_grad).Select(entry => entry.name.Split('.')[0]);
        Assert.Equal(["fc", "fc_out", "layer4"], trained.Distinct().Order());
    }

    [Fact]
    public void Stages_are_trained_from_their_epoch_on()
    {
        using var scope = NewDisposeScope();
        var session = Session(new TransferConfig { Freeze = ["stage1", "stage2"], Unfreeze = [new UnfreezeConfig { Epoch = 2, Stages = ["stage2"] }] });
        var start = Bytes(session.Network);
        var progress = ToyTask.Train(session, 1);
        var first = Bytes(session.Network);
        ToyTask.Train(session, 1, progress);
        var second = Bytes(session.Network);

        Assert.Equal(start["features.stage2.conv.weight"], first["features.stage2.conv.weight"]);
        Assert.NotEqual(first["features.stage2.conv.weight"], second["features.stage2.conv.weight"]);
        Assert.Equal(start["features.stage1.conv.weight"], second["features.stage1.conv.weight"]);
    }

    [Fact]
    public void The_head_alone_is_trained_while_it_warms_up()
    {
        using var scope = NewDisposeScope();
        var session = Session(new TransferConfig { HeadWarmupEpochs = 1 });
        var start = Bytes(session.Network);
        var progress = ToyTask.Train(session, 1);
        var first = Bytes(session.Network);

        Assert.Equal(["classifier.bias", "classifier.weight"], start.Keys.Where(key => !start[key].SequenceEqual(first[key])).Order());
        Assert.Equal(start["classifier.weight"].Length / 4 + 1, session.Trainable.CountIn(1));

        ToyTask.Train(session, 1, progress);
        Assert.All(Bytes(session.Network), entry => Assert.NotEqual(first[entry.Key], entry.Value));
    }

    [Theory]
    [InlineData(BatchNormStatistics.Update, true, true)]
    [InlineData(BatchNormStatistics.KeepFrozen, false, true)]
    [InlineData(BatchNormStatistics.Keep, false, false)]
    public void Running_statistics_are_kept_as_asked(BatchNormStatistics statistics, bool frozenChanges, bool othersChange)
    {
        using var scope = NewDisposeScope();
        var session = Session(new TransferConfig { Freeze = ["stage1"], BatchNorm = statistics });
        var before = Buffers(session.Network);

        ToyTask.Train(session, 1);

        var after = Buffers(session.Network);
        Assert.Equal(frozenChanges, !before["features.stage1.norm.running_mean"].SequenceEqual(after["features.stage1.norm.running_mean"]));
        Assert.Equal(othersChange, !before["features.stage2.norm.running_mean"].SequenceEqual(after["features.stage2.norm.running_mean"]));
    }

    [Fact]
    public void Learning_rates_fall_from_the_head_down_unless_given()
    {
        using var scope = NewDisposeScope();
        var session = Session(new TransferConfig { LayerDecay = 0.5, LearningRates = new Dictionary<string, double> { ["stage1"] = 3 } });

        Assert.Equal([0.125, 0.25, 0.5, 1, 3], session.Trainable.Groups.Select(group => group.RateFactor).Order());
        ToyTask.Train(session, 1);
        var rates = session.Optimizer.ParamGroups.Select(group => group.LearningRate).ToList();
        Assert.Equal(rates.Max() / 24, rates.Min(), 1e-12);
    }

    [Fact]
    public void Weight_decay_can_leave_norms_and_biases_out()
    {
        using var scope = NewDisposeScope();
        var config = ToyTask.Config with { Optimizer = ToyTask.Config.Optimizer with { WeightDecay = 0.1, DecayNormsAndBiases = false } };
        var groups = ToyTask.Session(config).Trainable.Groups;

        Assert.Equal(2, groups.Count);
        Assert.All(groups, group => Assert.All(group.Parameters, parameter => Assert.Equal(parameter.dim() > 1 ? 0.1 : 0, group.WeightDecay)));
    }

    [Fact]
    public void Unknown_stages_and_nothing_to_train_are_errors_that_say_what_there_is()
    {
        using var scope = NewDisposeScope();

        Assert.Contains("stage1, stage2", Assert.Throws<TrainingException>(() => Session(new TransferConfig { Freeze = ["layer4"] })).Message);
        Assert.Contains("nothing to train", Assert.Throws<TrainingException>(() => Session(new TransferConfig { FreezeMatching = "." })).Message);
    }

    private static TrainingSession Session(TransferConfig transfer) => ToyTask.Session(ToyTask.Config with { Transfer = transfer });

    private static Dictionary<string, byte[]> Bytes(Network network) =>
        network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.detach().bytes.ToArray());

    private static Dictionary<string, byte[]> Buffers(Network network) =>
        network.named_buffers().ToDictionary(entry => entry.name, entry => entry.buffer.bytes.ToArray());
}
