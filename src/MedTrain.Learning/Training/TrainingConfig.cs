using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Learning.Distillation;
using MedTrain.Learning.Inference;
using MedTrain.Learning.Objectives;

namespace MedTrain.Learning.Training;

/// <summary>The <c>training:</c> block of an experiment file.</summary>
public sealed record TrainingConfig
{
    /// <summary>Passes over the training cases, at most.</summary>
    [Description("Passes over the training cases, at most; early stopping may end before.")]
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>Cases that go through the network at once.</summary>
    [Description("Cases that go through the network at once.")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 16;

    /// <summary>The search for the batch size; null for none.</summary>
    [Description("Find batch_size before the training: the largest divisor of batch_size × accumulate that fits into memory, measured on training "
        + "steps; accumulate follows, so that an optimizer step keeps its images. Default: batch_size is used as given.")]
    public BatchSizeFinderConfig? BatchSizeFinder { get; init; }

    /// <summary>Batches whose gradients are summed into one optimizer step.</summary>
    [Description("Batches in one optimizer step: their gradient is that of one batch as large as all of them. The epoch's last step may have fewer.")]
    [Range(1, 65_536)]
    public int Accumulate { get; init; } = 1;

    /// <summary>The loss; the task's usual one when absent.</summary>
    [Description("The loss (default: bce for binary and multilabel tasks, cross_entropy for multiclass, mse for regression).")]
    public ObjectiveConfig? Objective { get; init; }

    /// <summary>What is learned from trained networks besides the labels; null for nothing.</summary>
    [Description("Learn from trained networks besides the labels (knowledge distillation).")]
    public DistillationConfig? Distillation { get; init; }

    /// <summary>The optimizer and its settings.</summary>
    [Description("The optimizer and its settings.")]
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>The search for the learning rate; null for none.</summary>
    [Description("Find optimizer.learning_rate before the training by a range test: the rate at which the loss falls most steeply. Its curve is in the "
        + "report. Default: the rate is used as given.")]
    public LearningRateFinderConfig? LearningRateFinder { get; init; }

    /// <summary>How the learning rate changes over the run.</summary>
    [Description("How the learning rate changes over the run.")]
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>What of the network is trained, from when on, and how fast.</summary>
    [Description("What of the network is trained, from when on, and how fast: freezing, layer-wise learning rates, staged unfreezing.")]
    public TransferConfig Transfer { get; init; } = new();

    /// <summary>When to stop, and which epoch is the best one.</summary>
    [Description("When to stop before the last epoch, and which epoch's weights are kept as the best.")]
    public EarlyStoppingConfig EarlyStopping { get; init; } = new();

    /// <summary>Further metrics whose best epochs' weights are kept too.</summary>
    [Description("Further metrics (or loss): each one's best epoch is kept as best-NAME.safetensors, with predictions of its own.")]
    public IReadOnlyList<string> KeepBest { get; init; } = [];

    /// <summary>Averages of the weights over the steps.</summary>
    [Description("An average of the weights over the steps, evaluated and kept in place of the weights themselves.")]
    public AveragingConfig Averaging { get; init; } = new();

    /// <summary>Arithmetic of the forward pass.</summary>
    [Description("Arithmetic of convolutions and matrix products: fp32; bf16 with fp32 weights (autocast); fp16 likewise with loss scaling (CUDA).")]
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Whether CUDA may shorten fp32 factors to TF32.</summary>
    [Description("Let CUDA shorten the factors of fp32 products and convolutions to TF32 (10 bits of mantissa): faster, less exact.")]
    public bool TensorFloat32 { get; init; }

    /// <summary>Memory order of images and convolution weights; null: see <see cref="UsesChannelsLast"/>.</summary>
    [Description("Keep images and convolution weights with channels last in memory. Default: where it is faster, which is with precision bf16 or "
        + "fp16, and with tensor_float32.")]
    public bool? ChannelsLast { get; init; }

    /// <summary>Whether blocks are computed again in the backward pass.</summary>
    [Description("Compute the network's blocks again in the backward pass instead of keeping what they computed: less memory and the same "
        + "numbers, for one more forward pass. For networks with residual, dense or transformer blocks.")]
    public bool ActivationCheckpointing { get; init; }

    /// <summary>Whether channels are last in memory.</summary>
    public bool UsesChannelsLast => ChannelsLast ?? (Precision != Precision.Fp32 || TensorFloat32);

    /// <summary>Views whose scores are averaged in predictions; null: each image as it is.</summary>
    [Description("Views of each image (mirrored, ten-crop) whose scores are averaged in the predictions of the validation and test part and "
        + "of new images (default: the image alone, as in the validation after each epoch).")]
    public TestTimeConfig? TestTime { get; init; }

    /// <summary>Largest allowed L2 norm of the gradient; 0 = no limit.</summary>
    [Description("Largest allowed L2 norm of the whole gradient; longer ones are scaled down. 0 = no limit.")]
    [Range(0, 1e9)]
    public double ClipGradientNorm { get; init; }

    /// <summary>Largest allowed absolute value in the gradient; 0 = no limit.</summary>
    [Description("Largest allowed absolute value of each number in the gradient; larger ones are cut off. 0 = no limit.")]
    [Range(0, 1e9)]
    public double ClipGradientValue { get; init; }

    /// <summary>Weight of the L1 penalty.</summary>
    [Description("Weight of the L1 penalty: this times the sum of |w| over all weights (not norms and biases) is added to the loss.")]
    [Range(0, 1e3)]
    public double L1Penalty { get; init; }

    /// <summary>Weight of the L2 penalty.</summary>
    [Description("Weight of the L2 penalty: this times half the sum of w² over all weights (not norms and biases) is added to the loss.")]
    [Range(0, 1e3)]
    public double L2Penalty { get; init; }

    /// <summary>What to do when the loss is not a finite number.</summary>
    [Description("When the loss is not a finite number: stop the run, or skip the step.")]
    public NonFiniteAction OnNonfinite { get; init; } = NonFiniteAction.Stop;

    /// <summary>Steps of an epoch that may be skipped.</summary>
    [Description("With on_nonfinite: skip, how many steps of an epoch may be skipped before the run stops all the same.")]
    [Range(1, 1_000_000)]
    public int NonfiniteLimit { get; init; } = 10;

    /// <summary>When states to go on from are saved.</summary>
    [Description("When states to go on from are saved, and how many are kept.")]
    public CheckpointConfig Checkpoints { get; init; } = new();

    /// <summary>Where to train.</summary>
    [Description("Where to train: auto (a CUDA GPU if there is one), cpu or cuda.")]
    public TrainingDevice Device { get; init; } = TrainingDevice.Auto;

    /// <summary>CPU threads; 0 = one per core.</summary>
    [Description("CPU threads of the tensor library; 0 = one per core. The sums' last bits depend on it.")]
    [Range(0, 1024)]
    public int Threads { get; init; }
}

/// <summary>The <c>training.early_stopping:</c> block.</summary>
public sealed record EarlyStoppingConfig
{
    /// <summary>What is watched on the validation part: a name in <see cref="MonitorTable"/>.</summary>
    [Description("What is watched on the validation part: loss, or a metric of the task (mean over labels), such as roc_auc, class_balanced_accuracy or mae.")]
    public string Monitor { get; init; } = MonitorTable.Loss;

