using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public sealed class CheckpointFolderTests : IDisposable
{
    private static readonly Dictionary<string, string> NoFacts = [];
    private readonly string folder = Directory.CreateTempSubdirectory("medtrain-checkpoint-").FullName;

    public static TheoryData<string> Optimizers => new(ToyTask.Optimizers);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_resumed_session_goes_on_bit_for_bit(string optimizer)
    {
        using var scope = NewDisposeScope();
        var config = ToyTask.Config with { Optimizer = new OptimizerConfig { Name = optimizer, LearningRate = 0.01 } };
        var cases = optimizer == "lbfgs" ? 16 : 48; // it sees each batch twenty times
        var whole = ToyTask.Session(config, cases);
        ToyTask.Train(whole, 3);

        var first = ToyTask.Session(config, cases);
        var checkpoints = new CheckpointFolder(folder, "plan");
        checkpoints.SaveState(first, ToyTask.Train(first, 2));
        var resumed = ToyTask.Session(config, cases);
        var progress = checkpoints.Resume(resumed);
        ToyTask.Train(resumed, 1, progress);

        Assert.Equal(2, progress.CompletedEpochs);
        Assert.Equal(ToyTask.Bits(whole), ToyTask.Bits(resumed));
    }

    [Fact]
    public void Saved_weights_come_back_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var checkpoints = new CheckpointFolder(folder, "plan");
        ToyTask.Train(session, 1);
        checkpoints.SaveWeights(checkpoints.BestPath, session, NoFacts);
        var bits = ToyTask.Bits(session);
        ToyTask.Train(session, 1);
        Assert.NotEqual(bits, ToyTask.Bits(session));

        checkpoints.AddFacts(checkpoints.BestPath, new Dictionary<string, string> { ["more"] = "said" });
        checkpoints.LoadWeights(checkpoints.BestPath, session);

        Assert.Equal(bits, ToyTask.Bits(session));
        Assert.Equal("said", MedTrain.Torch.Weights.Safetensors.Load(checkpoints.BestPath).Metadata["more"]);
    }

    [Fact]
    public void The_state_of_another_plan_is_refused()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var one = new CheckpointFolder(folder, "one");
        one.SaveState(session, TrainingProgress.Start);
        one.Finish();

        Assert.Contains("--restart", Assert.Throws<CheckpointException>(() => new CheckpointFolder(folder, "other").Resume(session)).Message);
    }

    [Fact]
    public void Only_the_newest_states_are_kept()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var checkpoints = new CheckpointFolder(folder, "plan", keep: 2);
        foreach (var (epoch, batches) in new[] { (1, 2), (1, 12), (2, 0), (10, 0) })
        {
            checkpoints.SaveState(session, new TrainingProgress([], new EpochPosition(epoch, batches)));
        }

        Assert.Equal(["state-000010-00000000.safetensors", "state-000002-00000000.safetensors"], checkpoints.States.Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("flipped")]
    [InlineData("metadata")]
    public void A_damaged_last_state_falls_back_to_the_one_before(string damage)
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var checkpoints = new CheckpointFolder(folder, "plan");
        checkpoints.SaveState(session, new TrainingProgress([], new EpochPosition(1, 2)));
        checkpoints.SaveState(session, new TrainingProgress([], new EpochPosition(1, 4)));
        Damage(checkpoints.States[0], damage);
        var warnings = new List<string>();

        var progress = checkpoints.Resume(session, warnings.Add);

        Assert.Equal(2, progress.Position.Batches);
        Assert.Contains(checkpoints.States[0], Assert.Single(warnings));
    }

    [Fact]
    public void When_no_state_is_whole_the_error_says_so()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var checkpoints = new CheckpointFolder(folder, "plan");
        checkpoints.SaveState(session, TrainingProgress.Start);
        Damage(checkpoints.States[0], "truncated");

        Assert.Contains(checkpoints.States[0], Assert.Throws<CheckpointException>(() => checkpoints.Resume(session)).Message);
    }

    [Fact]
    public void A_damaged_state_changes_nothing_in_the_session()
    {
        using var scope = NewDisposeScope();
        var saved = ToyTask.Session();
        ToyTask.Train(saved, 1);
        var checkpoints = new CheckpointFolder(folder, "plan");
        checkpoints.SaveState(saved, TrainingProgress.Start);
        Damage(checkpoints.States[0], "flipped");
        var session = ToyTask.Session();
        var bits = ToyTask.Bits(session);

        Assert.Throws<CheckpointException>(() => checkpoints.Resume(session));

        Assert.Equal(bits, ToyTask.Bits(session));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Damage(string file, string how)
    {
        var bytes = File.ReadAllBytes(file);
        switch (how)
        {
            case "truncated":
                bytes = bytes[..^10];
                break;
            case "flipped":
                bytes[bytes.Length / 2] ^= 1;
                break;
            default:
                var text = System.Text.Encoding.ASCII.GetBytes("Epoch");
                var at = bytes.AsSpan().IndexOf(text);
                Assert.True(at > 0);
                bytes[at] ^= 1;
                break;
        }

        File.WriteAllBytes(file, bytes);
    }
}
