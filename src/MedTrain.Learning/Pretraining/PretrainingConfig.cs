using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Cohorts;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Models;
using MedTrain.Learning.Training;

namespace MedTrain.Learning.Pretraining;

/// <summary>The <c>pretraining:</c> block of an experiment file: what is learned from images before their labels are looked at.</summary>
public sealed record PretrainingConfig : IValidatableObject
{
    /// <summary>The pretext task.</summary>
    [Description("What is learned without labels: autoencoder, denoising_autoencoder, masked_autoencoder or simclr.")]
    public required Pretext Method { get; init; }

    /// <summary>Further images.</summary>
    [Description("Further images, which need no labels, read and preprocessed as this experiment's own. Patients and images of the fold's "
        + "validation and test part are left out. Default: the images of the training part alone.")]
    public CohortConfig? Data { get; init; }

    /// <summary>Random changes of the images.</summary>
    [Description("Random changes of the images, in this order; simclr compares two differently changed views of each.")]
    public IReadOnlyList<Augmentation> Augmentation { get; init; } = [];

    /// <summary>Passes over the images, at most.</summary>
    [Description("Passes over the images, at most.")]
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 50;

    /// <summary>Images that go through the network at once; twice as many with simclr.</summary>
    [Description("Images that go through the network at once (with simclr two views of each).")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>The optimizer and its settings.</summary>
    [Description("The optimizer and its settings.")]
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>How the learning rate changes.</summary>
    [Description("How the learning rate changes over the pretraining.")]
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>Epochs without a smaller loss on the validation part before it stops; 0 = never.</summary>
    [Description("Stop after this many epochs in a row without a smaller loss on the validation part's images; 0 = never. The best epoch is used.")]
    [Range(0, 1_000_000)]
    public int Patience { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Method.Views > 1 && Augmentation.Count == 0)
        {
            yield return new ValidationResult("must hold something: without it the two views that simclr compares are the same image", [nameof(Augmentation)]);
        }

        if (Method.Views > 1 && BatchSize < 2)
        {
            yield return new ValidationResult("must be 2 or more: simclr tells an image from the others of its batch", [nameof(BatchSize)]);
        }

        if (Schedule.Monitor is not (null or MonitorTable.Loss))
        {
            yield return new ValidationResult("watches the loss alone in pretraining: remove schedule.monitor", [nameof(Schedule)]);
        }
    }

    /// <summary>The settings under which the training loop does it; machine, precision and checkpoints are those of the training.</summary>
    public TrainingConfig Settings(TrainingConfig training) => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        Optimizer = Optimizer,
        Schedule = Schedule,
        Transfer = new TransferConfig { Freeze = AutoencoderName is null ? [PretextNetwork.UnusedStage] : [] },
        EarlyStopping = new EarlyStoppingConfig { Patience = Patience },
        Precision = training.Precision,
        TensorFloat32 = training.TensorFloat32,
        ChannelsLast = training.ChannelsLast,
        ActivationCheckpointing = training.ActivationCheckpointing,
        ClipGradientNorm = training.ClipGradientNorm,
        ClipGradientValue = training.ClipGradientValue,
        OnNonfinite = training.OnNonfinite,
        NonfiniteLimit = training.NonfiniteLimit,
        Checkpoints = training.Checkpoints,
        Device = training.Device,
        Threads = training.Threads,
    };

    /// <summary>How many differently augmented images of each case a batch holds.</summary>
    public int Views => Method.Views;

    /// <summary>The network that is trained in the place of an encoder; it holds the encoder unless it is an autoencoder of the table.</summary>
    public Network Build(Network encoder) => Method.Build(encoder);

    /// <summary>The autoencoder of the table that is trained instead of the network; null for none.</summary>
    public string? AutoencoderName => (Method as Reconstruction)?.Network;
}
