using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>
/// Scaling of the loss for fp16 (Micikevicius et al. 2018): gradients are computed from a multiple of the loss, so that small ones do not
/// vanish; a step whose gradients overflow is left out and the multiple halved, and after many good steps it is doubled.
/// </summary>
public sealed class LossScale
{
    private const double Growth = 2;
    private const int GrowthInterval = 2000;

    /// <summary>What the loss is multiplied with.</summary>
    public double Value { get; private set; } = 65_536;

    /// <summary>Good steps since the multiple last changed.</summary>
    public int GoodSteps { get; private set; }

    /// <summary>Divides the gradients by the multiple, and adapts it.</summary>
    /// <returns>False when a gradient is not finite: the step must be left out.</returns>
    public bool Unscale(IEnumerable<Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        foreach (var gradient in gradients)
        {
            gradient.mul_(1 / Value);
        }

        var finite = gradients.Length == 0 || double.IsFinite(stack([.. gradients.Select(gradient => gradient.abs().max())]).sum().item<float>());
        (Value, GoodSteps) = !finite ? (Value / Growth, 0)
            : GoodSteps + 1 == GrowthInterval ? (Value * Growth, 0)
            : (Value, GoodSteps + 1);
        return finite;
    }

    /// <summary>Takes over a saved state.</summary>
    public void Restore(double value, int goodSteps) => (Value, GoodSteps) = (value, goodSteps);
}
