using static TorchSharp.torch;

namespace MedTrain.Torch;

/// <summary>Keeps float16 gradients from vanishing: the loss is multiplied by a large number before the backward pass and the gradients
/// are divided by it before the step. A step whose gradients are not finite is left out and the number is lowered.</summary>
/// <remarks>Micikevicius et al., Mixed Precision Training, https://arxiv.org/abs/1710.03740. Works with every provider.</remarks>
public sealed class GradScaler
{
    private readonly double growth;
    private readonly double backoff;
    private readonly int growthInterval;
    private bool unscaled;
    private bool finite = true;

    /// <summary>A scaler with PyTorch's defaults.</summary>
    /// <param name="initialScale">The first multiplier.</param>
    /// <param name="growth">What it is multiplied by after <paramref name="growthInterval"/> finite steps in a row; above 1.</param>
    /// <param name="backoff">What it is multiplied by after a step that was left out; between 0 and 1.</param>
    /// <param name="growthInterval">Finite steps in a row before the multiplier grows.</param>
    public GradScaler(double initialScale = 65536, double growth = 2, double backoff = 0.5, int growthInterval = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initialScale);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(growth, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backoff);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(backoff, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(growthInterval);
        (Multiplier, this.growth, this.backoff, this.growthInterval) = (initialScale, growth, backoff, growthInterval);
    }

    /// <summary>The number that losses are multiplied by now. With <see cref="FiniteSteps"/> all that a checkpoint needs.</summary>
    public double Multiplier { get; set; }

    /// <summary>Finite steps in a row since the multiplier last changed.</summary>
    public int FiniteSteps { get; set; }

    /// <summary>The loss to call <c>backward</c> on.</summary>
    public Tensor Scale(Tensor loss) => loss * Multiplier;

    /// <summary>Divides the gradients, so that they can be clipped; <see cref="Step"/> does it otherwise.</summary>
    /// <returns>Whether all gradients are finite.</returns>
    public bool Unscale(optim.Optimizer optimizer)
    {
        if (unscaled)
        {
            return finite;
        }

        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var checks = new List<Tensor>();
        foreach (var parameter in optimizer.parameters())
        {
            if (parameter.grad is { } gradient)
            {
                gradient.mul_(1 / Multiplier);
                checks.Add(gradient.isfinite().all());
            }
        }

        finite = checks.Count == 0 || stack(checks).all().item<bool>();
        unscaled = true;
        return finite;
    }

    /// <summary>Makes the optimizer's step, unless a gradient is not finite.</summary>
    /// <returns>Whether the step was made.</returns>
    public bool Step(optim.Optimizer optimizer)
    {
        if (Unscale(optimizer))
        {
            optimizer.step();
        }

        return finite;
    }

    /// <summary>Adapts the multiplier; to be called once after each step.</summary>
    public void Update()
    {
        if (!finite)
        {
            (Multiplier, FiniteSteps) = (Multiplier * backoff, 0);
        }
        else if (++FiniteSteps >= growthInterval)
        {
            (Multiplier, FiniteSteps) = (Multiplier * growth, 0);
        }

        (unscaled, finite) = (false, true);
    }
}
