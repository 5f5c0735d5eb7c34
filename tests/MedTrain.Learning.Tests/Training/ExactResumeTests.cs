using MedTrain.Data;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Training;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public sealed class ExactResumeTests : IDisposable
{
    private static readonly Dictionary<string, string> NoFacts = [];
    private readonly string root = Directory.CreateTempSubdirectory("medtrain-resume-").FullName;

    public static TheoryData<string> Settings => new("plain", "ema", "swa", "accumulated", "plateau", "all at once");

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_run_killed_at_seeded_moments_ends_as_one_that_was_not_killed(string settings)
    {
        using var scope = NewDisposeScope();
        var config = Config(settings);
        var (wholeBits, wholeFigures) = Run(config, "whole", kills: 0);

        var (bits, figures) = Run(config, "killed", kills: 4);

        Assert.Equal(wholeFigures, figures);
        Assert.Equal(wholeBits, bits);
        foreach (var file in new[] { "best.safetensors", "last.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(root, "whole", file)), File.ReadAllBytes(Path.Combine(root, "killed", file)));
        }
    }

    [Fact]
    public void Stopping_saves_the_state_after_the_step()
    {
        using var scope = NewDisposeScope();
        var config = Config("accumulated");
        using var stop = new CancellationTokenSource();
        var checkpoints = new CheckpointFolder(root, "plan");
        var watch = new Watch(steps => { if (steps == 3) { stop.Cancel(); } });

        Assert.ThrowsAny<OperationCanceledException>(() => new CheckpointedTraining(ToyTask.Session(config, cases: 40), checkpoints, NoFacts, watch).Run(stop.Token));

        // The third step of an epoch of five batches: 2 + 2 + 1.
        Assert.Equal(5, checkpoints.Resume(ToyTask.Session(config, cases: 40)).Position.Batches);
    }

    [Fact]
    public void States_are_saved_in_the_middle_of_an_epoch_when_they_are_due()
    {
        using var scope = NewDisposeScope();
        var clock = new SteppingClock();
        var config = Config("plain") with { Epochs = 1, Checkpoints = new CheckpointConfig { EveryEpochs = 0, EveryMinutes = 10, Keep = 100 } };
        var checkpoints = new CheckpointFolder(root, "plan", keep: 100);
        var watch = new Watch(_ => clock.Now += TimeSpan.FromMinutes(4));

        new CheckpointedTraining(ToyTask.Session(config, cases: 40), checkpoints, NoFacts, watch, clock).Run(default);
        checkpoints.Finish();

        // Five steps of four minutes: due after the third, then never again before the end, which is always saved.
        Assert.Equal(
            ["state-000002-00000000.safetensors", "state-000001-00000003.safetensors"], checkpoints.States.Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("ema")]
    public void The_best_epochs_validation_is_what_its_saved_weights_predict(string settings)
    {
        using var scope = NewDisposeScope();
        var config = Config(settings) with { Epochs = 6, Schedule = new ScheduleConfig(), Optimizer = new OptimizerConfig { Name = "sgd", LearningRate = 0.6 } };
        var (session, checkpoints) = (ToyTask.Session(config, cases: 40), new CheckpointFolder(root, "plan"));
        var training = new CheckpointedTraining(session, checkpoints, NoFacts, new Watch(_ => { }));

        var progress = training.Run(default);

        Assert.InRange(progress.BestEpoch(config.EarlyStopping.Monitor), 1, progress.CompletedEpochs - 1);
        checkpoints.LoadWeights(checkpoints.BestPath, session);
        var predicted = Predictor.Run(session.Network, session.Objective, session.ValidationBatches, config, CPU, default);
        Assert.Equal(predicted.Scores.SelectMany(row => row), training.BestValidation!.Scores.SelectMany(row => row));
    }

    [Fact]
    public void A_resumed_run_without_a_better_epoch_does_not_know_the_best_ones_validation()
    {
        using var scope = NewDisposeScope();
        var config = Config("plain") with { Epochs = 1 };
        var checkpoints = new CheckpointFolder(root, "plan");
        new CheckpointedTraining(ToyTask.Session(config, cases: 40), checkpoints, NoFacts, new Watch(_ => { })).Run(default);
        var resumed = new CheckpointedTraining(ToyTask.Session(config, cases: 40), checkpoints, NoFacts, new Watch(_ => { }));

        resumed.Run(default);

        Assert.Null(resumed.BestValidation);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private static TrainingConfig Config(string settings)
    {
        var config = ToyTask.Config with { Epochs = 3, Checkpoints = new CheckpointConfig { EveryEpochs = 0, EveryMinutes = 1e-9, Keep = 2 } };
        return settings switch
        {
            "ema" => config with { Averaging = new AveragingConfig { Kind = AveragingKind.Ema, Decay = 0.9, StartEpoch = 1 } },
            "swa" => config with { Averaging = new AveragingConfig { Kind = AveragingKind.Swa, StartEpoch = 2 } },
            "all at once" => config with
            {
                Accumulate = 2, ClipGradientValue = 0.1, L1Penalty = 1e-4,
                Averaging = new AveragingConfig { Kind = AveragingKind.Ema, Decay = 0.9 },
                Transfer = new TransferConfig { Freeze = ["stage1"], Unfreeze = [new UnfreezeConfig { Epoch = 2, Stages = ["stage1"] }] },
            },
            "accumulated" => config with { Accumulate = 2, ClipGradientNorm = 0.5 },
            "plateau" => config with { Schedule = new ScheduleConfig { Shape = ScheduleShape.Plateau, Patience = 0, Factor = 0.5 } },
            _ => config,
        };
    }

    /// <summary>Trains to the end; each kill drops the session at a drawn step, with a checkpoint saved some steps before.</summary>
    private (byte[] Bits, string Figures) Run(TrainingConfig config, string name, int kills)
    {
        var random = new CounterRandom(7, RandomStream.Synthesis);
        var checkpoints = new CheckpointFolder(Path.Combine(root, name), "plan");
        for (var kill = 0; kill < kills; kill++)
        {
            var last = 1 + random.NextInt(4);
            var saves = random.NextInt(2) == 0;
            var clock = new SteppingClock();
            var watch = new Watch(steps =>
            {
                clock.Now += saves || steps < last ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;
                if (steps == last) { throw new KilledException(); }
            });
            Assert.Throws<KilledException>(
                () => new CheckpointedTraining(ToyTask.Session(config, cases: 40, threads: 3), checkpoints, NoFacts, watch, clock).Run(default));
        }

        var session = ToyTask.Session(config, cases: 40, threads: 3);
        var progress = new CheckpointedTraining(session, checkpoints, NoFacts, new Watch(_ => { })).Run(default);
        checkpoints.Finish();
        var figures = progress.History.Select(epoch => epoch with { Seconds = 0, ImagesPerSecond = 0, Finished = 0 });
        return (ToyTask.Bits(session), new TrainingProgress([.. figures], progress.Position).ToJson());
    }

    private sealed class KilledException : Exception;

    private sealed class SteppingClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Watch(Action<int> stepDone) : ITrainingWatch
    {
        private int steps;

        public void Resumed(TrainingProgress progress)
        {
        }

        public void StepDone(EpochPosition at, int batches) => stepDone(++steps);

        public void EpochDone(TrainingProgress progress)
        {
        }

        public void Warn(string message) => Assert.Fail(message);
    }
}
