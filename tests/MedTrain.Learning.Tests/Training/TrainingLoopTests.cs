using MedTrain.Learning.Batching;
using MedTrain.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Learning.Tests.Training;

public class TrainingLoopTests
{
    [Fact]
    public void A_small_network_learns_a_simple_task()
    {
        using var scope = NewDisposeScope();
        var results = Train(ToyTask.Session(), epochs: 4);

        Assert.True(results[^1].TrainingLoss < 0.5 * results[0].TrainingLoss, $"{results[0].TrainingLoss} -> {results[^1].TrainingLoss}");
        Assert.True(results[^1].Validation.Of("roc_auc") > 0.95, $"AUC {results[^1].Validation.Of("roc_auc")}");
    }

    [Fact]
    public void The_same_session_trains_to_the_same_figures()
    {
        using var scope = NewDisposeScope();
        var first = Train(ToyTask.Session(), epochs: 2);
        var second = Train(ToyTask.Session(), epochs: 2);

        Assert.Equal(Figures(first), Figures(second));
    }

    [Fact]
    public void Live_tensors_stay_flat_over_epochs()
    {
        using var scope = NewDisposeScope();
        var session = ToyTask.Session();
        var loop = new TrainingLoop(session);
        loop.RunEpoch(TrainingProgress.Start, null, default);
        var after = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var epoch = 2; epoch <= 8; epoch++)
        {
            loop.RunEpoch(new TrainingProgress([], new EpochPosition(epoch)), null, default);
        }

