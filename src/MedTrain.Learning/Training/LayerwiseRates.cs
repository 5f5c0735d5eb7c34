using static TorchSharp.torch;

namespace MedTrain.Learning.Training;

/// <summary>
/// LARS (You et al. 2017): each weight's gradient, decay included, is scaled to a fixed share of the weight's own length, so that large
/// batches do not break single layers. Biases and norms' weights keep theirs.
/// </summary>
internal static class LayerwiseRates
{
    private const double Share = 0.001;

    /// <summary>Scales the gradients.</summary>
    public static void Apply(IReadOnlyList<ParameterGroup> groups)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var group in groups)
        {
            foreach (var weight in group.Parameters.Where(parameter => parameter.grad is not null && parameter.dim() > 1))
            {
                var gradient = weight.grad!;
                var (own, step) = (weight.norm(), gradient.norm());
                gradient.add_(weight, alpha: group.WeightDecay);
                var trust = Share * own / (step + group.WeightDecay * own).clamp_min(1e-12);
                gradient.mul_(where(own > 0, trust, ones_like(trust)));
            }
        }
    }
}