    /// <summary>Epochs without improvement before training stops; 0 = never stop early.</summary>
    [Description("Stop after this many epochs in a row without improvement; 0 = never stop early (the best epoch is still kept).")]
    [Range(0, 1_000_000)]
    public int Patience { get; init; } = 10;

    /// <summary>How much better than the best an epoch must be to count as an improvement.</summary>
    [Description("Share of the best value by which an epoch must beat it to count as an improvement for patience (ClinicaDL's rule).")]
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; }
}

/// <summary>The <c>training.checkpoints:</c> block.</summary>
public sealed record CheckpointConfig
{
    /// <summary>A state after every so many epochs; 0 = only by time.</summary>
    [Description("Save a state after every so many epochs; 0 = only by time and at the end.")]
    [Range(0, 1_000_000)]
    public int EveryEpochs { get; init; } = 1;

    /// <summary>A state, also in the middle of an epoch, after so many minutes; 0 = never.</summary>
    [Description("Save a state when so many minutes have passed since the last one, also in the middle of an epoch; 0 = never.")]
    [Range(0, 1e6)]
    public double EveryMinutes { get; init; } = 10;

    /// <summary>States kept.</summary>
    [Description("How many states are kept: when the last one is damaged, the one before it is used.")]
    [Range(1, 1000)]
    public int Keep { get; init; } = 2;
}

/// <summary>The <c>training.averaging:</c> block.</summary>
public sealed record AveragingConfig
{
    /// <summary>The kind of average.</summary>
    [Description("none; ema: an exponentially fading average over all steps; swa: the plain mean of the weights at the ends of epochs.")]
    public AveragingKind Kind { get; init; } = AveragingKind.None;

    /// <summary>How slowly the exponential average fades.</summary>
    [Description("ema: share of the old average kept in a step (less in the first steps: at most (1 + step) / (10 + step)).")]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Decay { get; init; } = 0.999;

    /// <summary>The first epoch that takes part.</summary>
    [Description("The first epoch whose weights take part.")]
    [Range(1, 1_000_000)]
    public int StartEpoch { get; init; } = 1;
}

/// <summary>Averages of the weights.</summary>
public enum AveragingKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Exponential moving average over the steps.</summary>
    Ema,

    /// <summary>Stochastic weight averaging: the mean over the ends of epochs (Izmailov et al. 2018).</summary>
    Swa,
}

/// <summary>What to do about a loss that is not finite.</summary>
public enum NonFiniteAction
{
    /// <summary>Stop, naming epoch, batch and cases.</summary>
    Stop,

    /// <summary>Leave the step out, up to a limit.</summary>
    Skip,
}

/// <summary>Arithmetic of the forward pass.</summary>
public enum Precision
{
    /// <summary>32-bit floating point everywhere.</summary>
    Fp32,

    /// <summary>bfloat16 convolutions and matrix products under autocast; weights and sums stay fp32.</summary>
    Bf16,

    /// <summary>float16 under autocast with scaling of the loss, on CUDA only; weights and sums stay fp32.</summary>
    Fp16,
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