        Assert.Equal(after, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Every_optimizer_of_the_table_lowers_the_loss()
    {
        using var scope = NewDisposeScope();
        Assert.NotEmpty(ToyTask.Optimizers);
        foreach (var name in ToyTask.Optimizers)
        {
            var config = ToyTask.Config with
            {
                Optimizer = new OptimizerConfig { Name = name, LearningRate = Rate(name) },
                BatchSize = name == "lbfgs" ? 48 : ToyTask.Config.BatchSize, // all cases: its curvature is of one function
            };
            var results = Train(ToyTask.Session(config), epochs: 3);

            Assert.True(results[^1].TrainingLoss < results[0].TrainingLoss, name);
        }
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_epoch_batch_and_cases()
    {
        using var scope = NewDisposeScope();
        var broken = Broken(7);

        var error = Assert.Throws<NonFiniteLossException>(() => new TrainingLoop(ToyTask.Session(images: broken)).RunEpoch(TrainingProgress.Start, null, default));

        Assert.Contains("epoch 1", error.Message);
        Assert.Contains("case-7", error.Message);
    }

    [Fact]
    public void Steps_without_a_finite_loss_are_skipped_up_to_the_limit_and_leave_no_trace()
    {
        using var scope = NewDisposeScope();
        var config = ToyTask.Config with { OnNonfinite = NonFiniteAction.Skip, NonfiniteLimit = 1 };
        var session = ToyTask.Session(config, images: Broken(7));

        var result = Assert.Single(Train(session, epochs: 1));

        Assert.Equal(1, result.SkippedSteps);
        Assert.True(double.IsFinite(result.TrainingLoss));
        Assert.All(session.Network.buffers(), buffer => Assert.True(buffer.to_type(ScalarType.Float64).isfinite().all().item<bool>()));
        Assert.Throws<NonFiniteLossException>(() => Train(ToyTask.Session(config, images: Broken(7, 8, 9, 10)), epochs: 1));
    }

    [Fact]
    public void Accumulated_batches_give_the_step_of_one_large_batch()
    {
        using var scope = NewDisposeScope();
        var sgd = ToyTask.Config with { Optimizer = new OptimizerConfig { Name = "sgd", LearningRate = 0.5 }, Transfer = new TransferConfig { BatchNorm = BatchNormStatistics.Keep } };
        var large = ToyTask.Session(sgd with { BatchSize = 44 }, cases: 44, dropout: 0);
        // Eleven batches of four: steps of eight and, at the end, of three batches.
        var small = ToyTask.Session(sgd with { BatchSize = 4, Accumulate = 11 }, cases: 44, dropout: 0);
        Train(large, epochs: 1);
        Train(small, epochs: 1);

        Assert.Equal(1, small.StepsPerEpoch);
        foreach (var (one, other) in large.Network.parameters().Zip(small.Network.parameters()))
        {
            Assert.True(allclose(one, other, rtol: 1e-4, atol: 1e-6));
        }
    }

    [Fact]
    public void A_last_step_with_fewer_batches_is_made_too()
    {
        using var scope = NewDisposeScope();
        var config = ToyTask.Config with { Accumulate = 4 };
        var session = ToyTask.Session(config, cases: 48);
        var steps = new List<int>();

        new TrainingLoop(session).RunEpoch(TrainingProgress.Start, at => steps.Add(at.Batches), default);

        Assert.Equal([4, 6], steps);
        Assert.Equal(2, session.StepsPerEpoch);
    }

    [Fact]
    public void Gradients_are_cut_off_at_the_value_that_the_config_names()
    {
        using var scope = NewDisposeScope();
        var config = ToyTask.Config with { ClipGradientValue = 1e-3, Optimizer = new OptimizerConfig { Name = "sgd", LearningRate = 0.1 } };
        var session = ToyTask.Session(config);
        Train(session, epochs: 1);

        Assert.Equal(1e-3, session.Network.parameters().Max(parameter => parameter.grad!.abs().max().item<float>()), 1e-8);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Penalties_add_to_the_gradient_of_weights_only(bool first)
    {
        using var scope = NewDisposeScope();
        var still = ToyTask.Config with { Epochs = 1, BatchSize = 48, Optimizer = new OptimizerConfig { Name = "sgd", LearningRate = 1e-12 } };
        var plain = ToyTask.Session(still);
        var penalised = ToyTask.Session(first ? still with { L1Penalty = 0.25 } : still with { L2Penalty = 0.25 });
        Train(plain, epochs: 1);
        Train(penalised, epochs: 1);

        foreach (var (without, with) in plain.Network.parameters().Zip(penalised.Network.parameters()))
        {
            var added = with.dim() > 1 ? (first ? with.sign() : with) * 0.25 : zeros_like(with);
            Assert.True(allclose(without.grad! + added, with.grad!, rtol: 1e-4, atol: 1e-5));
        }
    }

    [Fact]
    public void Cancelling_stops_between_two_batches()
    {
        using var scope = NewDisposeScope();
        using var cancellation = new CancellationTokenSource();
        var batches = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => new TrainingLoop(ToyTask.Session()).RunEpoch(TrainingProgress.Start, at =>
        {
            batches = at.Batches;
            if (at.Batches == 2)
            {
                cancellation.Cancel();
            }
        }, cancellation.Token));
        Assert.Equal(2, batches);
    }

    [Fact]
    public void Gradients_are_clipped_to_the_norm_that_the_config_names()
    {
        using var scope = NewDisposeScope();
        var result = Train(ToyTask.Session(ToyTask.Config with { ClipGradientNorm = 1e-9, Optimizer = new OptimizerConfig { Name = "sgd", LearningRate = 0.1 } }), epochs: 2);

        Assert.True(result[0].GradientNorm > 1e-6);
        // Steps of nearly no length: the second epoch's loss is the first one's, up to what batch statistics and dropout change.
        Assert.Equal(result[0].Validation.Loss, result[1].Validation.Loss, 0.2);
    }

    private static double Rate(string optimizer) => optimizer switch
    {
        "sgd" => 0.05,
        "lars" => 5,
        "adadelta" => 1,
        "lbfgs" => 0.1,
        _ => 0.01,
    };

    private static IReadOnlyList<EpochResult> Train(TrainingSession session, int epochs) => ToyTask.Train(session, epochs).History;

    private static IEnumerable<(double, double, double?)> Figures(IEnumerable<EpochResult> results) =>
        results.Select(result => (result.TrainingLoss, result.Validation.Loss, result.Validation.Of("roc_auc")));

    private static SampleSource Broken(params int[] cases) => new(ToyTask.Images.Shape, (index, image) =>
    {
        ToyTask.Images.Read(index, image);
        if (cases.Contains(index))
        {
            image.Fill(float.NaN);
        }
    });
}
