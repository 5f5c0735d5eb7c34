using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Training;

/// <summary>The <c>training:</c> block of an experiment file.</summary>
public sealed record TrainingConfig
{
    /// <summary>Passes over the training cases, at most.</summary>
    [Description("Passes over the training cases, at most; early stopping may end before.")]
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>Cases in one optimizer step.</summary>
    [Description("Cases in one optimizer step.")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 16;

    /// <summary>The optimizer and its settings.</summary>
    [Description("The optimizer and its settings.")]
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>How the learning rate changes over the run.</summary>
    [Description("How the learning rate changes over the run, batch by batch.")]
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>When to stop, and which epoch is the best one.</summary>
    [Description("When to stop before the last epoch, and which epoch's weights are kept as the best.")]
    public EarlyStoppingConfig EarlyStopping { get; init; } = new();

    /// <summary>Arithmetic of the forward pass.</summary>
    [Description("Arithmetic of convolutions and matrix products: fp32, or bf16 with fp32 weights (autocast).")]
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Memory order of images and convolution weights.</summary>
    [Description("Keep images and convolution weights with channels last in memory; faster on most processors.")]
    public bool ChannelsLast { get; init; } = true;

    /// <summary>Largest allowed L2 norm of the gradient; 0 = no limit.</summary>
    [Description("Largest allowed L2 norm of the whole gradient; longer ones are scaled down. 0 = no limit.")]
    [Range(0, 1e9)]
    public double ClipGradientNorm { get; init; }

    /// <summary>Where to train.</summary>
    [Description("Where to train: auto (a CUDA GPU if there is one), cpu or cuda.")]
    public TrainingDevice Device { get; init; } = TrainingDevice.Auto;

    /// <summary>CPU threads; 0 = one per core.</summary>
    [Description("CPU threads of the tensor library; 0 = one per core. The sums' last bits depend on it.")]
    [Range(0, 1024)]
    public int Threads { get; init; }
}

/// <summary>The <c>training.optimizer:</c> block.</summary>
public sealed record OptimizerConfig
{
    /// <summary>Name in the optimizer table.</summary>
    [Description("Optimizer: adam, adamw or sgd.")]
    public string Name { get; init; } = "adam";

    /// <summary>Learning rate (at its highest, when a schedule changes it).</summary>
    [Description("Learning rate; with a schedule, its highest value.")]
    [Range(1e-12, 1e3)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>L2 penalty (adam, sgd) or decoupled decay (adamw).</summary>
    [Description("Weight decay: an L2 penalty for adam and sgd, decoupled for adamw.")]
    [Range(0, 1e3)]
    public double WeightDecay { get; init; }

    /// <summary>Momentum of <c>sgd</c>; the others ignore it, and the plan refuses it there.</summary>
    [Description("Momentum of sgd (only there).")]
    [Range(0, 0.9999)]
    public double? Momentum { get; init; }
}

/// <summary>The <c>training.schedule:</c> block.</summary>
public sealed record ScheduleConfig
{
    /// <summary>The curve after warm-up.</summary>
    [Description("constant, or cosine: falls to zero at the last epoch along half a cosine.")]
    public ScheduleShape Shape { get; init; } = ScheduleShape.Constant;

    /// <summary>Epochs of linear rise at the start; fractions allowed.</summary>
    [Description("Epochs over which the rate first rises linearly from zero; fractions are allowed.")]
    [Range(0, 10_000)]
    public double WarmupEpochs { get; init; }
}

/// <summary>The <c>training.early_stopping:</c> block.</summary>
public sealed record EarlyStoppingConfig
{
    /// <summary>What is watched on the validation part.</summary>
    [Description("What is watched on the validation part: loss (smaller is better) or auc (macro over labels, larger is better).")]
    public MonitoredMetric Monitor { get; init; } = MonitoredMetric.Loss;

    /// <summary>Epochs without improvement before training stops; 0 = never stop early.</summary>
    [Description("Stop after this many epochs in a row without improvement; 0 = never stop early (the best epoch is still kept).")]
    [Range(0, 1_000_000)]
    public int Patience { get; init; } = 10;
}

/// <summary>Arithmetic of the forward pass.</summary>
public enum Precision
{
    /// <summary>32-bit floating point everywhere.</summary>
    Fp32,

    /// <summary>bfloat16 convolutions and matrix products under autocast; weights and sums stay fp32.</summary>
    Bf16,
}

/// <summary>Where to train.</summary>
public enum TrainingDevice
{
    /// <summary>A CUDA GPU if libtorch sees one, else the CPU.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>The first CUDA GPU; an error when there is none.</summary>
    Cuda,
}

/// <summary>The curve of the learning rate.</summary>
public enum ScheduleShape
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Half a cosine down to zero at the end (Loshchilov and Hutter 2017, without restarts).</summary>
    Cosine,
}

/// <summary>What early stopping watches.</summary>
public enum MonitoredMetric
{
    /// <summary>Mean validation loss; smaller is better.</summary>
    Loss,

    /// <summary>Macro ROC AUC of the validation part; larger is better. Not for regression.</summary>
    Auc,
}
