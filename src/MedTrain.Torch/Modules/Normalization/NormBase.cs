using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What batch and instance normalisation share: weight and bias [C], running mean and variance [C].</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private Parameter? ownBias;
    private Parameter? ownWeight;
    private Tensor? ownMean;
    private Tensor? ownVariance;
    private Tensor? ownCount;

    /// <summary>Weight 1, bias 0, running mean 0, running variance 1, where there are any.</summary>
    protected NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
        string name)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(num_features);
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = new Parameter(ones(num_features, dtype, device));
            bias = new Parameter(zeros(num_features, dtype, device));
        }

        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = tensor(0L, device: device);
        }
    }

    /// <summary>[C]; null when not affine.</summary>
    public Parameter? bias
    {
        get => ownBias;
        set => ConditionallyRegisterParameter(nameof(bias), ownBias = value);
    }

    /// <summary>[C]; null when not affine.</summary>
    public Parameter? weight
    {
        get => ownWeight;
        set => ConditionallyRegisterParameter(nameof(weight), ownWeight = value);
    }

    /// <summary>[C]; null when running statistics are not kept.</summary>
    public Tensor? running_mean
    {
        get => ownMean;
        set => ConditionallyRegisterBuffer(nameof(running_mean), ownMean = value);
    }

    /// <summary>[C], unbiased; null when running statistics are not kept.</summary>
    public Tensor? running_var
    {
        get => ownVariance;
        set => ConditionallyRegisterBuffer(nameof(running_var), ownVariance = value);
    }

    /// <summary>How many batches have gone into the running statistics.</summary>
    public Tensor? num_batches_tracked
    {
        get => ownCount;
        set => ConditionallyRegisterBuffer(nameof(num_batches_tracked), ownCount = value);
    }

    /// <summary>The number of channels.</summary>
    public long num_features { get; private set; }

    /// <summary>Added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>The share of a new batch in the running statistics; null for their plain mean.</summary>
    public double? momentum { get; set; }

    /// <summary>Whether weight and bias are learnt.</summary>
    public bool affine { get; private set; }

    /// <summary>Whether running statistics are kept.</summary>
    public bool track_running_stats { get; private set; }

    /// <summary>Forgets the running statistics.</summary>
    public void reset_running_stats()
    {
        using var mode = no_grad();
        running_mean?.zero_();
        running_var?.fill_(1);
        num_batches_tracked?.zero_();
    }

    /// <summary>Forgets what was learnt and the running statistics.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        using var mode = no_grad();
        ownWeight?.fill_(1);
        ownBias?.zero_();
    }

    /// <summary>Refuses an input without the layer's number of dimensions.</summary>
    private protected void CheckDimensions(Tensor input, params ReadOnlySpan<int> allowed)
    {
        ArgumentNullException.ThrowIfNull(input);
        var count = (int)input.ndim;
        if (!allowed.Contains(count))
        {
            throw new ArgumentException(
                $"{GetName()} takes a tensor with {string.Join(" or ", allowed.ToArray())} dimensions, "
                + $"was given [{string.Join(", ", input.shape)}].",
                nameof(input));
        }
    }
}
