using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Parts;
using MedTrain.Data.Preprocessing;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Predictions;
using MedTrain.Learning.Batching;
using MedTrain.Learning.Fusion;
using MedTrain.Learning.Models;
using MedTrain.Learning.Pretraining;
using MedTrain.Learning.Training;

namespace MedTrain.Configuration;

/// <summary>
/// An experiment file, as it was typed: the composition of every consumer's own settings. Nothing here has been looked up or opened yet.
/// </summary>
internal sealed record ExperimentConfig
{
    /// <summary>The run's name.</summary>
    [Description("Name of the run; its folder is runs/<name> unless output says otherwise.")]
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]*")]
    public required string Name { get; init; }

    /// <summary>What is to be learned.</summary>
    [Description("binary: one label; multiclass: one of several classes; multilabel: several labels, each present or not; "
        + "regression: quantities.")]
    public required PredictionTask Task { get; init; }

    /// <summary>The seed of everything random.</summary>
    [Description("Seed of everything random: split, initialisation, order of the cases, augmentation.")]
    public long Seed { get; init; }

    /// <summary>The run folder; <c>runs/&lt;name&gt;</c> when absent.</summary>
    [Description("The run folder (default: runs/<name>).")]
    public string? Output { get; init; }

    /// <summary>The cases.</summary>
    [Description("Where the cases come from.")]
    public required CohortConfig Data { get; init; }

    /// <summary>Training, validation and test part.</summary>
    [Description("How patients are divided into training, validation and test.")]
    public SplitConfig Split { get; init; } = new();

    /// <summary>What is done to every image.</summary>
    [Description("What is done to every image, in this order, before it is cached.")]
    public IReadOnlyList<PreprocessingStep> Preprocessing { get; init; } = [];

    /// <summary>The parts of an image that the network sees one at a time; null: the whole image.</summary>
    [Description("The parts of each preprocessed image that the network sees one at a time: slices, patches or rois (default: the whole "
        + "image). The case stays the unit of split, audit and evaluation.")]
    public VolumeParts? Parts { get; init; }

    /// <summary>How the parts' scores become those of the case.</summary>
    [Description("With parts: whether they share a network, and how their scores become one score of the case.")]
    public FusionConfig? Fusion { get; init; }

    /// <summary>Random changes of training images.</summary>
    [Description("Random changes of the training images, applied in this order.")]
    public IReadOnlyList<Augmentation> Augmentation { get; init; } = [];

    /// <summary>How training cases become batches.</summary>
    [Description("How training cases become batches.")]
    public BatchingConfig Batching { get; init; } = new();

    /// <summary>The network.</summary>
    [Description("The network.")]
    public required ModelConfig Model { get; init; }

    /// <summary>Networks in each fold.</summary>
    [Description("Networks trained in each fold, from different seeds; the fold's scores are the mean of theirs.")]
    [Range(1, 1000)]
    public int Members { get; init; } = 1;

    /// <summary>Settings to choose between on the validation part.</summary>
    [Description("Settings to try, by grid or at random, and to choose between on the validation part; the chosen ones are tested.")]
    public SweepConfig? Sweep { get; init; }

    /// <summary>Experiments to compare.</summary>
    [Description("Variants of this experiment by name, each a mapping of keys to values; all are fitted on the same split, tested and compared.")]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, FreeValue>> Variants { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, FreeValue>>();

    /// <summary>What is learned from images before their labels are looked at; null for nothing.</summary>
    [Description("What the network learns from images alone before the training begins (self-supervised pretraining); default: nothing.")]
    public PretrainingConfig? Pretraining { get; init; }

    /// <summary>The training.</summary>
    [Description("How the network is trained.")]
    public TrainingConfig Training { get; init; } = new();

    /// <summary>The evaluation.</summary>
    [Description("How the predictions are evaluated.")]
    public EvaluationConfig Evaluation { get; init; } = new();
}
