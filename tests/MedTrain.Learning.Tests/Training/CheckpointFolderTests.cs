using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("medtrain-checkpoint-").FullName;

    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("sgd")]
    public void A_resumed_session_goes_on_bit_for_bit(string optimizer)
    {
        using var scope = NewDisposeScope();
        var config = ToyTask.Config with { Optimizer = ToyTask.Config.Optimizer with { Name = optimizer } };
        var whole = ToyTask.Session(config);
        Train(whole, TrainingProgress.Start, 3);

        var first = ToyTask.Session(config);
        var checkpoints = new CheckpointFolder(folder, "plan");
        checkpoints.Save(first, Train(first, TrainingProgress.Start, 2), new Dictionary<string, string>());
        var resumed = ToyTask.Session(config);
        var progress = checkpoints.Resume(resumed);
        Train(resumed, progress, 1);

        Assert.Equal(2, progress.CompletedEpochs);
        Assert.Equal(Bits(whole), Bits(resumed));
    }

    [Fact]
    public void The_best_epochs_weights_are_kept_apart_from_the_last_ones()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var checkpoints = new CheckpointFolder(folder, "plan");
        var best = Train(session, TrainingProgress.Start, 1);
        checkpoints.Save(session, best, new Dictionary<string, string>());
        var bits = Bits(session);
        Train(session, TrainingProgress.Start, 1);
        checkpoints.Save(session, best with { CompletedEpochs = 2 }, new Dictionary<string, string>());
        Assert.NotEqual(bits, Bits(session));

        checkpoints.LoadBest(session);

        Assert.Equal(bits, Bits(session));
    }

    [Fact]
    public void The_state_of_another_plan_is_refused()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        new CheckpointFolder(folder, "one").Save(session, Train(session, TrainingProgress.Start, 1), new Dictionary<string, string>());

        Assert.Contains("--restart", Assert.Throws<CheckpointException>(() => new CheckpointFolder(folder, "other").Resume(session)).Message);
    }

    [Fact]
    public void A_truncated_state_is_an_error_that_names_the_file()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var checkpoints = new CheckpointFolder(folder, "plan");
        checkpoints.Save(session, Train(session, TrainingProgress.Start, 1), new Dictionary<string, string>());
        File.WriteAllBytes(checkpoints.StatePath, File.ReadAllBytes(checkpoints.StatePath)[..^10]);

        Assert.Contains(checkpoints.StatePath, Assert.Throws<CheckpointException>(() => checkpoints.Resume(session)).Message);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static TrainingProgress Train(TrainingSession session, TrainingProgress progress, int epochs)
    {
        var loop = new TrainingLoop(session);
        for (var i = 0; i < epochs; i++)
        {
            progress = progress.After(loop.RunEpoch(progress.CompletedEpochs + 1, null, default), session.Config.EarlyStopping);
        }

        return progress;
    }

    private static byte[] Bits(TrainingSession session) =>
        [.. session.Network.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.contiguous().bytes.ToArray())];
}
